namespace CachingHandler;

/// <summary>Why a response was not stored (RFC 9111 §3).</summary>
public enum NotStoredReason
{
    /// <summary>It is stored, or its body is still on its way.</summary>
    None = 0,

    /// <summary>The cache took no part in the request.</summary>
    Bypass,

    /// <summary>Responses to the method are not stored.</summary>
    Method,

    /// <summary>The response has <c>no-store</c> (§5.2.2.5).</summary>
    NoStore,

    /// <summary>The cache is shared and the response is <c>private</c> (§5.2.2.7).</summary>
    Private,

    /// <summary>The cache is shared, the request had <c>Authorization</c>, and the response does not allow it (§3.5).</summary>
    Authorization,

    /// <summary>The cache is shared and the response sets a cookie without being <c>public</c> (§7.3).</summary>
    SetCookie,

    /// <summary>Responses with this status are not stored: it is not final, or an answer to a condition.</summary>
    Status,

    /// <summary>The response is part of a representation that cannot be stored by itself: several ranges, a <c>Content-Range</c>
    /// that disagrees with the body, or nothing new (RFC 9111 §3.3, §3.4).</summary>
    Part,

    /// <summary>The response says nothing of its freshness and its status is not one to be cached by default (§3, §4.2.2).</summary>
    NoFreshness,

    /// <summary>The response could never be used again: it is stale at once and has no validator.</summary>
    NothingToReuse,

    /// <summary>The response varies by more than the request's fields: <c>Vary: *</c> (§4.1).</summary>
    VaryAny,

    /// <summary>A redirect was followed, so the answer belongs to another URI than the one asked for.</summary>
    Redirected,

    /// <summary>The body is larger than <see cref="HttpCacheOptions.MaximumBodySize"/> or than the store.</summary>
    TooLarge,

    /// <summary>The body was not read to its end, or ended early (§3.3).</summary>
    Incomplete,

    /// <summary>The store failed, or did not take the response.</summary>
    StoreFailed,

    /// <summary>The response belongs to more groups or has more tags, or is in a group with a longer name, than the cache keeps track of (RFC 9875).</summary>
    TooManyGroups,

    /// <summary>A group or tag of the response was invalidated while the response was on its way, which may be what it was invalidated for (RFC 9875).</summary>
    GroupInvalidated,

    /// <summary>A request that may have changed the resource was answered while the response was on its way (RFC 9111 §4.4).</summary>
    Invalidated,
}
