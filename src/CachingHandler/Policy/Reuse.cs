using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Tells whether a stored response may answer a request, and if not why (RFC 9111 §4).</summary>
internal static class Reuse
{
    /// <summary>Returns why the cache keeps out of a request; null when it does not.</summary>
    public static HttpCacheReason? WhyBypass(in RequestHead request) => request switch
    {
        { Mode: HttpCacheMode.Bypass } => HttpCacheReason.BypassMode,
        { IsCacheableMethod: false } => HttpCacheReason.Method,
        { HasContent: true } => HttpCacheReason.RequestContent,
        { Directives.NoStore: true } => HttpCacheReason.RequestNoStore,
        { HasRange: true } => HttpCacheReason.Range,
        { IsConditional: true } => HttpCacheReason.CallerCondition,
        _ => null,
    };

    /// <summary>Returns why the response needs validation before it is served; null when it does not.</summary>
    public static HttpCacheReason? WhyValidate(
        in RequestHead request, ResponseHead stored, Freshness freshness, CacheRules rules)
    {
        var directives = request.Directives;

        return request.Mode switch
        {
            HttpCacheMode.Revalidate when !IsImmutable(stored, freshness, rules) => HttpCacheReason.Revalidate,
            _ when IsNoCache(stored, rules) => HttpCacheReason.ResponseNoCache,
            _ when directives.NoCache => HttpCacheReason.RequestNoCache,
            _ when !freshness.IsFresh => HttpCacheReason.Expired,
            _ when freshness.CurrentAge > directives.MaxAge => HttpCacheReason.RequestMaxAge,
            _ when freshness.Remaining < directives.MinFresh => HttpCacheReason.RequestMinFresh,
            _ => null,
        };
    }

    /// <summary>Returns why a response that should be validated may be served all the same (§4.2.4); null when it may not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stored">The stored response's head.</param>
    /// <param name="freshness">Its freshness.</param>
    /// <param name="reason">Why it should be validated.</param>
    /// <param name="rules">The cache's rules.</param>
    public static HttpCacheReason? WhyStale(
        in RequestHead request, ResponseHead stored, Freshness freshness, HttpCacheReason reason, CacheRules rules)
    {
        if (reason == HttpCacheReason.ResponseNoCache || (!freshness.IsFresh && ForbidsStale(stored, rules)))
        {
            return null;
        }

        var directives = request.Directives;

        return request.Mode switch
        {
            HttpCacheMode.PreferCache => HttpCacheReason.PreferCache,
            HttpCacheMode.OnlyIfCached => HttpCacheReason.OnlyIfCached,
            _ when reason == HttpCacheReason.Expired && freshness.Staleness <= directives.MaxStale
                && !(freshness.CurrentAge > directives.MaxAge) && directives.MinFresh is null
                => HttpCacheReason.RequestMaxStale,
            _ => null,
        };
    }

    /// <summary>Tells whether the response may be served in place of an error (RFC 5861 §4).</summary>
    /// <param name="stored">The stored response's head.</param>
    /// <param name="freshness">Its freshness.</param>
    /// <param name="reason">Why the origin is asked; who asks for validation is not given the old response in its place.</param>
    /// <param name="rules">The cache's rules.</param>
    public static bool MayStandIn(ResponseHead stored, Freshness freshness, HttpCacheReason reason, CacheRules rules)
    {
        if (reason is HttpCacheReason.Revalidate or HttpCacheReason.RequestNoCache || ForbidsStale(stored, rules))
        {
            return false;
        }

        var window = rules.ControlOf(stored).Directives.StaleIfError ?? TimeSpan.Zero;
        window = window > rules.StaleIfError ? window : rules.StaleIfError;

        return window > TimeSpan.Zero && freshness.Staleness <= window;
    }

    // §4.2.4; s-maxage has the semantics of proxy-revalidate (§5.2.2.10).
    private static bool ForbidsStale(ResponseHead stored, CacheRules rules)
    {
        var directives = rules.ControlOf(stored).Directives;

        return directives.MustRevalidate || IsNoCache(stored, rules)
            || (rules.IsShared && (directives.ProxyRevalidate || directives.SharedMaxAge is not null));
    }

    // RFC 8246 §2: a reload need not ask about what does not change while it is fresh.
    private static bool IsImmutable(ResponseHead stored, Freshness freshness, CacheRules rules) =>
        freshness.IsFresh && rules.ControlOf(stored).Directives.Immutable;

    // To leave out a field that is limited, and should not have been stored, is not in reuse's power; to validate all is.
    private static bool IsNoCache(ResponseHead stored, CacheRules rules) =>
        rules.ControlOf(stored).Directives.NoCache || StorableFields.HoldsWithheld(stored, rules);
}
