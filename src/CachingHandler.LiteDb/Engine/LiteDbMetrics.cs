using System.Diagnostics.Metrics;

namespace CachingHandler.Storage;

/// <summary>What a LiteDB store counts.</summary>
internal sealed class LiteDbMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CachingHandler";

    /// <summary>The name of the counter of damaged entries.</summary>
    public const string DamagedEntriesName = "cachinghandler.store.damaged_entries";

    /// <summary>The name of the counter of databases that were begun anew.</summary>
    public const string DatabaseFailuresName = "cachinghandler.store.database_failures";

    private readonly Meter? _ownMeter;
    private readonly Counter<long> _damagedEntries;
    private readonly Counter<long> _databaseFailures;

    /// <summary>Creates the counters.</summary>
    /// <param name="meterFactory">Makes the meter and keeps it; null makes one for this store alone.</param>
    public LiteDbMetrics(IMeterFactory? meterFactory)
    {
        var meter = meterFactory?.Create(MeterName) ?? (_ownMeter = new Meter(MeterName));
        _damagedEntries = meter.CreateCounter<long>(
            DamagedEntriesName, "{entry}", "Entries of a store that were found damaged and removed.");
        _databaseFailures = meter.CreateCounter<long>(
            DatabaseFailuresName, "{failure}", "Databases of a store that failed and were begun anew or given up, by cause.");
    }

    /// <summary>Counts a damaged entry.</summary>
    public void DamagedEntryRemoved() => _damagedEntries.Add(1);

    /// <summary>Counts a database that failed.</summary>
    /// <param name="cause"><c>damaged</c> or <c>full</c>.</param>
    public void DatabaseFailed(string cause) => _databaseFailures.Add(1, new KeyValuePair<string, object?>("cachinghandler.cause", cause));

    /// <inheritdoc/>
    public void Dispose() => _ownMeter?.Dispose();
}
