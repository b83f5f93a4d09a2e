using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>A hash table of entries, some 75 bytes each.</summary>
/// <remarks>
/// A dictionary would take twice that, and a million entries are not unusual. Not safe for concurrent use. The hashes of keys
/// are spread evenly as they are.
/// </remarks>
internal sealed class EntryTable
{
    private const int None = -1;

    private Record[] _records = [];
    private int[] _buckets = []; // of indexes, one more than they are, so that zero is none
    private int _filled;
    private int _free = None;

    /// <summary>Creates a table with room for a number of entries.</summary>
    public EntryTable(int capacity = 0)
    {
        Resize(capacity);
    }

    /// <summary>Gets the number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the blocks that they take together.</summary>
    public long Blocks { get; private set; }

    /// <summary>Returns an entry; false when it is not there.</summary>
    public bool TryGet(EntryId id, out IndexedEntry entry)
    {
        var index = Find(id);
        entry = index == None ? default : _records[index].Entry;

        return index != None;
    }

    /// <summary>Takes an entry in, or replaces what is known of it.</summary>
    public void Put(IndexedEntry entry)
    {
        var index = Find(entry.Id);
        if (index != None)
        {
            Blocks -= _records[index].Entry.Blocks;
            _records[index].Entry = entry;
        }
        else
        {
            Insert(entry);
        }

        Blocks += entry.Blocks;
    }

    /// <summary>Lets an entry go; does nothing when it is not there.</summary>
    public void Remove(EntryId id)
    {
        if (_buckets.Length == 0)
        {
            return;
        }

        ref var link = ref _buckets[BucketOf(id)];
        while (link != 0)
        {
            var index = link - 1;
            ref var record = ref _records[index];
            if (record.Entry.Id == id)
            {
                link = record.Next;
                Blocks -= record.Entry.Blocks;
                Count--;
                record = new Record { Next = _free };
                _free = index;

                return;
            }

            link = ref record.Next;
        }
    }

    /// <summary>Walks all entries, in no order; nothing is changed meanwhile.</summary>
    public IEnumerable<IndexedEntry> All()
    {
        for (var index = 0; index < _filled; index++)
        {
            // What is free takes no block.
            if (_records[index].Entry.Blocks > 0)
            {
                yield return _records[index].Entry;
            }
        }
    }

    private int Find(EntryId id)
    {
        var index = _buckets.Length == 0 ? None : _buckets[BucketOf(id)] - 1;
        while (index != None && _records[index].Entry.Id != id)
        {
            index = _records[index].Next - 1;
        }

        return index;
    }

    private void Insert(IndexedEntry entry)
    {
        int index;
        if (_free != None)
        {
            index = _free;
            _free = _records[index].Next;
        }
        else
        {
            if (_filled == _records.Length)
            {
                // By an eighth: what is spare is little, and what is copied in all is eight times the table.
                Resize(Math.Max(16, _filled + (_filled / 8)));
            }

            index = _filled++;
        }

        ref var bucket = ref _buckets[BucketOf(entry.Id)];
        _records[index] = new Record { Entry = entry, Next = bucket };
        bucket = index + 1;
        Count++;
    }

    // Nothing is free when the table grows.
    private void Resize(int capacity)
    {
        Array.Resize(ref _records, capacity);
        _buckets = new int[capacity];
        for (var index = 0; index < _filled; index++)
        {
            ref var bucket = ref _buckets[BucketOf(_records[index].Entry.Id)];
            _records[index].Next = bucket;
            bucket = index + 1;
        }
    }

    private int BucketOf(EntryId id)
    {
        var mixed = (uint)(ulong)(id.Hash.Low ^ id.Variant);

        return (int)(((ulong)mixed * (uint)_buckets.Length) >> 32);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Record
    {
        public IndexedEntry Entry;
        public int Next; // in a bucket as in the buckets; among the free an index
    }
}
