using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace CachingHandler.Diagnostics;

/// <summary>Counts what the cache and its stores do, on the meter <c>CachingHandler</c>; the only place where instruments are named.</summary>
/// <remarks>Nothing is worked out for what nobody listens to. Tags have codes alone, never a name, a URI or a path.</remarks>
internal sealed class HttpCacheMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "CachingHandler";

    // A handler is made every few minutes, and what is observed must not be made again with it.
    private static readonly ConditionalWeakTable<Meter, HttpCacheMetrics> Known = [];

    private static readonly Meter Shared = new(MeterName);

    private static readonly Lock Gate = new();

    private readonly Counter<long> _requests;
    private readonly Counter<long> _joined;
    private readonly Counter<long> _bytesSaved;
    private readonly Counter<long> _backgroundRefreshes;
    private readonly Counter<long> _storeOperations;
    private readonly Counter<long> _storeFailures;

    private HttpCacheMetrics(Meter meter)
    {
        _requests = meter.CreateCounter<long>(
            "cachinghandler.requests", "{request}", "Requests by outcome and reason.");
        _joined = meter.CreateCounter<long>(
            "cachinghandler.joined_requests", "{request}", "Requests that were answered by another one's fetch or validation.");
        _bytesSaved = meter.CreateCounter<long>(
            "cachinghandler.origin.bytes_saved", "By", "Bytes of bodies that were not received from the origin, by outcome.");
        _backgroundRefreshes = meter.CreateCounter<long>(
            "cachinghandler.background_refreshes", "{refresh}", "Refreshes that no request waited for, by result.");
        _storeOperations = meter.CreateCounter<long>(
            "cachinghandler.store.operations", "{operation}", "What stores were asked for, by operation.");
        _storeFailures = meter.CreateCounter<long>(
            "cachinghandler.store.failures", "{failure}", "Store operations that threw, by operation.");
        Stores = new StoreInstruments(meter);
    }

    /// <summary>Gets what is told of stores by themselves.</summary>
    public StoreInstruments Stores { get; }

    /// <summary>Returns the metrics on a factory's meter; without a factory, those of the process.</summary>
    public static HttpCacheMetrics Of(IMeterFactory? meterFactory)
    {
        var meter = meterFactory?.Create(MeterName) ?? Shared;

        // The table alone would let two make them at once, and throw one of the two away, whose instruments stay.
        lock (Gate)
        {
            return Known.GetValue(meter, static meter => new HttpCacheMetrics(meter));
        }
    }

    /// <summary>Counts a request.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="bytesSaved">How much of the body the origin was spared, in bytes.</param>
    public void Decided(HttpCacheOutcome outcome, HttpCacheReason reason, long bytesSaved)
    {
        if (_requests.Enabled)
        {
            _requests.Add(1, new(TelemetryTags.Outcome, outcome.ToCode()), new(TelemetryTags.Reason, reason.ToCode()));
        }

        if (outcome == HttpCacheOutcome.Joined)
        {
            _joined.Add(1);
        }

        if (bytesSaved > 0 && _bytesSaved.Enabled)
        {
            _bytesSaved.Add(bytesSaved, new KeyValuePair<string, object?>(TelemetryTags.Outcome, outcome.ToCode()));
        }
    }

    /// <summary>Counts an operation that a store is asked for.</summary>
    public void StoreAsked(string operation, string kind)
    {
        if (_storeOperations.Enabled)
        {
            _storeOperations.Add(1, new(TelemetryTags.Operation, operation), new(TelemetryTags.Store, kind));
        }
    }

    /// <summary>Counts a failure of a store.</summary>
    public void StoreFailed(string operation, string kind) =>
        _storeFailures.Add(1, new(TelemetryTags.Operation, operation), new(TelemetryTags.Store, kind));

    /// <summary>Counts a refresh in the background.</summary>
    public void Refreshed(RefreshResult result) =>
        _backgroundRefreshes.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Result, result.ToCode()));
}
