using CachingHandler.Http;

namespace CachingHandler;

/// <summary>What the cache did with a request, and why.</summary>
/// <remarks>
/// Safe for concurrent use. Everything is settled when the caller receives the response, but <see cref="Stored"/> and
/// <see cref="NotStoredReason"/>: whether a fetched response is kept shows when its body has been read.
/// </remarks>
public sealed class HttpCacheResult
{
    private const long Unknown = long.MinValue;

    private readonly HttpCacheResult? _leader;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _conditions = [];
    private readonly long _timeSaved = Unknown;
    private readonly long _bytesSaved = Unknown;
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

    /// <summary>Gets the status with which the origin answered, such as 304 where the caller got 200.</summary>
    /// <value>Null when it was not asked, or could not be reached; null of a request that another's answered.</value>
    public int? OriginStatus { get; internal init; }

    /// <summary>Gets the conditions under which the origin was asked: field names and values, <c>If-None-Match</c>, <c>If-Modified-Since</c> or <c>If-Range</c> (RFC 9111 §4.3.1).</summary>
    /// <value>Empty when it was asked without one of the cache's, or not at all. Tags of the caller's own may be among them.</value>
    public IReadOnlyList<KeyValuePair<string, string>> ValidatorsSent =>
        [.. _conditions.Where(static one => one.Value != RequestCopy.Without && IsCondition(one.Key))];

    /// <summary>Gets the current age of a response that came from the store (RFC 9111 §4.2.3).</summary>
    /// <value>Null when it came from the origin.</value>
    public TimeSpan? Age { get; internal init; }

    /// <summary>Gets how long the response is fresh, counted from age zero (RFC 9111 §4.2.1).</summary>
    /// <value>Zero when it was stale from the start; null when the cache had no reason to work it out.</value>
    public TimeSpan? FreshnessLifetime { get; internal set; }

    /// <summary>Gets where <see cref="FreshnessLifetime"/> comes from.</summary>
    public FreshnessSource FreshnessSource { get; internal set; }

    /// <summary>Gets how many bytes of body were not received from the origin, because they were stored or another's request received them.</summary>
    /// <value>Zero when none were saved; null when that cannot be told, as of a body on its way whose length was not declared.</value>
    public long? BytesSaved
    {
        get => _bytesSaved == Unknown ? null : _bytesSaved;
        internal init => _bytesSaved = value ?? Unknown;
    }

    /// <summary>Gets how much longer the origin took to answer when it sent the stored response, or last confirmed it, than it took this time.</summary>
    /// <value>
    /// Of a hit all of that time: a look into the store counts as none. Negative when the origin took longer this time. Zero
    /// when the origin sent the response; null when it cannot be told, as when the origin failed, or another's request was waited for.
    /// </value>
    public TimeSpan? TimeSaved
    {
        get => _timeSaved == Unknown ? null : new TimeSpan(_timeSaved);
        internal init => _timeSaved = value?.Ticks ?? Unknown;
    }

    /// <summary>Gets a value indicating whether the store holds the response.</summary>
    /// <value>For a fetched response false until its body has been received to the end, by whomever.</value>
    public bool Stored => (_leader ?? this)._stored;

    /// <summary>Gets why the store does not hold the response.</summary>
    public NotStoredReason NotStoredReason => (_leader ?? this)._notStoredReason;

    /// <summary>Gets the fields that were added to the request to the origin.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Conditions
    {
        init => _conditions = value;
    }

    /// <summary>Gets or sets until when a response from the origin is fresh; null when it is not stored.</summary>
    internal DateTimeOffset? FreshUntil { get; set; }

    /// <summary>Says in sentences what the cache did, why, and why the response is not stored if it is not, with the codes.</summary>
    /// <returns>Such as <c>Miss (nothing-stored): Nothing is stored for the URI. Not stored (no-store): The response has no-store (RFC 9111 §5.2.2.5).</c></returns>
    /// <remarks>For people; programs take the properties, and <see cref="HttpCacheCodes"/>.</remarks>
    public string Explain()
    {
        var decided = $"{Outcome} ({Reason.ToCode()}): {Reason.ToSentence()}";

        return NotStoredReason is var why and not NotStoredReason.None
            ? $"{decided} Not stored ({why.ToCode()}): {why.ToSentence()}"
            : decided;
    }

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

    private static bool IsCondition(string name) => HeaderNames.Same(name, HeaderNames.IfNoneMatch)
        || HeaderNames.Same(name, HeaderNames.IfModifiedSince) || HeaderNames.Same(name, HeaderNames.IfRange);
}
