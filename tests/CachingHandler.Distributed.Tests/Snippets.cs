using CachingHandler.Storage;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.Distributed.Tests;

/// <summary>The code of the package's README, compiled; a test compares the two.</summary>
internal static class Snippets
{
    public static void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddStackExchangeRedisCache(redis => redis.Configuration = "redis.example:6379,abortConnect=false");
        services.AddDistributedHttpCacheStore(options => options.Secret = Convert.FromBase64String(configuration["HttpCache:Secret"]!));
        services.AddHttpClient("catalog").AddHttpCache();
    }

    public static async Task WithoutContainerAsync(IDistributedCache distributedCache, Uri uri)
    {
        await using var store = new TieredHttpCacheStore(new DistributedHttpCacheStore(distributedCache));
        using var client = new HttpClient(new HttpCacheHandler(store) { InnerHandler = new SocketsHttpHandler() });
        using var response = await client.GetAsync(uri);
    }

    public static void LookLessOften(IServiceCollection services)
    {
        services.AddDistributedHttpCacheStore(configureMemory: memory => memory.CheckAfter = TimeSpan.FromSeconds(10));
    }

    public static void Protect(IServiceCollection services, byte[] secret, byte[] newKey, byte[] oldKey)
    {
        services.AddDistributedHttpCacheStore(options =>
        {
            options.Secret = secret;
            options.Protector = new AesGcmHttpCacheProtector(newKey, oldKey);
        });
    }
}
