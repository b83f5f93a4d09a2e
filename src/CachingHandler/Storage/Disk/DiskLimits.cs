namespace CachingHandler.Storage;

/// <summary>What a disk store may take, in the units of its index.</summary>
internal sealed class DiskLimits
{
    // What is less is not worth a write; what is more would let several processes go too far over the budget.
    private const long LeastToTell = 1024 * 1024;

    /// <summary>Takes the limits from options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public DiskLimits(DiskHttpCacheStoreOptions options)
    {
        Size = options.MaximumSize;
        if (Size < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"MaximumSize is {Size}; it must be zero or more bytes. Leave it alone for the default of 1 GiB.");
        }

        if (options.MaximumEntries < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"MaximumEntries is {options.MaximumEntries}; it must be one or more, or null for no limit.");
        }

        Blocks = Size / DiskTrim.BlockSize;
        Entries = options.MaximumEntries ?? long.MaxValue;
        BlocksToTell = Math.Max(Size / 100, LeastToTell) / DiskTrim.BlockSize;
    }

    /// <summary>Gets the budget in bytes.</summary>
    public long Size { get; }

    /// <summary>Gets the budget in blocks.</summary>
    public long Blocks { get; }

    /// <summary>Gets how many blocks are left after eviction.</summary>
    public long BlocksLeft => Reduced(Blocks);

    /// <summary>Gets the number of files that may be there.</summary>
    public long Entries { get; }

    /// <summary>Gets how many files are left after eviction.</summary>
    public long EntriesLeft => Reduced(Entries);

    /// <summary>Tells whether something has to go.</summary>
    public bool AreExceededBy(DiskTotals totals) => totals.Blocks > Blocks || totals.Entries > Entries;

    /// <summary>Gets how many new blocks other processes are told of at once.</summary>
    public long BlocksToTell { get; }

    /// <summary>Returns 95 % of a number: to this it is reduced, so that not every commit evicts.</summary>
    public static long Reduced(long limit) => limit - (limit / 20) - (limit % 20 == 0 ? 0 : 1);
}
