namespace CachingHandler;

/// <summary>What the cache did with a request, and why.</summary>
/// <remarks>
/// Safe for concurrent use. Everything is settled when the caller receives the response, but <see cref="Stored"/> and
/// <see cref="NotStoredReason"/>: whether a fetched response is kept shows when its body has been read.
/// </remarks>
public sealed class HttpCacheResult
{
    private readonly HttpCacheResult? _leader;
    private volatile bool _stored;
    private volatile NotStoredReason _notStoredReason;

    internal HttpCacheResult(HttpCacheOutcome outcome, HttpCacheReason reason, HttpCacheResult? leader = null)
    {
        _leader = leader;
        Outcome = outcome;
        Reason = reason;
    }

    /// <summary>Gets what became of the request.</summary>
    public HttpCacheOutcome Outcome { get; }

    /// <summary>Gets why.</summary>
    public HttpCacheReason Reason { get; }

    /// <summary>Gets why the request went to the origin; <see cref="CachingHandler.ForwardReason.None"/> when it did not.</summary>
    /// <remarks>Of one that was answered by another's request, why it would have gone (RFC 9211 §2.6 calls it collapsed).</remarks>
    public ForwardReason ForwardReason => Outcome switch
    {
        HttpCacheOutcome.Hit or HttpCacheOutcome.Unavailable => ForwardReason.None,
        HttpCacheOutcome.StaleHit when Reason != HttpCacheReason.StaleIfError => ForwardReason.None,
        _ => Reason switch
        {
            HttpCacheReason.Method or HttpCacheReason.RequestContent => ForwardReason.Method,
            HttpCacheReason.NothingStored => ForwardReason.UriMiss,
            HttpCacheReason.VariantNotStored => ForwardReason.VaryMiss,
            HttpCacheReason.PartMissing => ForwardReason.Partial,
            HttpCacheReason.BodyGone or HttpCacheReason.ValidationMismatch => ForwardReason.Miss,
            HttpCacheReason.Expired or HttpCacheReason.ResponseNoCache or HttpCacheReason.StaleIfError => ForwardReason.Stale,
            HttpCacheReason.RequestNoCache or HttpCacheReason.RequestMaxAge or HttpCacheReason.RequestMinFresh
                or HttpCacheReason.ForceRefresh or HttpCacheReason.Revalidate => ForwardReason.Request,
            _ => ForwardReason.Bypass,
        },
    };

    /// <summary>Gets the current age of a response that came from the store (RFC 9111 §4.2.3).</summary>
    /// <value>Null when it came from the origin.</value>
    public TimeSpan? Age { get; internal init; }

    /// <summary>Gets how long the response is fresh, counted from age zero (RFC 9111 §4.2.1).</summary>
    /// <value>Zero when it was stale from the start; null when the cache had no reason to work it out.</value>
    public TimeSpan? FreshnessLifetime { get; internal set; }

    /// <summary>Gets a value indicating whether the store holds the response.</summary>
    /// <value>For a fetched response false until its body has been received to the end, by whomever.</value>
    public bool Stored => (_leader ?? this)._stored;

    /// <summary>Gets why the store does not hold the response.</summary>
    public NotStoredReason NotStoredReason => (_leader ?? this)._notStoredReason;

    /// <inheritdoc/>
    public override string ToString() => $"{Outcome} ({Reason})";

    internal void SetStored()
    {
        _notStoredReason = NotStoredReason.None;
        _stored = true;
    }

    internal void SetNotStored(NotStoredReason reason)
    {
        _stored = false;
        _notStoredReason = reason;
    }
}
