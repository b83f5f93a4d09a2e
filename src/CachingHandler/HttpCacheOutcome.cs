namespace CachingHandler;

/// <summary>What became of a request in the cache.</summary>
public enum HttpCacheOutcome
{
    /// <summary>The cache took no part; the answer is the origin's. It may still be stored for GET, if it is one to POST that says so (RFC 9110 §9.3.3).</summary>
    Bypass = 0,

    /// <summary>Fetched from the origin: nothing stored could be used or validated.</summary>
    Miss,

    /// <summary>Served from the store while fresh, without asking the origin.</summary>
    Hit,

    /// <summary>Served from the store past its freshness lifetime, because the caller, the origin or an option allows it.</summary>
    StaleHit,

    /// <summary>The origin answered 304 and the caller got the stored response.</summary>
    Revalidated,

    /// <summary>The origin was asked whether the stored response is still right, and sent another one.</summary>
    Changed,

    /// <summary>Part came from the store, and what was missing from the origin (RFC 9111 §3.4).</summary>
    Completed,

    /// <summary>Answered by another request's fetch or validation that was under way, without one of its own (RFC 9111 §4).</summary>
    Joined,

    /// <summary>Nothing usable is stored and the origin was not to be asked; the answer is 504 (RFC 9111 §5.2.1.7).</summary>
    Unavailable,
}
