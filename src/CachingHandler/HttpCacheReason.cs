namespace CachingHandler;

/// <summary>Why the cache did with a request what it did.</summary>
public enum HttpCacheReason
{
    /// <summary>The stored response is fresh (RFC 9111 §4.2).</summary>
    Fresh = 0,

    /// <summary>Nothing is stored for the URI.</summary>
    NothingStored,

    /// <summary>What is stored for the URI answers requests with other selecting fields (RFC 9111 §4.1).</summary>
    VariantNotStored,

    /// <summary>The stored response is past its freshness lifetime (RFC 9111 §4.2).</summary>
    Expired,

    /// <summary>The stored response has <c>no-cache</c> (RFC 9111 §5.2.2.4).</summary>
    ResponseNoCache,

    /// <summary>The request has <c>no-cache</c>, or <c>Pragma: no-cache</c> alone (RFC 9111 §5.2.1.4, §5.4).</summary>
    RequestNoCache,

    /// <summary>The stored response is older than the request's <c>max-age</c> (RFC 9111 §5.2.1.1).</summary>
    RequestMaxAge,

    /// <summary>The stored response does not stay fresh as long as the request's <c>min-fresh</c> (RFC 9111 §5.2.1.3).</summary>
    RequestMinFresh,

    /// <summary>The request's <c>max-stale</c> accepts the stale response (RFC 9111 §5.2.1.2).</summary>
    RequestMaxStale,

    /// <summary>The request has <c>only-if-cached</c> and nothing usable is stored (RFC 9111 §5.2.1.7).</summary>
    RequestOnlyIfCached,

    /// <summary>The request has <c>no-store</c> (RFC 9111 §5.2.1.5).</summary>
    RequestNoStore,

    /// <summary><see cref="HttpCacheMode.ForceRefresh"/> was asked for.</summary>
    ForceRefresh,

    /// <summary><see cref="HttpCacheMode.Revalidate"/> was asked for.</summary>
    Revalidate,

    /// <summary><see cref="HttpCacheMode.PreferCache"/> accepts the stale response.</summary>
    PreferCache,

    /// <summary><see cref="HttpCacheMode.OnlyIfCached"/> accepts the stale response, or nothing is stored for it.</summary>
    OnlyIfCached,

    /// <summary><see cref="HttpCacheMode.Bypass"/> was asked for.</summary>
    BypassMode,

    /// <summary>The request's method is not one that this cache answers.</summary>
    Method,

    /// <summary>The request has a body, which the key knows nothing of: it is no query, or one too long to be read for the key.</summary>
    RequestContent,

    /// <summary>Part of the representation is stored, but not all that the request asks for (RFC 9111 §3.3).</summary>
    PartMissing,

    /// <summary>The request has a condition that is the origin's alone to evaluate: <c>If-Match</c>, <c>If-Unmodified-Since</c> (RFC 9111 §4.3.2).</summary>
    CallerCondition,

    /// <summary>The origin failed and the stored response may stand in for it (RFC 5861 §4).</summary>
    StaleIfError,

    /// <summary>The stale response may be served while it is refreshed in the background (RFC 5861 §3).</summary>
    StaleWhileRevalidate,

    /// <summary>The origin's answer was not about the stored response, so it was asked again without a condition (RFC 9111 §3.4, §4.3.4).</summary>
    ValidationMismatch,

    /// <summary>The stored response went away before it could be served.</summary>
    BodyGone,
}
