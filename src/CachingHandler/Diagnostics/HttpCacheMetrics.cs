using System.Diagnostics.Metrics;

namespace CachingHandler.Diagnostics;

/// <summary>Counts what the cache does, on the meter <c>CachingHandler</c>.</summary>
internal sealed class HttpCacheMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "CachingHandler";

    private static readonly HttpCacheMetrics Shared = new(new Meter(MeterName));

    private readonly Counter<long> _requests;
    private readonly Counter<long> _storeFailures;
    private readonly Counter<long> _backgroundRefreshes;
    private readonly Counter<long> _writesDropped;

    private HttpCacheMetrics(Meter meter)
    {
        _requests = meter.CreateCounter<long>(
            "cachinghandler.requests", "{request}", "Requests by outcome and reason.");
        _storeFailures = meter.CreateCounter<long>(
            "cachinghandler.store.failures", "{failure}", "Store operations that threw, by operation.");
        _backgroundRefreshes = meter.CreateCounter<long>(
            "cachinghandler.background_refreshes", "{refresh}", "Refreshes that no request waited for, by result.");
        _writesDropped = meter.CreateCounter<long>(
            "cachinghandler.store.writes_dropped", "{write}", "Responses that were not stored because too many waited to be written.");
    }

    /// <summary>Returns the metrics on a factory's meter; without a factory, those of the process.</summary>
    public static HttpCacheMetrics Of(IMeterFactory? meterFactory) =>
        meterFactory is null ? Shared : new HttpCacheMetrics(meterFactory.Create(MeterName));

    /// <summary>Counts a request.</summary>
    public void Decided(HttpCacheOutcome outcome, HttpCacheReason reason)
    {
        if (_requests.Enabled)
        {
            _requests.Add(1, new("outcome", outcome.ToString()), new("reason", reason.ToString()));
        }
    }

    /// <summary>Counts a failure of the store.</summary>
    public void StoreFailed(string operation) =>
        _storeFailures.Add(1, new KeyValuePair<string, object?>("operation", operation));

    /// <summary>Counts a refresh in the background.</summary>
    public void Refreshed(RefreshResult result) =>
        _backgroundRefreshes.Add(1, new KeyValuePair<string, object?>("result", result.ToString()));

    /// <summary>Counts responses that found no room in the queue to the store behind, or were still in it at the end.</summary>
    public void WritesDropped(int count) => _writesDropped.Add(count);
}
