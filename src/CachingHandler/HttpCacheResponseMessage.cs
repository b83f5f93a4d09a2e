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

    /// <summary>Gets the result, made when first asked for.</summary>
    public HttpCacheResult Result => _result ?? Interlocked.CompareExchange(ref _result, Made(), null) ?? _result;

    /// <summary>Returns the result that goes with a response; null when there is none.</summary>
    /// <remarks>Content first: where caches are stacked, it is the outer one that has labelled what the inner one made.</remarks>
    public static HttpCacheResult? ResultOf(HttpResponseMessage response) =>
        (response.Content as ResultContent)?.Result ?? (response as HttpCacheResponseMessage)?.Result;

    private HttpCacheResult Made()
    {
        if (outcome == HttpCacheOutcome.Unavailable)
        {
            return new HttpCacheResult(outcome, reason);
        }

        var result = new HttpCacheResult(outcome, reason) { Age = Age, FreshnessLifetime = FreshnessLifetime };
        result.SetStored();

        return result;
    }
}
