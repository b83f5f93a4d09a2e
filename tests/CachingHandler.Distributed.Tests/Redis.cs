using CachingHandler.Testing;
using Microsoft.Extensions.Caching.StackExchangeRedis;

namespace CachingHandler.Distributed.Tests;

/// <summary>The client that users have.</summary>
internal static class Redis
{
    /// <summary>Skips the test where there is no Redis.</summary>
    public static void SkipWhenMissing() => Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? string.Empty);

    /// <summary>Makes a client, which connects when it is first used.</summary>
    public static RedisCache Client(RedisServer server) =>
        new(new RedisCacheOptions { Configuration = $"127.0.0.1:{server.Port},abortConnect=false,connectTimeout=2000" });

    /// <summary>Makes a client that is connected.</summary>
    public static async Task<RedisCache> ConnectAsync(RedisServer server)
    {
        var client = Client(server);
        await client.GetAsync("connected");

        return client;
    }
}
