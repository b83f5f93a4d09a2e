using System.Globalization;
using System.Security.Cryptography;
using CachingHandler.Storage;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.Distributed.Worker;

/// <summary>One of a fleet: a client whose cache is shared with the others, with memory of its own.</summary>
public sealed class Member : IAsyncDisposable
{
    /// <summary>The field in which the origin says what its body hashes to.</summary>
    public const string HashField = "X-Body-Hash";

    // The partition of requests that nothing tells apart, in a shared cache, of the client of this name.
    private const string Everybody = "shared/origin";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly ServiceProvider _services;
    private readonly HttpClient _client;
    private readonly Load _load;

    private Member(ServiceProvider services, Uri origin)
    {
        _services = services;
        _client = services.GetRequiredService<IHttpClientFactory>().CreateClient("origin");
        _client.BaseAddress = origin;
        _load = new(GetAsync);
    }

    /// <summary>Starts a member, and waits until it has stored something.</summary>
    /// <param name="redisPort">Where Redis is, on loopback.</param>
    /// <param name="origin">The origin.</param>
    /// <param name="timeout">How long a call of Redis may take.</param>
    public static async Task<Member> StartAsync(int redisPort, Uri origin, TimeSpan timeout)
    {
        var services = new ServiceCollection();
        services.AddStackExchangeRedisCache(redis => redis.Configuration = $"127.0.0.1:{redisPort},abortConnect=false");
        services.AddDistributedHttpCacheStore(
            store =>
            {
                store.Secret = new byte[32];
                store.Timeout = timeout;
                store.Pause = TimeSpan.FromSeconds(1);
            },
            memory => memory.CheckAfter = TimeSpan.FromMilliseconds(200));
        services.AddHttpClient("origin").AddHttpCache(cache => cache.Kind = HttpCacheKind.Shared);
        var provider = services.BuildServiceProvider();

        // To connect, and to compile what is called first, takes longer than a call may take later.
        await provider.GetRequiredService<IDistributedCache>().GetAsync("connected");
        var member = new Member(provider, origin);
        while (!await member.IsStoredAsync($"/warm/{Guid.NewGuid()}"))
        {
            await Task.Delay(PollInterval);
        }

        return member;
    }

    /// <summary>Does what a line says.</summary>
    /// <param name="words">
    /// <c>get</c> or <c>validate</c> and a path: status, outcome and version. <c>put</c> and a path: status. <c>walk</c>, a path, and the first and the
    /// number of documents below it: how many were answered. <c>stored</c> and the same: waits until they are in the shared store.
    /// <c>load</c> and <c>stop</c>: begins to ask for this and that, and ends it and says what came of it.
    /// </param>
    public async Task<string> DoAsync(string[] words) => words[0] switch
    {
        "get" => await GetAsync(words[1]),
        "validate" => await GetAsync(words[1], HttpCacheMode.Revalidate),
        "put" => await PutAsync(words[1]),
        "walk" => await WalkAsync(words[1], Number(words[2]), Number(words[3])),
        "stored" => await StoredAsync(words[1], Number(words[2]), Number(words[3])),
        "load" => _load.Start(words[1]),
        "stop" => await _load.StopAsync(),
        _ => $"There is no '{words[0]}'.",
    };

    public async ValueTask DisposeAsync()
    {
        await _load.StopAsync();
        await _services.DisposeAsync();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private async Task<string> GetAsync(string path, HttpCacheMode mode)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.SetHttpCacheMode(mode);
        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        var expected = response.Headers.NonValidated[HashField].ToString();
        if (Convert.ToHexStringLower(SHA256.HashData(body)) != expected)
        {
            throw new IOException($"The body of {path} is not that of its head.");
        }

        return $"{(int)response.StatusCode} {response.GetHttpCacheResult()?.Outcome} {response.Headers.NonValidated["X-Validated"]}";
    }

    private Task<string> GetAsync(string path) => GetAsync(path, HttpCacheMode.Default);

    private async Task<string> PutAsync(string path)
    {
        using var response = await _client.PutAsync(path, new ByteArrayContent([]));

        return $"{(int)response.StatusCode}";
    }

    private async Task<string> WalkAsync(string path, int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            await GetAsync($"{path}/{number}");
        }

        return $"walked {count}";
    }

    private async Task<string> StoredAsync(string path, int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            while (!await IsSharedAsync($"{path}/{number}"))
            {
                await Task.Delay(PollInterval);
            }
        }

        return $"stored {count}";
    }

    private async Task<bool> IsStoredAsync(string path)
    {
        await GetAsync(path);
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (await IsSharedAsync(path))
            {
                return true;
            }

            await Task.Delay(PollInterval);
        }

        return false;
    }

    private async Task<bool> IsSharedAsync(string path)
    {
        var shared = ((TieredHttpCacheStore)_services.GetRequiredService<HttpCacheStore>()).Behind;
        var key = new HttpCacheKey("GET", new Uri(_client.BaseAddress!, path).AbsoluteUri, Everybody);

        return (await shared.FindAsync(key, CancellationToken.None)).Count > 0;
    }
}
