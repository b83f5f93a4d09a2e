using CachingHandler.Diagnostics;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using Microsoft.Extensions.Logging;

namespace CachingHandler;

/// <summary>What every request of one handler shares.</summary>
internal sealed class CacheEnvironment
{
    public CacheEnvironment(
        HttpCacheStore store, HttpCacheOptions options, TimeProvider timeProvider, ILogger logger, HttpCacheMetrics metrics)
    {
        Store = new GuardedStore(store, metrics, logger);
        var digest = new KeyedDigest(Store.Secret());
        Policy = new CachePolicy(CacheRules.Of(options, digest));
        Keys = new KeySelector(options, digest);
        Queries = new QueryReader(options.TreatAsQuery, digest);
        Index = new ResponseIndex(Store, Keys, new CacheNotes(Store, timeProvider), options.NoVarySearch);
        MaximumBodySize = options.MaximumBodySize;
        TimeProvider = timeProvider;
        Logger = logger;
        Metrics = metrics;
    }

    public CachePolicy Policy { get; }

    public GuardedStore Store { get; }

    public KeySelector Keys { get; }

    public QueryReader Queries { get; }

    public ResponseIndex Index { get; }

    public long MaximumBodySize { get; }

    public TimeProvider TimeProvider { get; }

    public ILogger Logger { get; }

    public HttpCacheMetrics Metrics { get; }

    /// <summary>Reports what was decided: one value, its outlets here.</summary>
    public void Report(in RequestHead head, HttpCacheOutcome outcome, HttpCacheReason reason)
    {
        Metrics.Decided(outcome, reason);
        if (Logger.IsEnabled(LogLevel.Debug))
        {
            HttpCacheLog.Decided(Logger, head.Method, WithoutQuery(head.Uri), outcome, reason);
        }
    }

    /// <summary>Reports why a response is not stored, if it is not.</summary>
    public void ReportNotStored(in RequestHead head, NotStoredReason reason)
    {
        if (reason != NotStoredReason.None && Logger.IsEnabled(LogLevel.Debug))
        {
            HttpCacheLog.NotStored(Logger, head.Method, WithoutQuery(head.Uri), reason);
        }
    }

    private static string WithoutQuery(Uri uri) =>
        uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
