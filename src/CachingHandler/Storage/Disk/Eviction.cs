using CachingHandler.Diagnostics;

namespace CachingHandler.Storage;

/// <summary>Lets go the files of a disk store that were used longest ago, a few at a time.</summary>
/// <param name="paths">Where the files lie.</param>
/// <param name="locks">Held while one is deleted.</param>
/// <param name="removal">Deletes them.</param>
/// <param name="index">Knows which they are.</param>
/// <param name="metrics">Counts them.</param>
internal sealed class Eviction(
    EntryPaths paths, KeyLocks locks, EntryRemoval removal, DiskIndex index, StoreMetrics metrics)
{
    // Many files deleted at a stroke slow down whoever creates one next (measured, ext4).
    private const int Slice = 64;

    // More would not make the order noticeably better.
    private const int SampleSize = 64 * 1024;

    /// <summary>Evicts until what is left is no more than this.</summary>
    /// <param name="blocks">How much of the disk may be taken, in blocks.</param>
    /// <param name="count">How many files may be there.</param>
    /// <param name="isStopped">Asked at times.</param>
    public async Task RunAsync(long blocks, long count, Func<bool> isStopped)
    {
        bool isGettingOn;
        do
        {
            isGettingOn = false;
            var cutoff = Cutoff(index.Blocks - blocks, index.Count - count);
            for (var number = 0; number < DiskIndex.ShardCount && !IsWithin(blocks, count); number++)
            {
                foreach (var slice in index.UsedUntil(number, cutoff).Chunk(Slice))
                {
                    foreach (var entry in slice)
                    {
                        isGettingOn |= !IsWithin(blocks, count) && TryEvict(entry.Id, cutoff);
                    }

                    if (isStopped())
                    {
                        return;
                    }

                    await Task.Yield();
                }
            }
        }
        while (isGettingOn && !IsWithin(blocks, count));
    }

    private bool IsWithin(long blocks, long count) => index.Blocks <= blocks && index.Count <= count;

    // The time of the last use up to which files go. The newest file stays: alone it is within the budget.
    private long Cutoff(long excessBlocks, long excessCount)
    {
        var every = (int)(1 + (index.Count / SampleSize));
        var sample = index.Sample(every);
        sample.Sort(static (left, right) => left.LastUsed.CompareTo(right.LastUsed));
        var cutoff = long.MinValue;
        foreach (var entry in sample.SkipLast(1))
        {
            cutoff = entry.LastUsed;
            excessBlocks -= (long)entry.Blocks * every;
            excessCount -= every;
            if (excessBlocks <= 0 && excessCount <= 0)
            {
                break;
            }
        }

        return cutoff;
    }

    private bool TryEvict(EntryId id, long cutoff)
    {
        lock (locks.Of(id.Hash))
        {
            if (index.Find(id) is not { } entry || entry.LastUsed > cutoff)
            {
                return false;
            }

            try
            {
                removal.DeleteEntry(id.PathBelow(paths.Root));
                metrics.Evicted(1);

                return true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
