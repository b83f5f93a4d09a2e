using System.Net;
using System.Runtime.CompilerServices;
using CachingHandler.Body;

namespace CachingHandler;

/// <summary>A response that the cache made, with what it takes to tell what the cache did.</summary>
/// <remarks>The result is made only if asked for: a hit pays for no object that nobody reads.</remarks>
internal sealed class HttpCacheResponseMessage(HttpStatusCode statusCode, HttpCacheOutcome outcome, HttpCacheReason reason)
    : HttpResponseMessage(statusCode)
{
    private static readonly ConditionalWeakTable<HttpResponseMessage, HttpCacheResult> Results = [];

    private HttpCacheResult? _result;

    /// <summary>Gets the current age.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Gets the freshness lifetime.</summary>
    public TimeSpan FreshnessLifetime { get; init; }

    /// <summary>Gets why the store no longer holds the response.</summary>
    public NotStoredReason NotStoredReason { get; init; }

    /// <summary>Returns the result that goes with a response; null when there is none.</summary>
    public static HttpCacheResult? ResultOf(HttpResponseMessage response) =>
        Results.TryGetValue(response, out var result)
            ? result
            : (response as HttpCacheResponseMessage)?.Result() ?? (response.Content as FillContent)?.Result;

    /// <summary>Puts a result on a response that somebody else made.</summary>
    public static void Attach(HttpResponseMessage response, HttpCacheResult result) => Results.AddOrUpdate(response, result);

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
