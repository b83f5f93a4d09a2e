using System.Diagnostics;
using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace CachingHandler.Distributed.Benchmarks;

/// <summary>A Redis, and one connection to it for everything that is measured.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const int Keys = 32;

    // Nothing is to be let go.
    private const long Room = 1024 * 1024 * 1024;

    // The same for both, so that neither has fewer turns for the machine to interrupt.
    private const int MemoryHits = 20_000;

    private readonly RedisServer _server;
    private readonly ConnectionMultiplexer _connection;
    private readonly RedisCache _cache;

    private Bench(RedisServer server, ConnectionMultiplexer connection)
    {
        _server = server;
        _connection = connection;
        _cache = new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(connection) });
    }

    public static async Task<Bench> StartAsync()
    {
        var server = new RedisServer();
        await server.StartAsync();

        return new Bench(server, await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}"));
    }

    /// <summary>Measures, after a round that does not count.</summary>
    /// <returns>The medians, in microseconds.</returns>
    public async Task<(double Hit, double Get, double RawGet, double Tier, double Memory)> CompareAsync(Load load, int rounds)
    {
        await using var shared = Open($"hits-{load.BodyLength}");
        await using var tier = new TieredHttpCacheStore(Open($"tier-{load.BodyLength}"), new() { MaximumEntrySize = Room, MaximumSize = Room, MaximumQueuedSize = Room, CheckAfter = TimeSpan.FromMinutes(10) });
        await using var memory = new MemoryHttpCacheStore(new() { MaximumSize = Room });
        var body = BytesOf(load.BodyLength);
        var heads = Enumerable.Range(0, Keys).Select(HeadOf).ToArray();
        var database = _connection.GetDatabase();
        foreach (var head in heads)
        {
            foreach (HttpCacheStore store in new HttpCacheStore[] { shared, tier, memory })
            {
                await store.StoreAsync(head, body);
            }

            await _cache.SetAsync(head.Key.Uri, body, new());
            await database.StringSetAsync("raw:" + head.Key.Uri, body);
        }

        Func<StoredResponse, Task<long>>[] ways =
        [
            head => HitAsync(shared, head),
            async head => (await _cache.GetAsync(head.Key.Uri))!.Length,
            async head => ((byte[])(await database.StringGetAsync("raw:" + head.Key.Uri))!).Length,
        ];
        var samples = Enumerable.Range(0, 5).Select(_ => new List<double>()).ToArray();
        for (var round = -2; round < rounds; round++)
        {
            List<double> times = [];
            foreach (var way in ways)
            {
                times.Add(await TimeAsync(heads, load.Count, way, load.BodyLength));
            }

            times.Add(await TimeAsync(heads, MemoryHits, head => HitAsync(tier, head), load.BodyLength));
            times.Add(await TimeAsync(heads, MemoryHits, head => HitAsync(memory, head), load.BodyLength));
            for (var way = 0; round >= 0 && way < times.Count; way++)
            {
                samples[way].Add(times[way]);
            }
        }

        var medians = samples.Select(all => all.Order().ElementAt(rounds / 2)).ToArray();

        return (medians[0], medians[1], medians[2], medians[3], medians[4]);
    }

    /// <summary>Returns how many bytes of values a head update reads and writes.</summary>
    public async Task<long> BytesOfHeadUpdateAsync(int bodyLength)
    {
        var counting = new CountingCache(_cache);
        await using var store = new DistributedHttpCacheStore(counting, OptionsOf($"updates-{bodyLength}"));
        var head = HeadOf(0);
        await store.StoreAsync(head, BytesOf(bodyLength));
        var found = (await store.FindAsync(head.Key))[0];
        var before = counting.Bytes;
        if (!await store.UpdateAsync(found, found))
        {
            throw new InvalidOperationException("The update came to nothing.");
        }

        return counting.Bytes - before;
    }

    public async ValueTask DisposeAsync()
    {
        _cache.Dispose();
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static DistributedHttpCacheStoreOptions OptionsOf(string prefix) =>
        new() { KeyPrefix = prefix, Secret = new byte[32], Timeout = TimeSpan.FromSeconds(10) };

    private static async Task<double> TimeAsync(StoredResponse[] heads, int count, Func<StoredResponse, Task<long>> way, long expected)
    {
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            if (await way(heads[number % heads.Length]) != expected)
            {
                throw new InvalidOperationException("A hit came to nothing.");
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / count;
    }

    private static async Task<long> HitAsync(HttpCacheStore store, StoredResponse head)
    {
        var found = await store.FindAsync(head.Key, CancellationToken.None);
        using var body = await store.OpenBodyAsync(found[0], CancellationToken.None);

        return body!.TryGetMemory(out var memory) ? memory.Length : -1;
    }

    private static byte[] BytesOf(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);

        return bytes;
    }

    // With the twelve fields and some 700 bytes of an ordinary response.
    private static StoredResponse HeadOf(int number) => new()
    {
        Key = new HttpCacheKey("GET", $"https://shop.example.com/catalog/items/{number}?expand=prices", "p"),
        BodyId = Guid.NewGuid(),
        StatusCode = 200,
        ReasonPhrase = "OK",
        Fields = new HeaderFields(Enumerable.Range(0, 12).Select(field => KeyValuePair.Create($"X-Field-{field}", new string('v', 40)))),
        RequestTime = TimeProvider.System.GetUtcNow(),
        ResponseTime = TimeProvider.System.GetUtcNow(),
        DiscardAfter = DateTimeOffset.MaxValue,
    };

    private DistributedHttpCacheStore Open(string prefix) => new(_cache, OptionsOf(prefix));
}
