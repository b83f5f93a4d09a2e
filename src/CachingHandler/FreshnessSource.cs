namespace CachingHandler;

/// <summary>Where a response's freshness lifetime comes from (RFC 9111 §4.2.1).</summary>
public enum FreshnessSource
{
    /// <summary>Nothing gives it one: it is stale at once, or was outdated by what the origin said later (§4.3.5).</summary>
    None = 0,

    /// <summary>Its <c>max-age</c> (§5.2.2.1).</summary>
    MaxAge,

    /// <summary>Its <c>s-maxage</c>, in a shared cache (§5.2.2.10).</summary>
    SharedMaxAge,

    /// <summary>One of <see cref="HttpCacheOptions.TargetedFields"/>, in the place of Cache-Control and Expires (RFC 9213).</summary>
    TargetedField,

    /// <summary>Its <c>Expires</c>, less its <c>Date</c> (§5.3).</summary>
    Expires,

    /// <summary>A part of the time since its last change: it does not say itself (§4.2.2, <see cref="HttpCacheOptions.HeuristicFraction"/>).</summary>
    Heuristic,

    /// <summary>The application, in the place of what the response says (<see cref="HttpCacheRequestPolicy.TimeToLive"/>).</summary>
    Option,
}
