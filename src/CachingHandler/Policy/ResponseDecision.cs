using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>What to do with the origin's answer; its cases are all there are.</summary>
internal abstract record ResponseDecision
{
    private ResponseDecision()
    {
    }

    /// <summary>Give the answer to the caller and store it (RFC 9111 §3).</summary>
    /// <param name="Fields">Its fields, without those of the connection.</param>
    /// <param name="SelectingFields">The request's values of the fields that it varies by.</param>
    /// <param name="Lifetime">How long it is fresh.</param>
    /// <param name="DiscardAfter">When it is of no more use.</param>
    /// <param name="Superseded">The stored response that it outdates even where it cannot be stored itself; null when there is none.</param>
    internal sealed record Store(
        HeaderFields Fields,
        IReadOnlyList<KeyValuePair<string, string?>> SelectingFields,
        TimeSpan Lifetime,
        DateTimeOffset DiscardAfter,
        StoredResponse? Superseded)
        : ResponseDecision
    {
        /// <summary>Gets until when it may be served without being asked about.</summary>
        public DateTimeOffset FreshUntil { get; init; }

        /// <summary>Gets where the lifetime comes from.</summary>
        public FreshnessSource Source { get; init; }

        /// <summary>Gets the head to store where it is not the answer's own: that of a 200 of which the answer has a part.</summary>
        public ResponseHead? Head { get; init; }

        /// <summary>Gets the bytes that the answer's body holds of the representation; null when it holds all.</summary>
        public ContentRange? Range { get; init; }

        /// <summary>Gets the stored response whose bytes are put together with the answer's (RFC 9111 §3.4); null when there is none.</summary>
        public StoredResponse? CombinedWith { get; init; }

        /// <summary>Gets the URIs whose stored responses are no longer right, before this one is stored (RFC 9111 §4.4).</summary>
        public IReadOnlyList<Uri> Invalidated { get; init; } = [];

        /// <summary>Gets the groups whose stored responses are no longer right, likewise (RFC 9875 §3).</summary>
        public IReadOnlyList<string> InvalidatedGroups { get; init; } = [];
    }

    /// <summary>Give the caller the whole of a response of which the answer has what was missing, and store it (RFC 9111 §3.4).</summary>
    /// <param name="Partial">The response of which a part is stored.</param>
    /// <param name="Missing">The bytes that the answer's body holds.</param>
    /// <param name="Fields">The fields as the caller gets them: with those of the answer that are not stored.</param>
    /// <param name="Whole">How the whole is stored.</param>
    /// <param name="Why">Why the whole must not be stored, and the part no longer; none when it may.</param>
    internal sealed record Combine(
        StoredResponse Partial, ByteRange Missing, HeaderFields Fields, Store Whole, NotStoredReason Why) : ResponseDecision;

    /// <summary>Serve the stored response with the fields of the 304 (RFC 9111 §4.3.4).</summary>
    /// <param name="Current">The response as it was found.</param>
    /// <param name="Updated">The response as it is stored now.</param>
    /// <param name="Served">The response as the caller gets it: with the fields of the 304 that are not stored.</param>
    /// <param name="Freshness">Its freshness now.</param>
    /// <param name="Why">Why it must not be kept any longer; none when it may.</param>
    /// <param name="Form">The form in which it answers the request.</param>
    internal sealed record Freshen(
        StoredResponse Current,
        StoredResponse Updated,
        StoredResponse Served,
        Freshness Freshness,
        NotStoredReason Why,
        ReplyForm Form)
        : ResponseDecision
    {
        /// <summary>Gets the selecting fields of the request, where the response was stored for others and is now known to answer
        /// this one too (RFC 9111 §4.1); null when it is the request's own.</summary>
        public IReadOnlyList<KeyValuePair<string, string?>>? AlsoFor { get; init; }
    }

    /// <summary>Serve the stored response in place of an error (RFC 5861 §4).</summary>
    internal sealed record ServeStale(RequestDecision.Serve Fallback) : ResponseDecision;

    /// <summary>Ask again without a condition: the answer was about something that is not stored.</summary>
    internal sealed record Refetch(RequestDecision.Fetch Again) : ResponseDecision;

    /// <summary>Give the answer to the caller and store nothing.</summary>
    /// <param name="Why">Why it is not stored.</param>
    /// <param name="Invalidated">The URIs whose stored responses are no longer right (RFC 9111 §4.4).</param>
    /// <param name="Superseded">The stored response that this answer replaces without being stored itself; null when there is none.</param>
    internal sealed record PassThrough(
        NotStoredReason Why, IReadOnlyList<Uri> Invalidated, StoredResponse? Superseded) : ResponseDecision
    {
        /// <summary>Gets the stored response of which the answer tells something new (§4.3.5); null when there is none.</summary>
        public StoredResponse? Current { get; init; }

        /// <summary>Gets the head that <see cref="Current"/> has from now on.</summary>
        public StoredResponse? Updated { get; init; }

        /// <summary>Gets the groups of the request's origin whose stored responses are no longer right (RFC 9875 §3).</summary>
        public IReadOnlyList<string> InvalidatedGroups { get; init; } = [];
    }
}
