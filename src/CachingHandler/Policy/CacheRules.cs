using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>What the application leaves to the cache's judgement, as a value.</summary>
internal sealed record CacheRules(KeyedDigest Digest)
{
    /// <summary>Gets a value indicating whether the cache serves more than one user (RFC 9111 §1).</summary>
    public bool IsShared { get; init; }

    /// <summary>Gets how long past its lifetime a response may stand in for an error; zero means only where it says so itself.</summary>
    public TimeSpan StaleIfError { get; init; }

    /// <summary>Gets how long past its lifetime a response may be served while it is refreshed; zero means only where it says so itself.</summary>
    public TimeSpan StaleWhileRevalidate { get; init; }

    /// <summary>Gets which part of the time since its last change a response is taken as fresh; 0 to 1.</summary>
    public double HeuristicFraction { get; init; }

    /// <summary>Gets the longest lifetime that the heuristic gives.</summary>
    public TimeSpan MaximumHeuristicLifetime { get; init; }

    /// <summary>Gets a value indicating whether a response that does not say how long it is fresh may be given a lifetime.</summary>
    public bool HasHeuristic => HeuristicFraction > 0 && MaximumHeuristicLifetime > TimeSpan.Zero;

    /// <summary>Gets how long a response is kept after it has become stale.</summary>
    public TimeSpan Retention { get; init; }

    /// <summary>Gets how long a response counts as fresh for one request, from when it was received or confirmed; null means as long as it says itself.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Gets the fields that are obeyed in the place of Cache-Control and Expires (RFC 9213); none in a private cache.</summary>
    public TargetedFields TargetedFields { get; init; } = TargetedFields.None;

    /// <summary>Returns the rules that options set.</summary>
    public static CacheRules Of(HttpCacheOptions options, KeyedDigest digest) => new(digest)
    {
        IsShared = options.Kind == HttpCacheKind.Shared,
        StaleIfError = options.StaleIfError,
        StaleWhileRevalidate = options.StaleWhileRevalidate,
        HeuristicFraction = options.HeuristicFraction,
        MaximumHeuristicLifetime = options.MaximumHeuristicLifetime,
        Retention = options.Retention,
        TargetedFields = options.Kind == HttpCacheKind.Shared
            ? new TargetedFields(options.TargetedFields)
            : TargetedFields.None,
    };

    /// <summary>Returns how long a response counts as fresh whatever it says; null where what it says counts.</summary>
    /// <remarks>Who sets a time has success in mind: an error does not become one that lasts.</remarks>
    public TimeSpan? TimeToLiveOf(ResponseHead response) =>
        response.StatusCode is 200 or 203 or 204 or 206 or 300 or 301 or 308 ? TimeToLive : null;

    /// <summary>Returns what the cache has to obey in a response's header.</summary>
    public ResponseControl ControlOf(ResponseHead response) => response.Control(TargetedFields);
}
