using CachingHandler.Diagnostics;

namespace CachingHandler.Storage;

public sealed partial class TieredHttpCacheStore
{
    /// <inheritdoc/>
    string IMeasuredStore.Kind => "tier";

    /// <inheritdoc/>
    /// <remarks>
    /// Sizes are those of the store behind; of responses that it does not have, or not yet, what they take in memory. What is
    /// served out of memory counts as used whatever the store behind knows of it, all variants of a key together.
    /// </remarks>
    public override IAsyncEnumerable<HttpCacheEntry> EnumerateEntriesAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();

        return _walk.EntriesAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Adds to what the store behind tells those responses that it does not have, or not yet. What is being written at the moment,
    /// or is to replace something there, may be counted twice for as long. <see cref="Size"/> tells how much memory is taken.
    /// </remarks>
    public override ValueTask<HttpCacheStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();

        return _walk.CountAsync(cancellationToken);
    }

    /// <inheritdoc/>
    StoreMeasure? IMeasuredStore.Measure()
    {
        lock (_gate)
        {
            return new StoreMeasure(_memory.Count, _memory.Size, Queue.Count);
        }
    }
}
