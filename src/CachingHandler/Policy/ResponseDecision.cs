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
        : ResponseDecision;

    /// <summary>Serve the stored response with the fields of the 304 (RFC 9111 §4.3.4).</summary>
    /// <param name="Current">The response as it was found.</param>
    /// <param name="Updated">The response as it is stored now.</param>
    /// <param name="Served">The response as the caller gets it: with the fields of the 304 that are not stored.</param>
    /// <param name="Freshness">Its freshness now.</param>
    /// <param name="Why">Why it must not be kept any longer; none when it may.</param>
    internal sealed record Freshen(
        StoredResponse Current, StoredResponse Updated, StoredResponse Served, Freshness Freshness, NotStoredReason Why)
        : ResponseDecision;

    /// <summary>Serve the stored response in place of an error (RFC 5861 §4).</summary>
    internal sealed record ServeStale(RequestDecision.Serve Fallback) : ResponseDecision;

    /// <summary>Ask again without a condition: the 304 was about something that is not stored.</summary>
    internal sealed record Refetch(RequestDecision.Fetch Again) : ResponseDecision;

    /// <summary>Give the answer to the caller and store nothing.</summary>
    /// <param name="Why">Why it is not stored.</param>
    /// <param name="Invalidated">The URIs whose stored responses are no longer right (RFC 9111 §4.4).</param>
    /// <param name="Superseded">The stored response that this answer replaces without being stored itself; null when there is none.</param>
    internal sealed record PassThrough(
        NotStoredReason Why, IReadOnlyList<Uri> Invalidated, StoredResponse? Superseded) : ResponseDecision;
}
