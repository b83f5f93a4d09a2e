using System.Diagnostics.Metrics;

namespace CachingHandler.Diagnostics;

/// <summary>What is counted and observed of stores, on one meter.</summary>
/// <remarks>
/// Stores of one kind are told together: their names are paths, and what is told of them one by one would need some. A store
/// is asked only when somebody collects, and tells what it knows by then; it never looks for it.
/// </remarks>
internal sealed class StoreInstruments
{
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _damagedEntries;
    private readonly Counter<long> _writesDropped;
    private readonly Lock _gate = new();
    private readonly List<WeakReference<IMeasuredStore>> _stores = [];

    /// <summary>Makes the instruments.</summary>
    public StoreInstruments(Meter meter)
    {
        _evictions = meter.CreateCounter<long>(
            "cachinghandler.store.evictions", "{entry}", "Entries that a store let go to keep within its limits.");
        _damagedEntries = meter.CreateCounter<long>(
            "cachinghandler.store.damaged_entries", "{entry}", "Entries of a disk store that were found damaged and removed.");
        _writesDropped = meter.CreateCounter<long>(
            "cachinghandler.store.writes_dropped", "{write}", "Responses that were not stored because too many waited to be written.");
        meter.CreateObservableUpDownCounter(
            "cachinghandler.store.entries",
            () => Measured(static measure => measure.Entries),
            "{entry}",
            "Entries in stores, as far as the stores know without looking.");
        meter.CreateObservableUpDownCounter(
            "cachinghandler.store.size",
            () => Measured(static measure => measure.Size),
            "By",
            "What the entries take, as their store counts it.");
        meter.CreateObservableUpDownCounter(
            "cachinghandler.store.queue.length",
            () => Measured(static measure => measure.Queued),
            "{write}",
            "Responses that wait to be written to the store behind, or are being written.");
    }

    /// <summary>Returns what counts for one store.</summary>
    public StoreMetrics Of(IMeasuredStore store) => new(this, store);

    /// <summary>Takes a store in; it is observed until it is taken out, or nobody has it any longer.</summary>
    public void Add(IMeasuredStore store)
    {
        lock (_gate)
        {
            _stores.RemoveAll(static known => !known.TryGetTarget(out _));
            _stores.Add(new(store));
        }
    }

    /// <summary>Takes a store out.</summary>
    public void Remove(IMeasuredStore store)
    {
        lock (_gate)
        {
            _stores.RemoveAll(known => !known.TryGetTarget(out var target) || ReferenceEquals(target, store));
        }
    }

    /// <summary>Counts entries that a store let go to keep within its limits.</summary>
    public void Evicted(string kind, int count)
    {
        if (_evictions.Enabled)
        {
            _evictions.Add(count, new KeyValuePair<string, object?>(TelemetryTags.Store, kind));
        }
    }

    /// <summary>Counts an entry that was found damaged and removed.</summary>
    public void DamagedEntryRemoved() => _damagedEntries.Add(1);

    /// <summary>Counts responses that found no room in the queue to the store behind, or were still in it at the end.</summary>
    public void WritesDropped(int count) => _writesDropped.Add(count);

    private List<Measurement<long>> Measured(Func<StoreMeasure, long?> of)
    {
        List<IMeasuredStore> stores = [];
        lock (_gate)
        {
            foreach (var known in _stores)
            {
                if (known.TryGetTarget(out var store))
                {
                    stores.Add(store);
                }
            }
        }

        return
        [
            .. stores
                .Select(store => (store.Kind, Value: store.Measure() is { } measure ? of(measure) : null))
                .Where(static one => one.Value is not null)
                .GroupBy(static one => one.Kind, static one => one.Value!.Value, StringComparer.Ordinal)
                .Select(static alike => new Measurement<long>(
                    alike.Sum(), new KeyValuePair<string, object?>(TelemetryTags.Store, alike.Key))),
        ];
    }
}
