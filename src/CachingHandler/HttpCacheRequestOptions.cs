namespace CachingHandler;

/// <summary>The keys of <see cref="HttpRequestMessage.Options"/> by which one request tells the cache what it wants.</summary>
public static class HttpCacheRequestOptions
{
    private static readonly HttpRequestOptionsKey<HttpCacheMode> ModeKey = new("CachingHandler.Mode");
    private static readonly HttpRequestOptionsKey<HttpCacheRequestPolicy> PolicyKey = new("CachingHandler.Policy");
    private static volatile bool _isModeInUse;
    private static volatile bool _isPolicyInUse;

    /// <summary>Gets the key for how the request uses the cache; absent means the call context's mode, else <see cref="HttpCacheMode.Default"/>.</summary>
    public static HttpRequestOptionsKey<HttpCacheMode> Mode
    {
        get
        {
            _isModeInUse = true;
            return ModeKey;
        }
    }

    /// <summary>Gets the key for what else the request wants of the cache; absent means the call context's policy, if there is one.</summary>
    public static HttpRequestOptionsKey<HttpCacheRequestPolicy> Policy
    {
        get
        {
            _isPolicyInUse = true;
            return PolicyKey;
        }
    }

    /// <summary>Returns the policy set on a request; null when none is.</summary>
    internal static HttpCacheRequestPolicy? PolicyOf(HttpRequestMessage request) =>
        _isPolicyInUse && request.Options.TryGetValue(PolicyKey, out var policy) ? policy : null;

    /// <summary>Returns the mode set on a request; null when none is.</summary>
    /// <remarks>
    /// To ask a request for its options makes them, a tenth of what a hit costs. A program that never touches the key cannot
    /// have set a mode and does not pay.
    /// </remarks>
    internal static HttpCacheMode? ModeOf(HttpRequestMessage request) =>
        _isModeInUse && request.Options.TryGetValue(ModeKey, out var mode) ? mode : null;
}
