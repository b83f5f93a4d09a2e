using System.Net;
using CachingHandler.Body;

namespace CachingHandler;

/// <summary>A response that the cache made, with what it takes to tell what the cache did.</summary>
/// <remarks>The result is made only if asked for: a hit pays for no object that nobody reads.</remarks>
internal sealed class HttpCacheResponseMessage(HttpStatusCode statusCode, HttpCacheOutcome outcome, HttpCacheReason reason)
    : HttpResponseMessage(statusCode)
{
    private HttpCacheResult? _result;

    /// <summary>Gets the current age.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Gets the freshness lifetime.</summary>
    public TimeSpan FreshnessLifetime { get; init; }

    /// <summary>Gets why the store no longer holds the response.</summary>
    public NotStoredReason NotStoredReason { get; init; }

    /// <summary>Returns the result that goes with a response; null when there is none.</summary>
    /// <remarks>Content first: where caches are stacked, it is the outer one that has labelled what the inner one made.</remarks>
    public static HttpCacheResult? ResultOf(HttpResponseMessage response) =>
        (response.Content as LabelledContent)?.Result ?? (response as HttpCacheResponseMessage)?.Result();

    private HttpCacheResult Result()
    {
        if (_result is { } known)
        {
            return known;
        }

        var result = outcome == HttpCacheOutcome.Unavailable
            ? new HttpCacheResult(outcome, reason)
            : new HttpCacheResult(outcome, reason) { Age = Age, FreshnessLifetime = FreshnessLifetime };
        if (outcome == HttpCacheOutcome.Unavailable || NotStoredReason != NotStoredReason.None)
        {
            result.SetNotStored(NotStoredReason);
        }
        else
        {
            result.SetStored();
        }

        return Interlocked.CompareExchange(ref _result, result, null) ?? result;
    }
}
