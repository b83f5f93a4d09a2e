namespace CachingHandler.Storage;

/// <summary>By how much this process has changed what lies in the directory, since that was last taken.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class NetChange
{
    private long _blocks;
    private long _entries;

    /// <summary>Gets the change.</summary>
    public DiskTotals Value => new(Volatile.Read(ref _blocks), Volatile.Read(ref _entries));

    /// <summary>Adds to it.</summary>
    public void Add(long blocks, int entries)
    {
        if (blocks != 0)
        {
            Interlocked.Add(ref _blocks, blocks);
        }

        if (entries != 0)
        {
            Interlocked.Add(ref _entries, entries);
        }
    }

    /// <summary>Returns it and begins anew.</summary>
    public DiskTotals Take() => new(Interlocked.Exchange(ref _blocks, 0), Interlocked.Exchange(ref _entries, 0));
}
