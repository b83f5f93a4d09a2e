namespace CachingHandler;

/// <summary>Why a request was forwarded to the origin, in the words of the <c>Cache-Status</c> field (RFC 9211 §2.2).</summary>
public enum ForwardReason
{
    /// <summary>It was not forwarded.</summary>
    None = 0,

    /// <summary><c>bypass</c>: the cache was told to keep out.</summary>
    Bypass,

    /// <summary><c>method</c>: the method's semantics require it.</summary>
    Method,

    /// <summary><c>uri-miss</c>: nothing is stored for the URI.</summary>
    UriMiss,

    /// <summary><c>vary-miss</c>: something is stored for the URI, but for other selecting fields.</summary>
    VaryMiss,

    /// <summary><c>miss</c>: what was stored could not be used.</summary>
    Miss,

    /// <summary><c>request</c>: something usable is stored, but the request's directives forbid its use.</summary>
    Request,

    /// <summary><c>stale</c>: what is stored is stale or needs validation.</summary>
    Stale,

    /// <summary><c>partial</c>: only a part of what was asked for is stored.</summary>
    Partial,
}
