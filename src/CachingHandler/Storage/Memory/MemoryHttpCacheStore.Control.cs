using System.Runtime.CompilerServices;
using CachingHandler.Diagnostics;

namespace CachingHandler.Storage;

public sealed partial class MemoryHttpCacheStore
{
    /// <inheritdoc/>
    string IMeasuredStore.Kind => "memory";

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StoredResponse> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var response in _heads.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return response;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<HttpCacheEntry> EnumerateEntriesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var response in _heads.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!response.Key.IsNote && response.AttachedBody is MemoryEntry { IsGone: false } entry)
            {
                var lastUsed = new DateTimeOffset(entry.Place.LastSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

                yield return new HttpCacheEntry(response, entry.Place.Size, lastUsed);
            }
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    StoreMeasure? IMeasuredStore.Measure()
    {
        lock (_gate)
        {
            return new StoreMeasure(_uses.Count, _uses.Size);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<HttpCacheStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return new(new HttpCacheStatistics(_uses.Count, _uses.Size, MaximumSize));
        }
    }
}
