using System.Diagnostics.Metrics;

namespace CachingHandler.Storage;

/// <summary>What a distributed store counts.</summary>
internal sealed class DistributedMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CachingHandler";

    /// <summary>The name of the counter of damaged entries.</summary>
    public const string DamagedEntriesName = "cachinghandler.store.damaged_entries";

    /// <summary>The name of the counter of calls that failed.</summary>
    public const string MediumFailuresName = "cachinghandler.store.medium_failures";

    /// <summary>The name of the counter of times that the medium was left alone.</summary>
    public const string MediumPausesName = "cachinghandler.store.medium_pauses";

    /// <summary>The name of the counter of removals that had to be put off.</summary>
    public const string DelayedRemovalsName = "cachinghandler.store.delayed_removals";

    private readonly Meter? _ownMeter;
    private readonly Counter<long> _damagedEntries;
    private readonly Counter<long> _mediumFailures;
    private readonly Counter<long> _mediumPauses;
    private readonly Counter<long> _delayedRemovals;

    /// <summary>Creates the counters.</summary>
    /// <param name="meterFactory">Makes the meter and keeps it; null makes one for this store alone.</param>
    public DistributedMetrics(IMeterFactory? meterFactory)
    {
        var meter = meterFactory?.Create(MeterName) ?? (_ownMeter = new Meter(MeterName));
        _damagedEntries = meter.CreateCounter<long>(
            DamagedEntriesName, "{entry}", "Entries of a store that were found damaged and removed.");
        _mediumFailures = meter.CreateCounter<long>(
            MediumFailuresName, "{call}", "Calls of a distributed cache that failed, by operation and cause.");
        _mediumPauses = meter.CreateCounter<long>(
            MediumPausesName, "{pause}", "Times that a distributed cache was left alone because it failed, by what it failed at.");
        _delayedRemovals = meter.CreateCounter<long>(
            DelayedRemovalsName, "{key}", "Keys whose responses could not be removed from a distributed cache at once.");
    }

    /// <summary>Counts a value that is not what was written.</summary>
    public void DamagedEntryFound() => _damagedEntries.Add(1);

    /// <summary>Counts a call that failed.</summary>
    /// <param name="operation"><c>read</c>, <c>write</c> or <c>remove</c>.</param>
    /// <param name="cause"><c>timeout</c> or <c>error</c>.</param>
    public void MediumFailed(string operation, string cause) => _mediumFailures.Add(
        1, new KeyValuePair<string, object?>("cachinghandler.operation", operation), new KeyValuePair<string, object?>("cachinghandler.cause", cause));

    /// <summary>Counts the beginning of a pause.</summary>
    /// <param name="operation"><c>read</c> or <c>write</c>.</param>
    public void MediumPaused(string operation) => _mediumPauses.Add(1, new KeyValuePair<string, object?>("cachinghandler.operation", operation));

    /// <summary>Counts a removal that is put off.</summary>
    public void RemovalDelayed() => _delayedRemovals.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _ownMeter?.Dispose();
}
