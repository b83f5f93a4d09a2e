using CachingHandler.Body;
using CachingHandler.Concurrency;
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
        MaximumCollapseWait = options.MaximumCollapseWait;
        DrainLimit = new(options.MaximumDrainSize, options.MaximumDrainTime);
        TimeProvider = timeProvider;
        Logger = logger;
        Metrics = metrics;
        CacheStatus = options.CacheStatus is { } name ? new CacheStatusField(name) : null;
    }

    public CachePolicy Policy { get; private set; }

    public GuardedStore Store { get; }

    public KeySelector Keys { get; }

    public QueryReader Queries { get; }

    public ResponseIndex Index { get; }

    public long MaximumBodySize { get; }

    public TimeSpan MaximumCollapseWait { get; }

    public DrainLimit DrainLimit { get; }

    public TimeProvider TimeProvider { get; }

    public ILogger Logger { get; }

    public HttpCacheMetrics Metrics { get; }

    /// <summary>Gets what writes <c>Cache-Status</c>; null when nothing does.</summary>
    public CacheStatusField? CacheStatus { get; }

    /// <summary>Gets a value indicating whether somebody wants to see what becomes of each request.</summary>
    public bool IsWatched => CacheStatus is not null || HttpCacheTraces.HasListeners;

    /// <summary>Gets the way to the origin that takes no thread of a caller's.</summary>
    public required Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> SendAsync { get; init; }

    /// <summary>Gets who uses the handlers below, which are disposed with the handler or when the last use has ended.</summary>
    public required UseCount InnerHandlers { get; init; }

    /// <summary>Gets what the request that is handled wants of the cache; null where it says nothing.</summary>
    public HttpCacheRequestPolicy? RequestPolicy { get; private set; }

    /// <summary>Gets the tags of the response that the request is answered with.</summary>
    public IReadOnlyList<string> Tags => RequestPolicy?.Tags ?? [];

    /// <summary>Gets a value indicating whether nobody waits for what is done here, and nothing is to be reported as a request.</summary>
    public bool IsInBackground { get; private set; }

    /// <summary>Returns the same for a request that says what it wants; itself where it says nothing.</summary>
    public CacheEnvironment For(HttpCacheRequestPolicy? policy)
    {
        if (policy is null)
        {
            return this;
        }

        var own = (CacheEnvironment)MemberwiseClone();
        own.RequestPolicy = policy;
        own.Policy = Policy.With(policy.TimeToLive);

        return own;
    }

    /// <summary>Returns the same for a refresh in the background.</summary>
    public CacheEnvironment InBackground()
    {
        var background = (CacheEnvironment)MemberwiseClone();
        background.IsInBackground = true;

        return background;
    }

    /// <summary>Returns the heads stored under a key; empty when the store fails.</summary>
    public ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        HttpCacheTraces.HasListeners
            ? HttpCacheTraces.LookAsync(Store, key, cancellationToken)
            : Store.FindAsync(key, cancellationToken);

    /// <summary>Reports what was decided: one value, its outlets here.</summary>
    /// <param name="head">The request.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="bytesSaved">How much of the body the origin was spared, in bytes.</param>
    public void Report(in RequestHead head, HttpCacheOutcome outcome, HttpCacheReason reason, long bytesSaved = 0)
    {
        if (IsInBackground)
        {
            return;
        }

        Metrics.Decided(outcome, reason, bytesSaved);
        if (Logger.IsEnabled(LogLevel.Debug))
        {
            HttpCacheLog.Decided(Logger, head.Method, LoggedUri.Of(head.Uri), outcome.ToCode(), reason.ToCode());
        }
    }

    /// <summary>Reports why a response is not stored, if it is not.</summary>
    public void ReportNotStored(in RequestHead head, NotStoredReason reason)
    {
        if (reason != NotStoredReason.None && Logger.IsEnabled(LogLevel.Debug))
        {
            HttpCacheLog.NotStored(Logger, head.Method, LoggedUri.Of(head.Uri), reason.ToCode(), reason.ToSentence());
        }
    }

    /// <summary>Reports what became of a refresh in the background.</summary>
    public void ReportRefresh(Uri uri, RefreshResult result, Exception? exception = null)
    {
        Metrics.Refreshed(result);
        if (Logger.IsEnabled(LogLevel.Debug))
        {
            HttpCacheLog.Refreshed(Logger, LoggedUri.Of(uri), result.ToCode(), exception);
        }
    }
}
