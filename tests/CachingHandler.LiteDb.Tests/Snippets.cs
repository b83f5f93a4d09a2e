using CachingHandler.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.LiteDb.Tests;

/// <summary>The code of the package's README, compiled; a test compares the two.</summary>
internal static class Snippets
{
    public static void Register(IServiceCollection services)
    {
        services.AddLiteDbHttpCacheStore("/var/cache/catalog/cache.db", options => options.MaximumSize = 256L * 1024 * 1024);
        services.AddHttpClient("catalog").AddHttpCache();
    }

    public static async Task WithoutContainerAsync(Uri uri)
    {
        await using var store = new LiteDbHttpCacheStore("/var/cache/catalog/cache.db");
        using var client = new HttpClient(new HttpCacheHandler(store) { InnerHandler = new SocketsHttpHandler() });
        using var response = await client.GetAsync(uri);
    }
}
