using System.Diagnostics.Metrics;

namespace CachingHandler.Storage;

/// <summary>What a disk store counts.</summary>
internal sealed class DiskStoreMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CachingHandler";

    /// <summary>The name of the counter of damaged entries.</summary>
    public const string DamagedEntriesName = "cachinghandler.store.damaged_entries";

    private readonly Meter? _ownMeter;
    private readonly Counter<long> _damagedEntries;

    /// <summary>Creates the counters.</summary>
    /// <param name="meterFactory">Makes the meter and keeps it; null makes one for this store alone.</param>
    public DiskStoreMetrics(IMeterFactory? meterFactory)
    {
        var meter = meterFactory?.Create(MeterName) ?? (_ownMeter = new Meter(MeterName));
        _damagedEntries = meter.CreateCounter<long>(
            DamagedEntriesName, "{entry}", "Entries of a disk store that were found damaged and removed.");
    }

    /// <summary>Counts a damaged entry.</summary>
    public void DamagedEntryRemoved() => _damagedEntries.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _ownMeter?.Dispose();
}
