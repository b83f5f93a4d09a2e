namespace CachingHandler;

/// <summary>The keys of <see cref="HttpRequestMessage.Options"/> by which one request tells the cache what it wants.</summary>
public static class HttpCacheRequestOptions
{
    /// <summary>How the request uses the cache; absent means the call context's mode, else <see cref="HttpCacheMode.Default"/>.</summary>
    public static readonly HttpRequestOptionsKey<HttpCacheMode> Mode = new("CachingHandler.Mode");
}
