namespace CachingHandler.Storage;

/// <summary>Holds a store to its budget: what was used longest ago goes first.</summary>
/// <param name="database">The database.</param>
/// <param name="entries">Its entries.</param>
/// <param name="maximumSize">The budget, in bytes.</param>
/// <remarks>
/// For the thread of the database. What counts is what lies on the disk: the data file, LiteDB's log, the content files. The
/// data file never shrinks. What is removed from it makes free pages, which new entries take before it grows on.
/// </remarks>
internal sealed class Balance(Database database, Entries entries, long maximumSize)
{
    // Nothing is gained by beginning anew below these lengths.
    private const long LeastForHalf = 1024 * 1024;
    private const long LeastForQuarter = 16 * 1024 * 1024;

    // Two thousand pages. To work them off takes some tens of milliseconds, which one call has to wait for.
    private const long LongestLog = 16 * 1024 * 1024;

    // A transaction of this size takes some milliseconds.
    private const int EvictedAtOnce = 64;

    // The data file creeps beyond what its entries take, by some hundredths, because pages are never quite full.
    private readonly long _limit = maximumSize - (maximumSize / 16);

    // Above the limit, how long the files were when all was done that could be: only when they grow on is there more to do.
    private long _tolerated;

    /// <summary>Lets go what exceeds the budget.</summary>
    /// <returns>False when the data file is mostly free pages, or does not let go what is in it, and is to be begun anew.</returns>
    public bool TryHold()
    {
        if (database.LogLength >= Math.Min(LongestLog, _limit / 8) || IsOver)
        {
            Checkpoint();
        }

        var isOver = IsOver;
        if (isOver)
        {
            if (!TryEvict(Length - Reduced(_limit)))
            {
                return false;
            }

            Checkpoint();
        }

        _tolerated = isOver ? Length : Math.Min(_tolerated, Length);
        var (data, used) = (database.DataLength, entries.Totals.DatabaseSize);

        return !(isOver && data >= LeastForHalf && used < data / 2) && !(data >= LeastForQuarter && used < data / 4);
    }

    /// <summary>Moves what is in the log to the data file.</summary>
    public void Checkpoint() => database.Checkpoint();

    private bool IsOver => entries.Totals.Size > _limit || Length > Math.Max(_limit, _tolerated);

    private long Length => database.DataLength + database.LogLength + entries.Totals.FileSize;

    private static long Reduced(long size) => size - (size / 20);

    private bool TryEvict(long excess)
    {
        var left = Math.Max(0, Math.Min(Reduced(_limit), entries.Totals.Size - excess));
        var goesOn = true;
        while (goesOn && entries.Totals.Size > left)
        {
            goesOn = entries.RemoveLeastRecentlyUsed(EvictedAtOnce, left);
            entries.Commit();
        }

        return goesOn;
    }
}
