namespace CachingHandler.Storage;

/// <summary>Keeps the entries of a memory store in the order of their last use, and counts their bytes.</summary>
/// <remarks>
/// A hit only writes a number (<see cref="Touch"/>, without a lock). The order is brought up to date when something must go:
/// an entry that was used since it was ordered is ordered anew. All but <see cref="Touch"/> needs the owner's lock.
/// </remarks>
internal sealed class LeastRecentlyUsed
{
    // An object of the head, its parsed form, the dictionary nodes and the order's node, measured at some 600 bytes.
    private const int FixedSize = 640;

    private readonly SortedSet<MemoryEntry> _order = new(Comparer<MemoryEntry>.Create(Compare));
    private long _uses;

    /// <summary>Gets the bytes accounted for.</summary>
    public long Size { get; private set; }

    /// <summary>Gets the number of entries.</summary>
    public int Count => _order.Count;

    /// <summary>Notes a use.</summary>
    public void Touch(MemoryEntry entry)
    {
        // One hot entry costs its readers no shared write at all.
        if (entry.LastUsed != Volatile.Read(ref _uses))
        {
            entry.LastUsed = Interlocked.Increment(ref _uses);
        }
    }

    public void Add(MemoryEntry entry)
    {
        entry.LastUsed = entry.OrderedBy = Interlocked.Increment(ref _uses);
        entry.Size = SizeOf(entry);
        Size += entry.Size;
        _order.Add(entry);
    }

    public void Remove(MemoryEntry entry)
    {
        if (_order.Remove(entry))
        {
            Size -= entry.Size;
        }
    }

    /// <summary>Counts an entry's bytes again after its head has changed.</summary>
    public void Resize(MemoryEntry entry)
    {
        Size -= entry.Size;
        entry.Size = SizeOf(entry);
        Size += entry.Size;
    }

    /// <summary>Returns the entry whose last use is longest ago; null when there is none.</summary>
    public MemoryEntry? Oldest()
    {
        while (_order.Min is { } first)
        {
            var lastUsed = first.LastUsed;
            if (lastUsed == first.OrderedBy)
            {
                return first;
            }

            _order.Remove(first);
            first.OrderedBy = lastUsed;
            _order.Add(first);
        }

        return null;
    }

    /// <summary>Returns the bytes an entry takes: its body, and its head by an estimate.</summary>
    public static long SizeOf(MemoryEntry entry)
    {
        var response = entry.Response;
        long characters = response.Key.Uri.Length + response.Key.Partition.Length;
        foreach (var (name, value) in response.Fields)
        {
            characters += name.Length + value.Length;
        }

        return FixedSize + (characters * sizeof(char)) + entry.Length;
    }

    private static int Compare(MemoryEntry? left, MemoryEntry? right)
    {
        var byUse = left!.OrderedBy.CompareTo(right!.OrderedBy);

        return byUse != 0 ? byUse : left.Response.BodyId.CompareTo(right.Response.BodyId);
    }
}
