using Microsoft.Extensions.Logging;

namespace CachingHandler.Diagnostics;

/// <summary>Every message that the cache logs. No header value is among them, and no query of a URI.</summary>
/// <remarks>Outcomes and reasons are codes, which stay (<see cref="HttpCacheCodes"/>), and so do the numbers of the events.</remarks>
internal static partial class HttpCacheLog
{
    [LoggerMessage(100, LogLevel.Debug, "{Method} {Uri}: {Outcome} ({Reason}).", EventName = nameof(Decided))]
    public static partial void Decided(
        ILogger logger, HttpMethod method, string uri, string outcome, string reason);

    [LoggerMessage(
        101,
        LogLevel.Debug,
        "{Method} {Uri}: the response is not stored ({Reason}). {Why}",
        EventName = nameof(NotStored))]
    public static partial void NotStored(ILogger logger, HttpMethod method, string uri, string reason, string why);

    [LoggerMessage(102, LogLevel.Debug, "GET {Uri}: refresh in the background: {Result}.", EventName = nameof(Refreshed))]
    public static partial void Refreshed(ILogger logger, string uri, string result, Exception? exception);

    [LoggerMessage(
        110,
        LogLevel.Warning,
        "The cache's store failed to {Operation}; the request goes on without it.",
        EventName = nameof(StoreFailed))]
    public static partial void StoreFailed(ILogger logger, string operation, Exception exception);

    [LoggerMessage(
        111,
        LogLevel.Error,
        "The cache's store failed to remove a response that is no longer right; it may be served until it is stale.",
        EventName = nameof(InvalidationFailed))]
    public static partial void InvalidationFailed(ILogger logger, Exception exception);
}
