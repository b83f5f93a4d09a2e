namespace CachingHandler;

/// <content>Why the cache did what it did.</content>
public static partial class HttpCacheCodes
{
    /// <summary>Returns the code of a reason, such as <c>nothing-stored</c>.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The code: lower-case letters and hyphens.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reason"/> is none.</exception>
    public static string ToCode(this HttpCacheReason reason) => reason switch
    {
        HttpCacheReason.Fresh => "fresh",
        HttpCacheReason.NothingStored => "nothing-stored",
        HttpCacheReason.VariantNotStored => "variant-not-stored",
        HttpCacheReason.Expired => "expired",
        HttpCacheReason.ResponseNoCache => "response-no-cache",
        HttpCacheReason.RequestNoCache => "request-no-cache",
        HttpCacheReason.RequestMaxAge => "request-max-age",
        HttpCacheReason.RequestMinFresh => "request-min-fresh",
        HttpCacheReason.RequestMaxStale => "request-max-stale",
        HttpCacheReason.RequestOnlyIfCached => "request-only-if-cached",
        HttpCacheReason.RequestNoStore => "request-no-store",
        HttpCacheReason.ForceRefresh => "force-refresh",
        HttpCacheReason.Revalidate => "revalidate",
        HttpCacheReason.PreferCache => "prefer-cache",
        HttpCacheReason.OnlyIfCached => "only-if-cached",
        HttpCacheReason.BypassMode => "bypass-mode",
        HttpCacheReason.Method => "method",
        HttpCacheReason.RequestContent => "request-content",
        HttpCacheReason.PartMissing => "part-missing",
        HttpCacheReason.CallerCondition => "caller-condition",
        HttpCacheReason.StaleIfError => "stale-if-error",
        HttpCacheReason.StaleWhileRevalidate => "stale-while-revalidate",
        HttpCacheReason.ValidationMismatch => "validation-mismatch",
        HttpCacheReason.BodyGone => "body-gone",
        _ => throw Undefined(nameof(reason), reason),
    };

    /// <summary>Returns what a reason means, in a sentence.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The sentence, in English, with the section of the RFC where one decides.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reason"/> is none.</exception>
    public static string ToSentence(this HttpCacheReason reason) => reason switch
    {
        HttpCacheReason.Fresh => "The stored response is fresh (RFC 9111 §4.2).",
        HttpCacheReason.NothingStored => "Nothing is stored for the URI.",
        HttpCacheReason.VariantNotStored => "What is stored for the URI answers requests with other selecting fields (RFC 9111 §4.1).",
        HttpCacheReason.Expired => "The stored response is past its freshness lifetime (RFC 9111 §4.2).",
        HttpCacheReason.ResponseNoCache => "The stored response has no-cache (RFC 9111 §5.2.2.4).",
        HttpCacheReason.RequestNoCache => "The request has no-cache (RFC 9111 §5.2.1.4, §5.4).",
        HttpCacheReason.RequestMaxAge => "The stored response is older than the request's max-age (RFC 9111 §5.2.1.1).",
        HttpCacheReason.RequestMinFresh => "The stored response does not stay fresh as long as the request's min-fresh (RFC 9111 §5.2.1.3).",
        HttpCacheReason.RequestMaxStale => "The request's max-stale, or its policy's MaximumStale, accepts the stale response (RFC 9111 §5.2.1.2).",
        HttpCacheReason.RequestOnlyIfCached => "The request has only-if-cached and nothing usable is stored (RFC 9111 §5.2.1.7).",
        HttpCacheReason.RequestNoStore => "The request has no-store (RFC 9111 §5.2.1.5).",
        HttpCacheReason.ForceRefresh => "The mode ForceRefresh was asked for.",
        HttpCacheReason.Revalidate => "The mode Revalidate was asked for.",
        HttpCacheReason.PreferCache => "The mode PreferCache accepts the stale response.",
        HttpCacheReason.OnlyIfCached => "The mode OnlyIfCached accepts the stale response, or nothing is stored for it.",
        HttpCacheReason.BypassMode => "The mode Bypass was asked for.",
        HttpCacheReason.Method => "The request's method is not one that the cache answers.",
        HttpCacheReason.RequestContent => "The request has a body, which the key knows nothing of.",
        HttpCacheReason.PartMissing => "Part of the representation is stored, but not all that the request asks for (RFC 9111 §3.3).",
        HttpCacheReason.CallerCondition => "The request has a condition that is the origin's alone to evaluate (RFC 9111 §4.3.2).",
        HttpCacheReason.StaleIfError => "The origin failed and the stored response stands in for it (RFC 5861 §4).",
        HttpCacheReason.StaleWhileRevalidate => "The stale response may be served while it is refreshed in the background (RFC 5861 §3).",
        HttpCacheReason.ValidationMismatch => "The origin's answer was not about the stored response, so it was asked again (RFC 9111 §3.4, §4.3.4).",
        HttpCacheReason.BodyGone => "The stored response went away before it could be served.",
        _ => throw Undefined(nameof(reason), reason),
    };
}
