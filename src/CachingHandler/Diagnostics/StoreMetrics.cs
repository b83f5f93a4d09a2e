namespace CachingHandler.Diagnostics;

/// <summary>What one store tells of itself.</summary>
/// <param name="instruments">Where it is told.</param>
/// <param name="store">The store.</param>
internal sealed class StoreMetrics(StoreInstruments instruments, IMeasuredStore store) : IDisposable
{
    /// <summary>Has the store observed from now on, until this is disposed; for the end of its constructor.</summary>
    public void Observe() => instruments.Add(store);

    /// <summary>Counts entries that the store let go to keep within its limits.</summary>
    public void Evicted(int count) => instruments.Evicted(store.Kind, count);

    /// <inheritdoc cref="StoreInstruments.DamagedEntryRemoved"/>
    public void DamagedEntryRemoved() => instruments.DamagedEntryRemoved();

    /// <inheritdoc cref="StoreInstruments.WritesDropped"/>
    public void WritesDropped(int count) => instruments.WritesDropped(count);

    /// <inheritdoc/>
    public void Dispose() => instruments.Remove(store);
}
