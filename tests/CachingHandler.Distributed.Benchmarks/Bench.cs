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

    /// <summary>Measures hits through Redis beside one GET of the same bytes.</summary>
    /// <returns>The medians, in microseconds.</returns>
    public async Task<(double Hit, double Get, double RawGet)> CompareWithGetAsync(Load load, int rounds)
    {
        await using var store = Open($"hits-{load.BodyLength}");
        var database = _connection.GetDatabase();
        var body = OrdinaryResponse.BytesOf(load.BodyLength);
        var heads = Enumerable.Range(0, Keys).Select(OrdinaryResponse.HeadOf).ToArray();
        foreach (var head in heads)
        {
            await store.StoreAsync(head, body);
            await _cache.SetAsync(head.Key.Uri, body, new());
            await database.StringSetAsync("raw:" + head.Key.Uri, body);
        }

        var medians = await Rounds.MediansAsync(rounds, load, [
            number => HitAsync(store, heads[number % Keys]),
            async number => (await _cache.GetAsync(heads[number % Keys].Key.Uri))!.Length,
            async number => ((byte[])(await database.StringGetAsync("raw:" + heads[number % Keys].Key.Uri))!).Length,
        ]);

        return (medians[0], medians[1], medians[2]);
    }

    /// <summary>Measures what a client waits for a response out of the memory in front of Redis, and out of a memory store.</summary>
    /// <returns>The medians, in microseconds.</returns>
    public async Task<(double Tier, double Memory)> CompareWithMemoryAsync(Load load, int rounds)
    {
        await using var tier = new TieredHttpCacheStore(Open($"tier-{load.BodyLength}"));
        await using var memory = new MemoryHttpCacheStore();
        using var overTier = new CachedClient(tier, OrdinaryResponse.BytesOf(load.BodyLength));
        using var overMemory = new CachedClient(memory, OrdinaryResponse.BytesOf(load.BodyLength));
        var medians = await Rounds.MediansAsync(rounds, load, [_ => overTier.GetAsync(), _ => overMemory.GetAsync()]);

        return (medians[0], medians[1]);
    }

    /// <summary>Returns how many bytes of values a head update reads and writes.</summary>
    public async Task<long> BytesOfHeadUpdateAsync(int bodyLength)
    {
        var counting = new CountingCache(_cache);
        await using var store = new DistributedHttpCacheStore(counting, OptionsOf($"updates-{bodyLength}"));
        var head = OrdinaryResponse.HeadOf(0);
        await store.StoreAsync(head, OrdinaryResponse.BytesOf(bodyLength));
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

    private static async Task<long> HitAsync(HttpCacheStore store, StoredResponse head)
    {
        var found = await store.FindAsync(head.Key, CancellationToken.None);
        using var body = await store.OpenBodyAsync(found[0], CancellationToken.None);

        return body!.TryGetMemory(out var memory) ? memory.Length : -1;
    }

    private DistributedHttpCacheStore Open(string prefix) => new(_cache, OptionsOf(prefix));
}
