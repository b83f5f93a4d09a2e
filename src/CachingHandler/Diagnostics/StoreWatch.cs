using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Diagnostics;

/// <summary>Tells what becomes of a response in the store, which shows when its body has been read.</summary>
/// <remarks>Made only where somebody listens. Whoever is the first to settle it is heard.</remarks>
internal sealed class StoreWatch
{
    private readonly ILogger _logger;
    private readonly HttpMethod _method;
    private readonly Uri _uri;
    private Activity? _activity;
    private bool _isSettled;

    private StoreWatch(ILogger logger, HttpMethod method, Uri uri)
    {
        _logger = logger;
        _method = method;
        _uri = uri;
        _activity = HttpCacheTraces.StartStore();
    }

    /// <summary>Begins to watch; null where nobody listens.</summary>
    public static StoreWatch? Begin(ILogger logger, HttpMethod method, Uri uri) =>
        HttpCacheTraces.HasListeners || logger.IsEnabled(LogLevel.Debug) ? new(logger, method, uri) : null;

    /// <summary>Tells what has become of a response whose body has been received, or will not be.</summary>
    public void Settled(HttpCacheResult result)
    {
        if (Interlocked.Exchange(ref _isSettled, true))
        {
            return;
        }

        End(result);
        if (result.NotStoredReason is var why and not NotStoredReason.None && _logger.IsEnabled(LogLevel.Debug))
        {
            HttpCacheLog.NotStored(_logger, _method, LoggedUri.Of(_uri), why.ToCode(), why.ToSentence());
        }
    }

    /// <summary>Ends where the body is not to be stored after all, of which others tell.</summary>
    public void End(HttpCacheResult result)
    {
        if (Interlocked.Exchange(ref _activity, null) is { } activity)
        {
            HttpCacheTraces.Stored(activity, result);
        }
    }

    /// <summary>Ends because the caller gave up, or something threw; always true, to stand in a filter that catches nothing.</summary>
    public bool Failed(Exception exception)
    {
        if (Interlocked.Exchange(ref _activity, null) is { } activity)
        {
            HttpCacheTraces.Note(activity, exception);
            activity.Stop();
        }

        return true;
    }
}
