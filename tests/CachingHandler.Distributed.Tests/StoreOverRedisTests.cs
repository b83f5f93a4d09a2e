using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.Caching.StackExchangeRedis;

namespace CachingHandler.Distributed.Tests;

/// <summary>Over Redis itself, by the client that users have.</summary>
public sealed class StoreOverRedisTests : HttpCacheStoreContract, IClassFixture<RedisFixture>
{
    private readonly RedisFixture _redis;
    private readonly RedisCache _client;

    public StoreOverRedisTests(RedisFixture redis)
    {
        Redis.SkipWhenMissing();
        _redis = redis;
        _client = Redis.Client(redis.Server);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _client.Dispose();
    }

    protected override HttpCacheStore CreateStore() =>
        new DistributedHttpCacheStore(_client, new() { KeyPrefix = _redis.NewPrefix(), Timeout = TimeSpan.FromSeconds(20) });
}
