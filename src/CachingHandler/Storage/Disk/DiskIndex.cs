namespace CachingHandler.Storage;

/// <summary>What a disk store knows of its files: how much of the disk they take, and when each was used last.</summary>
/// <remarks>
/// <para>Safe for concurrent use; a hit takes one of 256 locks for some ten nanoseconds. Nothing depends on it but what is
/// evicted: a file that it does not know is found all the same, and one that it knows wrongly is let go when its turn comes.</para>
/// <para>It holds what this process has used, until a scan of the directory has told it the rest.</para>
/// </remarks>
internal sealed class DiskIndex(TimeProvider timeProvider)
{
    /// <summary>The number of shards, as many as directories.</summary>
    public const int ShardCount = 256;

    // A note is used just before what depends on it, and told to the disk later at times. It is not to go first.
    private static readonly long NoteLead = TimeSpan.FromMinutes(10).Ticks;

    // The disk's clock is coarse. Only a time that is later than that is another process's use.
    private static readonly long Imprecision = TimeSpan.FromMinutes(1).Ticks;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard())];
    private long _clock;
    private long _blocks;
    private long _count;

    /// <summary>Gets how much of the disk the known files take, in blocks.</summary>
    public long Blocks => Volatile.Read(ref _blocks);

    /// <summary>Gets the number of known files.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Gets how much is known.</summary>
    public DiskTotals Totals => new(Blocks, Count);

    /// <summary>Gets by how much this process has changed what lies in the directory, since that was last taken.</summary>
    /// <remarks>A file that takes the place of one that was not known counts whole, so that it is rather too much than too little.</remarks>
    public NetChange Net { get; } = new();

    /// <summary>Gets the uses that the disk has not been told of.</summary>
    public PendingUses Pending { get; } = new(timeProvider);

    /// <summary>Returns a time that is later than every use before.</summary>
    public long Now()
    {
        var now = timeProvider.GetUtcNow().UtcTicks;
        while (true)
        {
            var last = Volatile.Read(ref _clock);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _clock, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>Notes that a file is there, new or with other content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its length, in bytes.</param>
    /// <param name="isNote">Whether others depend on it.</param>
    public void Put(string path, long length, bool isNote)
    {
        if (EntryId.TryParse(path, out var id))
        {
            var blocks = BlocksOf(length);
            var before = Put(new IndexedEntry(id, UseAt(isNote), blocks));
            Net.Add(blocks - (long)(before?.Blocks ?? 0), before is null ? 1 : 0);
            if (isNote)
            {
                Pending.Add(id);
            }
        }
    }

    /// <summary>Notes a use.</summary>
    /// <inheritdoc cref="Put(string, long, bool)"/>
    public void Use(string path, long length, bool isNote)
    {
        if (!EntryId.TryParse(path, out var id))
        {
            return;
        }

        var now = UseAt(isNote);
        var before = Put(new IndexedEntry(id, now, BlocksOf(length)));
        if (PendingUses.IsWorthTelling(before?.LastUsed, now))
        {
            Pending.Add(id);
        }
    }

    /// <summary>Notes that this process has let a file go.</summary>
    public void Remove(string path)
    {
        if (EntryId.TryParse(path, out var id) && Forget(id) is { } gone)
        {
            Net.Add(-gone.Blocks, -1);
        }
    }

    /// <summary>Notes that a file has taken the place of another.</summary>
    public void Move(string source, string target)
    {
        if (!EntryId.TryParse(source, out var from) || !EntryId.TryParse(target, out var to) || Forget(from) is not { } moved)
        {
            Remove(target);
        }
        else if (Put(moved with { Id = to }) is { } before)
        {
            Net.Add(-before.Blocks, -1);
        }
    }

    /// <summary>Notes that a file is not there, whoever let it go.</summary>
    /// <returns>What was known of it; null when nothing was.</returns>
    public IndexedEntry? Forget(EntryId id)
    {
        var shard = _shards[id.Shard];
        lock (shard.Gate)
        {
            if (!shard.Table.TryGet(id, out var known))
            {
                return null;
            }

            var (blocks, count) = (shard.Table.Blocks, shard.Table.Count);
            shard.Table.Remove(id);
            Recount(shard.Table, blocks, count);

            return known;
        }
    }

    /// <summary>Returns what is known of a file; null when nothing is.</summary>
    public IndexedEntry? Find(EntryId id)
    {
        var shard = _shards[id.Shard];
        lock (shard.Gate)
        {
            return shard.Table.TryGet(id, out var entry) ? entry : null;
        }
    }

    /// <summary>Takes over what a scan has found in one shard.</summary>
    /// <param name="number">The shard's number.</param>
    /// <param name="found">All of its files.</param>
    /// <param name="since">The time (<see cref="Now"/>) before the scan: what is newer may have escaped it.</param>
    public void Replace(int number, List<IndexedEntry> found, long since)
    {
        var shard = _shards[number];
        lock (shard.Gate)
        {
            var table = shard.Table;
            var scanned = new EntryTable(found.Count + (found.Count / 16));
            foreach (var entry in found)
            {
                var isKnown = table.TryGet(entry.Id, out var old) && old.LastUsed > entry.LastUsed - Imprecision;
                scanned.Put(isKnown ? entry with { LastUsed = old.LastUsed } : entry);
            }

            foreach (var entry in table.All().Where(entry => entry.LastUsed >= since && !scanned.TryGet(entry.Id, out _)))
            {
                scanned.Put(entry);
            }

            shard.Table = scanned;
            Recount(scanned, table.Blocks, table.Count);
        }
    }

    /// <summary>Returns the files of a shard that were last used until a time.</summary>
    public List<IndexedEntry> UsedUntil(int number, long time)
    {
        var shard = _shards[number];
        lock (shard.Gate)
        {
            return [.. shard.Table.All().Where(entry => entry.LastUsed <= time)];
        }
    }

    /// <summary>Returns the times and sizes of all files, or of every n-th where that is enough.</summary>
    public List<IndexedEntry> Sample(int every)
    {
        var sample = new List<IndexedEntry>((int)(Count / every) + 1);
        foreach (var shard in _shards)
        {
            lock (shard.Gate)
            {
                sample.AddRange(every == 1 ? shard.Table.All() : shard.Table.All().Where((_, number) => number % every == 0));
            }
        }

        return sample;
    }

    /// <summary>Returns how many blocks a file takes.</summary>
    public static uint BlocksOf(long length) => (uint)Math.Clamp(DiskTrim.InBlocks(length) / DiskTrim.BlockSize, 1, uint.MaxValue);

    private long UseAt(bool isNote) => Now() + (isNote ? NoteLead : 0);

    private IndexedEntry? Put(IndexedEntry entry)
    {
        var shard = _shards[entry.Id.Shard];
        lock (shard.Gate)
        {
            var (blocks, count) = (shard.Table.Blocks, shard.Table.Count);
            IndexedEntry? before = shard.Table.TryGet(entry.Id, out var known) ? known : null;
            shard.Table.Put(entry);
            Recount(shard.Table, blocks, count);

            return before;
        }
    }

    private void Recount(EntryTable table, long blocks, int count)
    {
        if (table.Blocks != blocks)
        {
            Interlocked.Add(ref _blocks, table.Blocks - blocks);
        }

        if (table.Count != count)
        {
            Interlocked.Add(ref _count, table.Count - count);
        }
    }

    private sealed class Shard
    {
        public Lock Gate { get; } = new();

        public EntryTable Table { get; set; } = new();
    }
}
