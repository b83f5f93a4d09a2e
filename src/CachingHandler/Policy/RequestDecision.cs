using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>What to do with a request; its cases are all there are.</summary>
internal abstract record RequestDecision
{
    private RequestDecision(HttpCacheReason reason) => Reason = reason;

    /// <summary>Gets why.</summary>
    public HttpCacheReason Reason { get; }

    /// <summary>Gets the stored response that may stand in when the origin fails (RFC 5861 §4); null when none may.</summary>
    public virtual Serve? OnOriginError => null;

    /// <summary>Keep out: send the request as it is and store nothing.</summary>
    internal sealed record Bypass(HttpCacheReason Why) : RequestDecision(Why);

    /// <summary>Serve the stored response without asking the origin.</summary>
    /// <param name="Response">The stored response.</param>
    /// <param name="Freshness">Its freshness.</param>
    /// <param name="Why">Why it may be served.</param>
    /// <param name="RevalidateInBackground">What to ask the origin once the caller is served (RFC 5861 §3); null for nothing.</param>
    internal sealed record Serve(
        StoredResponse Response, Freshness Freshness, HttpCacheReason Why, RequestDecision? RevalidateInBackground = null)
        : RequestDecision(Why);

    /// <summary>Ask the origin whether the stored response is still right (RFC 9111 §4.3).</summary>
    internal sealed record Validate(
        StoredResponse Response, IReadOnlyList<KeyValuePair<string, string>> Conditions, HttpCacheReason Why, Serve? Fallback)
        : RequestDecision(Why)
    {
        /// <inheritdoc/>
        public override Serve? OnOriginError => Fallback;
    }

    /// <summary>Ask the origin for a response, with the named fields added to the request.</summary>
    internal sealed record Fetch(
        HttpCacheReason Why,
        IReadOnlyList<KeyValuePair<string, string>> Additions,
        StoredResponse? Superseded = null,
        Serve? Fallback = null)
        : RequestDecision(Why)
    {
        /// <inheritdoc/>
        public override Serve? OnOriginError => Fallback;
    }

    /// <summary>Answer 504: the origin is not to be asked and nothing usable is stored (RFC 9111 §5.2.1.7).</summary>
    internal sealed record Refuse(HttpCacheReason Why) : RequestDecision(Why);
}
