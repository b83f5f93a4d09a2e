namespace CachingHandler;

/// <content>Why a response is not stored.</content>
public static partial class HttpCacheCodes
{
    /// <summary>Returns the code of why a response is not stored, such as <c>no-store</c>.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns><c>none</c> for <see cref="NotStoredReason.None"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reason"/> is none.</exception>
    public static string ToCode(this NotStoredReason reason) => reason switch
    {
        NotStoredReason.None => "none",
        NotStoredReason.Bypass => "bypass",
        NotStoredReason.Method => "method",
        NotStoredReason.NoStore => "no-store",
        NotStoredReason.Private => "private",
        NotStoredReason.Authorization => "authorization",
        NotStoredReason.SetCookie => "set-cookie",
        NotStoredReason.Status => "status",
        NotStoredReason.Part => "part",
        NotStoredReason.NoFreshness => "no-freshness",
        NotStoredReason.NothingToReuse => "nothing-to-reuse",
        NotStoredReason.VaryAny => "vary-any",
        NotStoredReason.Redirected => "redirected",
        NotStoredReason.TooLarge => "too-large",
        NotStoredReason.Incomplete => "incomplete",
        NotStoredReason.StoreFailed => "store-failed",
        NotStoredReason.TooManyGroups => "too-many-groups",
        NotStoredReason.GroupInvalidated => "group-invalidated",
        NotStoredReason.Invalidated => "invalidated",
        _ => throw Undefined(nameof(reason), reason),
    };

    /// <summary>Returns which clause keeps a response from being stored, in a sentence.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The sentence, in English, with the section of the RFC where one decides.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reason"/> is none.</exception>
    public static string ToSentence(this NotStoredReason reason) => reason switch
    {
        NotStoredReason.None => "The response is stored, or its body is still on its way.",
        NotStoredReason.Bypass => "The cache took no part in the request.",
        NotStoredReason.Method => "Responses to the method are not stored.",
        NotStoredReason.NoStore => "The response has no-store (RFC 9111 §5.2.2.5).",
        NotStoredReason.Private => "The cache is shared and the response is private (RFC 9111 §5.2.2.7).",
        NotStoredReason.Authorization => "The cache is shared, the request had credentials, and the response does not allow it (RFC 9111 §3.5).",
        NotStoredReason.SetCookie => "The cache is shared and the response sets a cookie without being public (RFC 9111 §7.3).",
        NotStoredReason.Status => "Responses with this status are not stored: it is not final, or an answer to a condition (RFC 9111 §3).",
        NotStoredReason.Part => "The response is part of a representation that cannot be stored by itself (RFC 9111 §3.3, §3.4).",
        NotStoredReason.NoFreshness => "The response says nothing of its freshness and its status is not cacheable by default (RFC 9111 §3, §4.2.2).",
        NotStoredReason.NothingToReuse => "The response is stale at once and has no validator, so it could never be used again.",
        NotStoredReason.VaryAny => "The response varies by more than the request's fields: Vary is * (RFC 9111 §4.1).",
        NotStoredReason.Redirected => "A redirect was followed, so the answer belongs to another URI than the one asked for.",
        NotStoredReason.TooLarge => "The body is larger than the cache or the store keeps.",
        NotStoredReason.Incomplete => "The body was not read to its end, or ended early (RFC 9111 §3.3).",
        NotStoredReason.StoreFailed => "The store failed, or did not take the response.",
        NotStoredReason.TooManyGroups => "The response belongs to more groups, or has more tags, than the cache keeps track of (RFC 9875).",
        NotStoredReason.GroupInvalidated => "A group or tag of the response was invalidated while the response was on its way (RFC 9875).",
        NotStoredReason.Invalidated => "The resource may have been changed while the response was on its way (RFC 9111 §4.4).",
        _ => throw Undefined(nameof(reason), reason),
    };
}
