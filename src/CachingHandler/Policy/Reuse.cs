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
        { HasContent: true, ContentDigest: null } => HttpCacheReason.RequestContent,
        { Directives.NoStore: true } => HttpCacheReason.RequestNoStore,
        { HasOriginCondition: true } => HttpCacheReason.CallerCondition,

        // RFC 9110 §13.1.2: what fails for POST is answered with 412, which is the origin's to say.
        { HasCondition: true, IsQuery: true, CanValidate: false } => HttpCacheReason.CallerCondition,
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
            _ when IsAlwaysValidated(stored, rules) => HttpCacheReason.ResponseNoCache,
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

    /// <summary>Tells whether a stale response may be served while it is refreshed in the background (RFC 5861 §3).</summary>
    /// <param name="request">The request; a refresh in its name is one of the whole response.</param>
    /// <param name="stored">The stored response's head.</param>
    /// <param name="freshness">Its freshness.</param>
    /// <param name="reason">Why it should be validated; being stale is the one thing that can wait.</param>
    /// <param name="rules">The cache's rules.</param>
    public static bool MayServeMeanwhile(
        in RequestHead request, ResponseHead stored, Freshness freshness, HttpCacheReason reason, CacheRules rules)
    {
        var isPlainGet = request is { Mode: HttpCacheMode.Default, HasCondition: false, HasRange: false }
            && request.Method == HttpMethod.Get;
        if (reason != HttpCacheReason.Expired || !isPlainGet || ForbidsStale(stored, rules))
        {
            return false;
        }

        return IsWithin(Longer(rules.ControlOf(stored).Directives.StaleWhileRevalidate, rules.StaleWhileRevalidate), freshness)
            && AcceptsStale(request.Directives, freshness);
    }

    /// <summary>Tells whether the response may be served in place of an error (RFC 5861 §4).</summary>
    /// <param name="request">The request; what it says of errors itself counts in place of all else.</param>
    /// <param name="stored">The stored response's head.</param>
    /// <param name="freshness">Its freshness.</param>
    /// <param name="reason">Why the origin is asked; who asks for validation is not given the old response in its place.</param>
    /// <param name="rules">The cache's rules.</param>
    public static bool MayStandIn(
        in RequestHead request, ResponseHead stored, Freshness freshness, HttpCacheReason reason, CacheRules rules)
    {
        if (reason is HttpCacheReason.Revalidate or HttpCacheReason.RequestNoCache || ForbidsStale(stored, rules))
        {
            return false;
        }

        return IsWithin(
            request.Directives.StaleIfError ?? Longer(rules.ControlOf(stored).Directives.StaleIfError, rules.StaleIfError),
            freshness);
    }

    /// <summary>Tells whether the response needs validation before each use, fresh or not (§5.2.2.4).</summary>
    /// <remarks>
    /// The application may know better than <c>no-cache</c> for how long a response is right; that it should not have been stored with
    /// a field that is limited, it does not.
    /// </remarks>
    public static bool IsAlwaysValidated(ResponseHead stored, CacheRules rules) =>
        IsNoCache(stored, rules) && (rules.TimeToLiveOf(stored) is null || StorableFields.HoldsWithheld(stored, rules));

    /// <summary>Tells whether the response must not be served once it is stale (§4.2.4).</summary>
    /// <remarks>s-maxage has the semantics of proxy-revalidate (§5.2.2.10).</remarks>
    public static bool ForbidsStale(ResponseHead stored, CacheRules rules)
    {
        ref readonly var directives = ref rules.ControlOf(stored).Directives;

        return directives.MustRevalidate || IsNoCache(stored, rules)
            || (rules.IsShared && (directives.ProxyRevalidate || directives.SharedMaxAge is not null));
    }

    // RFC 8246 §2: a reload need not ask about what does not change while it is fresh.
    private static bool IsImmutable(ResponseHead stored, Freshness freshness, CacheRules rules) =>
        freshness.IsFresh && rules.ControlOf(stored).Directives.Immutable;

    // To leave out a field that is limited, and should not have been stored, is not in reuse's power; to validate all is.
    private static bool IsNoCache(ResponseHead stored, CacheRules rules) =>
        rules.ControlOf(stored).Directives.NoCache || StorableFields.HoldsWithheld(stored, rules);

    // §5.2.1.1: who names a max-age wants nothing stale, unless max-stale says otherwise.
    private static bool AcceptsStale(RequestDirectives directives, Freshness freshness) =>
        directives is { OnlyIfCached: false, MinFresh: null }
        && (directives.MaxAge is null || (directives.MaxStale is not null && freshness.CurrentAge <= directives.MaxAge))
        && !(freshness.Staleness > directives.MaxStale);

    private static TimeSpan Longer(TimeSpan? directive, TimeSpan option) => directive > option ? directive.Value : option;

    private static bool IsWithin(TimeSpan window, Freshness freshness) =>
        window > TimeSpan.Zero && freshness.Staleness <= window;
}
