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
    /// <param name="Form">The form in which it answers the request.</param>
    internal sealed record Serve(StoredResponse Response, Freshness Freshness, HttpCacheReason Why, ReplyForm Form)
        : RequestDecision(Why)
    {
        /// <summary>Gets what to ask the origin once the caller is served (RFC 5861 §3); null for nothing.</summary>
        public RequestDecision? RevalidateInBackground { get; init; }
    }

    /// <summary>Ask the origin whether a stored response is still right (RFC 9111 §4.3).</summary>
    /// <param name="Response">The response that matches the request; null when none does.</param>
    /// <param name="Variants">The other responses of the key whose tags the origin is told: it may choose one of them.</param>
    /// <param name="Conditions">The fields that ask.</param>
    /// <param name="Why">Why the origin is asked.</param>
    /// <param name="Fallback">What may stand in when the origin fails; null when nothing may.</param>
    internal sealed record Validate(
        StoredResponse? Response,
        IReadOnlyList<StoredResponse> Variants,
        IReadOnlyList<KeyValuePair<string, string>> Conditions,
        HttpCacheReason Why,
        Serve? Fallback)
        : RequestDecision(Why)
    {
        /// <inheritdoc/>
        public override Serve? OnOriginError => Fallback;
    }

    /// <summary>Ask the origin for what is missing of a stored response, on condition that the rest is still right (RFC 9111 §3.4).</summary>
    /// <param name="Response">The response of which a part is stored.</param>
    /// <param name="Missing">The bytes to ask for.</param>
    /// <param name="Conditions">The fields that ask.</param>
    /// <param name="Why">Why the origin is asked.</param>
    internal sealed record Complete(
        StoredResponse Response,
        ByteRange Missing,
        IReadOnlyList<KeyValuePair<string, string>> Conditions,
        HttpCacheReason Why)
        : RequestDecision(Why);

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
