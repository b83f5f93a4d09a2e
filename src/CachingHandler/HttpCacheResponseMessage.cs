using System.Net;
using CachingHandler.Body;
using CachingHandler.Policy;

namespace CachingHandler;

/// <summary>A response that the cache made, with what it takes to tell what the cache did.</summary>
/// <remarks>The result is made only if asked for: a hit pays for no object that nobody reads.</remarks>
/// <param name="statusCode">The status.</param>
/// <param name="outcome">What became of the request.</param>
/// <param name="reason">Why.</param>
/// <param name="policy">Knows more of what was served; null where nothing was.</param>
/// <param name="serve">What was served; null where nothing was.</param>
internal sealed class HttpCacheResponseMessage(
    HttpStatusCode statusCode,
    HttpCacheOutcome outcome,
    HttpCacheReason reason,
    CachePolicy? policy = null,
    RequestDecision.Serve? serve = null)
    : HttpResponseMessage(statusCode)
{
    private HttpCacheResult? _result;

    /// <summary>Gets the result, made when first asked for.</summary>
    public HttpCacheResult Result => _result ?? Interlocked.CompareExchange(ref _result, Made(), null) ?? _result;

    /// <summary>Sets the result where there is more to say than what was served; null leaves it to be made.</summary>
    public HttpCacheResult? Known
    {
        init => _result = value;
    }

    /// <summary>Returns the result that goes with a response; null when there is none.</summary>
    /// <remarks>Content first: where caches are stacked, it is the outer one that has labelled what the inner one made.</remarks>
    public static HttpCacheResult? ResultOf(HttpResponseMessage response) =>
        (response.Content as ResultContent)?.Result ?? (response as HttpCacheResponseMessage)?.Result;

    private HttpCacheResult Made() => serve is null
        ? new HttpCacheResult(outcome, reason) { BytesSaved = 0 }
        : ServedResult.Of(policy!, serve, outcome, reason, RequestMessage?.Method);
}
