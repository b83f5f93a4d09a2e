namespace CachingHandler.Storage;

/// <summary>Keeps entries in memory in the order of their last use, and counts their bytes.</summary>
/// <remarks>
/// A hit only writes a number (<see cref="Touch"/>, without a lock). The order is brought up to date when something must go:
/// an entry that was used since it was ordered is ordered anew, so the order is exact and a hit costs next to nothing. All
/// but <see cref="Touch"/> needs the owner's lock.
/// </remarks>
internal sealed class LeastRecentlyUsed(TimeProvider timeProvider)
{
    // The head with its parsed form, its arrays and the dictionary's and order's nodes; measured at some 900 bytes.
    private const int FixedSize = 900;

    // Below this many, entries that are gone are not worth clearing out of the order.
    private const int GoneTolerance = 64;

    private readonly PriorityQueue<UsePlace, long> _order = new();
    private long _uses;
    private int _gone;

    /// <summary>Gets the bytes accounted for.</summary>
    public long Size { get; private set; }

    /// <summary>Gets the number of entries.</summary>
    public int Count => _order.Count - _gone;

    /// <summary>Returns the bytes a response takes: its body, and its head by an estimate.</summary>
    public static long SizeOf(StoredResponse response, long bodyLength)
    {
        long characters = response.Key.Uri.Length + response.Key.Partition.Length;
        foreach (var (name, value) in response.Fields.AsSpan())
        {
            characters += name.Length + value.Length;
        }

        foreach (var (note, _) in response.GroupsSpan)
        {
            characters += note.Uri.Length;
        }

        var ranges = response.Part?.Ranges.Count ?? 0;

        return FixedSize + (characters * sizeof(char)) + (ranges * 2L * sizeof(long)) + bodyLength;
    }

    /// <summary>Notes a use.</summary>
    public void Touch(UsePlace place)
    {
        // One hot entry costs its readers no shared write at all.
        if (place.LastUsed != Volatile.Read(ref _uses))
        {
            place.LastUsed = Interlocked.Increment(ref _uses);
        }

        var second = Second();
        if (place.LastSecond != second)
        {
            place.LastSecond = second;
        }
    }

    /// <summary>Takes an entry in as the one used last.</summary>
    /// <param name="place">Its place, which is new.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="size">The bytes it takes.</param>
    public void Add(UsePlace place, object entry, long size)
    {
        place.Size = size;
        Size += size;
        place.Entry = entry;
        place.LastUsed = Interlocked.Increment(ref _uses);
        place.LastSecond = Second();
        _order.Enqueue(place, place.LastUsed);
    }

    /// <summary>Lets an entry go; does nothing when it is gone.</summary>
    public void Remove(UsePlace place)
    {
        if (place.Entry is null)
        {
            return;
        }

        place.Entry = null;
        Size -= place.Size;
        _gone++;
        if (_gone > GoneTolerance && _gone > _order.Count / 2)
        {
            ClearOut();
        }
    }

    /// <summary>Counts an entry anew after it has changed.</summary>
    public void Resize(UsePlace place, long size)
    {
        Size += size - place.Size;
        place.Size = size;
    }

    /// <summary>Returns the place of the entry whose last use is longest ago; null when there is none.</summary>
    public UsePlace? Oldest()
    {
        while (_order.TryPeek(out var first, out var orderedBy))
        {
            if (first.Entry is null)
            {
                _order.Dequeue();
                _gone--;
            }
            else if (first.LastUsed is var lastUsed && lastUsed != orderedBy)
            {
                _order.DequeueEnqueue(first, lastUsed);
            }
            else
            {
                return first;
            }
        }

        return null;
    }

    private long Second() => timeProvider.GetUtcNow().UtcTicks / TimeSpan.TicksPerSecond;

    private void ClearOut()
    {
        var kept = _order.UnorderedItems.Where(static item => item.Element.Entry is not null).ToArray();
        _order.Clear();
        _order.EnqueueRange(kept);
        _gone = 0;
    }
}
