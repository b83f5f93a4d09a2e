using CachingHandler;

namespace WebApi;

/// <summary>A request and what became of it, as the page shows it.</summary>
internal sealed record Exchange
{
    public required DateTimeOffset Time { get; init; }

    public required string User { get; init; }

    public required string Request { get; init; }

    public required bool IsForced { get; init; }

    public required double Milliseconds { get; init; }

    /// <summary>Gets the status that the application got; null when it got none.</summary>
    public int? Status { get; init; }

    public required string Outcome { get; init; }

    public required string Reason { get; init; }

    /// <summary>Gets the reason in a sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Gets all that the cache says of it.</summary>
    public string? Explanation { get; init; }

    /// <summary>Gets whose data came; null when none did.</summary>
    public string? DataOf { get; init; }

    public int? Edition { get; init; }

    /// <summary>Gets how many requests the quota was spared.</summary>
    public int QuotaSaved { get; init; }

    public long BytesSaved { get; init; }

    /// <summary>Gets the age of a response from the store, in seconds; null when it came from the origin.</summary>
    public double? Age { get; init; }

    /// <summary>Gets how long the response is fresh, in seconds; null when the cache had no reason to work it out.</summary>
    public double? Lifetime { get; init; }

    /// <summary>Completes what is known of a request by the answer.</summary>
    public Exchange With(GitHubClient.Answer answer)
    {
        var result = answer.Result;
        var isData = (int)answer.Status == StatusCodes.Status200OK;

        return this with
        {
            Status = (int)answer.Status,
            Outcome = $"{result.Outcome}",
            Reason = result.Reason.ToCode(),
            Sentence = result.NotStoredReason is var why and not NotStoredReason.None
                ? $"{result.Reason.ToSentence()} Not stored: {why.ToSentence()}"
                : result.Reason.ToSentence(),
            Explanation = result.Explain(),
            DataOf = isData ? (string?)answer.Body?["login"] : null,
            Edition = isData ? (int?)answer.Body?["edition"] : null,
            // Without the cache it would have been one. The origin counts what it answers, unless with 304.
            QuotaSaved = isData && result.OriginStatus is null or StatusCodes.Status304NotModified ? 1 : 0,
            BytesSaved = result.BytesSaved ?? 0,
            Age = result.Age?.TotalSeconds,
            Lifetime = result.FreshnessLifetime?.TotalSeconds,
        };
    }
}
