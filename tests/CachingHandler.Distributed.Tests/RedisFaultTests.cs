using System.Diagnostics;
using CachingHandler.Testing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace CachingHandler.Distributed.Tests;

/// <summary>What a real Redis can do to a cache, seen by a client: it costs hits, and no request.</summary>
public sealed class RedisFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    // Nothing that a limit of 250 milliseconds and a circuit are to prevent is faster; nothing that they allow takes as long.
    private static readonly TimeSpan Bounded = TimeSpan.FromSeconds(15);

    private readonly RedisServer _redis = new();
    private CountingOrigin _origin = null!;
    private RedisCache _cache = null!;
    private ServiceProvider _one = null!;
    private ServiceProvider _two = null!;

    public async ValueTask InitializeAsync()
    {
        Redis.SkipWhenMissing();
        await _redis.StartAsync();
        _origin = await CountingOrigin.StartAsync();
        _cache = await Redis.ConnectAsync(_redis);
        _one = Services();
        _two = Services();
        await UntilAsync(IsSharedAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await (_one?.DisposeAsync() ?? default);
        await (_two?.DisposeAsync() ?? default);
        _cache?.Dispose();
        await (_origin?.DisposeAsync() ?? default);
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Flushed_IsFilledAgain()
    {
        await GetAllAsync(_one, "/d");

        Assert.Equal("+OK", await _redis.TellAsync("FLUSHALL"));
        await GetAllAsync(_one, "/d");
        await GetAllAsync(_two, "/d");

        await UntilAsync(IsSharedAsync);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Garbage_InThePlaceOfEverything_IsAMissAndIsReplaced(bool isOfAnotherType)
    {
        await GetAllAsync(_one, "/d");
        await using (var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_redis.Port}"))
        {
            var database = connection.GetDatabase();
            foreach (var key in connection.GetServer(connection.GetEndPoints()[0]).Keys().ToList())
            {
                if (isOfAnotherType)
                {
                    await database.KeyDeleteAsync(key);
                    await database.ListRightPushAsync(key, "garbage");
                }
                else
                {
                    await database.HashSetAsync(key, "data", "garbage");
                }
            }
        }

        await GetAllAsync(_one, "/d");
        await GetAllAsync(_two, "/d");
        if (isOfAnotherType)
        {
            // What it answers to every call is an error, until the values have gone.
            await _redis.TellAsync("FLUSHALL");
        }

        await UntilAsync(IsSharedAsync);
    }

    [Fact]
    public async Task Full_ServesWhatItHasAndTakesMoreWhenThereIsRoom()
    {
        await _redis.TellAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await _redis.TellAsync("CONFIG", "SET", "maxmemory", "1");
        await GetAllAsync(_one, "/full");
        await GetAllAsync(_two, "/full");

        await _redis.TellAsync("CONFIG", "SET", "maxmemory", "0");

        await UntilAsync(IsSharedAsync);
    }

    [Fact]
    public async Task Stopped_InTheMiddle_IsLeftAloneAndUsedAgain()
    {
        await GetAllAsync(_one, "/d");

        // It takes connections and commands, and answers none.
        Assert.Equal("+OK", await _redis.TellAsync("CLIENT", "PAUSE", "4000", "ALL"));
        await GetAllAsync(_one, "/paused");
        await GetAllAsync(_two, "/d");

        await UntilAsync(IsSharedAsync);
    }

    [Fact]
    public async Task Away_InvalidationByOne_IsMadeUpFor()
    {
        const string Path = "/d/0";
        await GetAsync(_one, Path);
        await GetAsync(_two, Path);
        await _redis.TellAsync("CLIENT", "PAUSE", "3000", "ALL");

        using (var response = await Client(_one).PutAsync(Path, new ByteArrayContent([])))
        {
            Assert.Equal(204, (int)response.StatusCode);
        }

        Assert.NotEqual("1", await VersionAsync(_one, Path));
        await UntilAsync(async () => await VersionAsync(_two, Path) != "1");
    }

    [Fact]
    public async Task Send_Synchronously_WorksWithRedisAndWithout()
    {
        GetSynchronously("/sync/0");
        GetSynchronously("/sync/0");
        await _redis.KillAsync();
        GetSynchronously("/sync/0");
        GetSynchronously("/sync/1");

        Assert.Equal((1, 1), (_origin.Count("/sync/0", 200), _origin.Count("/sync/1", 200)));
    }

    private static HttpClient Client(ServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient("origin");

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isTrue())
        {
            await Task.Delay(PollInterval, patience.Token);
        }
    }

    private static async Task GetAllAsync(ServiceProvider services, string path)
    {
        foreach (var number in Enumerable.Range(0, 12))
        {
            await GetAsync(services, $"{path}/{number}");
        }
    }

    private static async Task GetAsync(ServiceProvider services, string path)
    {
        var watch = Stopwatch.StartNew();
        using var response = await Client(services).GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Bounded);
    }

    private static async Task<string> VersionAsync(ServiceProvider services, string path)
    {
        using var response = await Client(services).GetAsync(new Uri(path, UriKind.Relative));

        return response.Headers.NonValidated["X-Validated"].ToString();
    }

    private void GetSynchronously(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = Client(_one).Send(request);
        using var body = response.Content.ReadAsStream();

        Assert.NotEqual(-1, body.ReadByte());
    }

    // What one has fetched, the other has without asking.
    private async Task<bool> IsSharedAsync()
    {
        var path = $"/again/{Guid.NewGuid()}";
        await GetAsync(_one, path);
        await Task.Delay(PollInterval);
        await GetAsync(_two, path);

        return _origin.Count(path, 200) == 1;
    }

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IDistributedCache>(_cache);
        services.AddDistributedHttpCacheStore(
            store =>
            {
                store.Secret = new byte[32];
                store.Pause = TimeSpan.FromSeconds(1);
            },
            memory => memory.CheckAfter = TimeSpan.FromMilliseconds(100));
        services.AddHttpClient("origin", client => client.BaseAddress = _origin.Address).AddHttpCache(cache => cache.Kind = HttpCacheKind.Shared);

        return services.BuildServiceProvider();
    }
}
