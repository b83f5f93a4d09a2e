using CachingHandler;
using CachingHandler.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace QuickStart;

/// <summary>The code of the README files, compiled; a test compares the two.</summary>
internal static class Snippets
{
    public static async Task WithFactoryAsync(ServiceCollection services)
    {
        services.AddHttpClient("catalog", client => client.BaseAddress = new Uri("https://catalog.example/"))
            .AddHttpCache();

        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("catalog");
        var items = await client.GetStringAsync("items");
        Console.WriteLine(items);
    }

    public static async Task WithoutFactoryAsync(string directory, Uri uri)
    {
        using var store = new TieredHttpCacheStore(new DiskHttpCacheStore(directory)); // memory in front of the disk
        using var client = new HttpClient(new HttpCacheHandler(store) { InnerHandler = new SocketsHttpHandler() });

        using var response = await client.GetAsync(uri);
        Console.WriteLine(response.GetHttpCacheResult()); // "Miss (NothingStored)", the next time "Hit (Fresh)"
    }

    public static async Task RefreshAsync(HttpClient client, Uri uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri).ForceRefresh();
        using var response = await client.SendAsync(request);
    }

    public static void SetMode(HttpRequestMessage request)
    {
        request.SetHttpCacheMode(HttpCacheMode.Revalidate);
    }

    public static void SayMore(HttpRequestMessage request)
    {
        request.SetHttpCachePolicy(new()
        {
            TimeToLive = TimeSpan.FromMinutes(5), // whatever the response says
            StaleIfError = TimeSpan.FromDays(1),
            Tags = ["prices"],
        });
    }

    public static async Task InvalidateAsync(IServiceProvider services)
    {
        var cache = services.GetRequiredKeyedService<IHttpCache>("catalog"); // or [FromKeyedServices("catalog")]
        await cache.InvalidateTagAsync("prices");
        await cache.InvalidateAsync(new Uri("https://catalog.example/items/7"));
        await cache.RefreshGroupAsync(new Uri("https://catalog.example/"), "offers"); // Cache-Groups: "offers"
    }

    public static async Task RefreshHiddenAsync(CatalogClient catalog)
    {
        using (HttpCacheMode.ForceRefresh.ForThisCallContext())
        {
            await catalog.GetItemsAsync();
        }
    }

    public static void Look(HttpResponseMessage response)
    {
        if (response.GetHttpCacheResult() is { } result)
        {
            Console.WriteLine(result.Explain()); // "Hit (fresh): The stored response is fresh (RFC 9111 §4.2)."
            Console.WriteLine($"age {result.Age} of {result.FreshnessLifetime} by {result.FreshnessSource}; {result.BytesSaved} bytes saved");
        }
    }

    public static void Order(IServiceCollection services)
    {
        services.AddHttpClient("catalog")
            .AddHttpMessageHandler<AccessTokenHandler>() // before the cache, so that it can tell users apart
            .AddHttpCache()
            .AddHttpMessageHandler<RetryHandler>(); // after it, so that only what goes to the origin is retried
    }

    public static void OneTokenForAll(IServiceCollection services)
    {
        services.AddHttpClient("catalog")
            .AddHttpCache()
            .AddHttpMessageHandler<ServiceTokenHandler>() // one token for all users
            .SuppressHttpCacheWarnings<ServiceTokenHandler>();
    }

    public static void InAStoreOfItsOwn(IServiceCollection services)
    {
        services.AddKeyedDiskHttpCacheStore("eu", "/var/cache/eu");
        services.AddHttpClient("catalog").AddHttpCache(cache => cache.StoreKey = "eu");
    }

    public static void ByUser(IServiceCollection services)
    {
        services.AddHttpClient("catalog").AddHttpCache((provider, cache) =>
        {
            var accessor = provider.GetRequiredService<IHttpContextAccessor>();
            cache.Partition = _ => accessor.HttpContext?.User.FindFirst("sub")?.Value;
        });
    }

    public static void InThePlaceOfAnother(IServiceCollection services)
    {
        services.AddHttpClient<CatalogClient>()
            .AddHttpCache(); // in the place of AddHttpMessageHandler<...>() with the other handler
    }

    public static void OneUserForAll(IServiceCollection services)
    {
        services.AddHttpClient("catalog").AddHttpCache(
            cache => cache.Partition = _ => "everybody"); // only where all tokens are shown the same
    }

    public static async Task AskEveryTimeAsync(CatalogClient catalog)
    {
        var policy = new HttpCacheRequestPolicy { TimeToLive = TimeSpan.Zero }; // whatever max-age says
        using (policy.ForThisCallContext())
        {
            await catalog.GetItemsAsync();
        }
    }

    public static void SearchByPost(IServiceCollection services)
    {
        services.AddHttpClient("catalog").AddHttpCache(
            cache => cache.TreatAsQuery = request => request.RequestUri?.AbsolutePath == "/search"); // it changes nothing
    }

    public static void FromConfiguration(WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient("catalog").AddHttpCache(builder.Configuration.GetSection("HttpCache:Catalog"));
    }

    public static void OnAnotherDisk(IServiceCollection services)
    {
        services.AddDiskHttpCacheStore("/var/cache/catalog", options => options.MaximumSize = 256L * 1024 * 1024);
    }

    public static void OnDiskAlone(IServiceCollection services)
    {
        services.AddDiskHttpCacheStore("/var/cache/catalog", configureMemory: memory => memory.MaximumSize = 0);
    }

    public static void InMemory(IServiceCollection services)
    {
        services.AddMemoryHttpCacheStore();
    }

    internal sealed class CatalogClient(HttpClient client)
    {
        public Task<string> GetItemsAsync() => client.GetStringAsync(new Uri("items", UriKind.Relative));
    }

    internal sealed class AccessTokenHandler : DelegatingHandler;

    internal sealed class ServiceTokenHandler : DelegatingHandler;

    internal sealed class RetryHandler : DelegatingHandler;
}
