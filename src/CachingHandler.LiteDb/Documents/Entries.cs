namespace CachingHandler.Storage;

/// <summary>The entries of an open database: finds, adds, changes and removes them, one after the other.</summary>
/// <param name="database">The database.</param>
/// <param name="files">The larger bodies.</param>
/// <param name="totals">How much the database says that it holds.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="damaged">Called when an entry was found damaged and removed.</param>
/// <remarks>For the thread of the database. Changes count from <see cref="Commit"/> on.</remarks>
internal sealed partial class Entries(Database database, ContentFiles files, Totals totals, TimeProvider timeProvider, Action damaged)
{
    // More than a key may have variants, so that what is too much is seen.
    private const int MostOfAKey = 4 * 32;

    private readonly List<byte[]> _filesToDelete = [];
    private bool _hasNewTotals;

    /// <summary>Gets how much is stored.</summary>
    public Totals Totals { get; private set; } = totals;

    /// <summary>Gets a value indicating whether something has been changed that does not count yet.</summary>
    public bool HasChanges => database.HasChanges;

    /// <summary>Gets when entries were used.</summary>
    public Uses Uses { get; } = new(timeProvider, totals.LatestUse);

    /// <summary>Returns the responses of a key.</summary>
    public List<StoredResponse> Find(HttpCacheKey key) => [.. OfKey(key).Select(entry => entry.Record.Head)];

    /// <summary>Returns where the body of a response is to be had; null when it is gone, replaced or damaged.</summary>
    public FoundBody? FindBody(StoredResponse response)
    {
        var name = EntryName.Of(response);
        if (Find(name) is not { } record)
        {
            return null;
        }

        Uses.Add(response.BodyId, name);
        var length = record.Head.BodyLength;
        if (record.Place == BodyPlace.File)
        {
            return new FoundBody(name, Bytes: null, length, record.BodyChecksum);
        }

        var bytes = record.Place == BodyPlace.None ? [] : database.FindBody(name);
        if (bytes is null || bytes.Length != length || Crc32C.Of(bytes) != record.BodyChecksum)
        {
            Discard(name, record);
            return null;
        }

        return new FoundBody(name, bytes, length, record.BodyChecksum);
    }

    /// <summary>Adds an entry in the place of what it supersedes.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="maximumVariants">How many variants its key may have; the one received longest ago makes room.</param>
    public void Add(NewEntry entry, int maximumVariants)
    {
        var kept = RemoveSuperseded(entry.Head, andItself: true);
        foreach (var (name, record) in kept.OrderBy(each => each.Record.Head.ResponseTime).Take(kept.Count + 1 - maximumVariants))
        {
            Remove(name, record);
        }

        database.Insert(
            entry.Name,
            EntryRecord.Write(entry.Name, entry.HeadBytes.Span, entry.Place, entry.BodyChecksum),
            entry.Body,
            Uses.Next());
        SetTotals(Totals.With(entry.Record));
        _filesToDelete.RemoveAll(name => name.AsSpan().SequenceEqual(entry.Name));
    }

    /// <summary>Replaces the head of a response and leaves its body alone.</summary>
    /// <returns>False when the entry is gone or has a new body.</returns>
    public bool TryUpdate(StoredResponse updated)
    {
        var name = EntryName.Of(updated);
        if (Find(name) is not { } old)
        {
            return false;
        }

        var head = updated.WithBodyLength(old.Head.BodyLength);
        if (!head.IsSameVariantAs(old.Head))
        {
            RemoveSuperseded(head, andItself: false);
        }

        var bytes = EntryRecord.BytesOf(head);
        database.Update(name, EntryRecord.Write(name, bytes.Span, old.Place, old.BodyChecksum));
        SetTotals(Totals.Without(old).With(old with { Head = head, HeadLength = bytes.Length }));
        Uses.Add(head.BodyId, name);

        return true;
    }

    /// <summary>Returns the responses that come after a name, in the order of their names.</summary>
    /// <param name="name">The name; the empty one is before all.</param>
    /// <param name="limit">How many documents are looked at, at most.</param>
    /// <param name="last">The last name that was looked at; null when there is none after it.</param>
    public List<HttpCacheEntry> After(byte[] name, int limit, out byte[]? last)
    {
        var found = database.FindHeadsAfter(name, limit);
        last = found.Count == limit ? found[^1].Name : null;
        var entries = new List<HttpCacheEntry>(found.Count);
        foreach (var (each, bytes) in found)
        {
            if (Read(each, bytes) is { } record)
            {
                var use = Uses.Find(record.Head.BodyId) ?? database.FindUse(each);
                entries.Add(new HttpCacheEntry(record.Head, record.DatabaseSize + record.FileSize, TimeOf(use)));
            }
        }

        return entries;
    }

    /// <summary>Tells whether a file is that of an entry, or of one that is being stored.</summary>
    public bool HasFile(byte[] name) => files.IsStaged(name) || Find(name) is { Place: BodyPlace.File };

    /// <summary>Writes when entries were used.</summary>
    public void WriteUses()
    {
        if (Uses.Any)
        {
            Uses.Write(database);
            _hasNewTotals = true;
        }
    }

    /// <summary>Makes what was changed count, and then deletes the files of what is gone.</summary>
    /// <remarks>In this order, a crash leaves a file too many and never an entry without one.</remarks>
    public void Commit()
    {
        if (Uses.AreDue)
        {
            WriteUses();
        }

        database.Commit(_hasNewTotals ? Totals with { LatestUse = Uses.Latest } : null);
        _hasNewTotals = false;
        _filesToDelete.ForEach(files.Delete);
        _filesToDelete.Clear();
    }

    private static DateTimeOffset? TimeOf(long? use) =>
        use is >= 0 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(use.Value) : null;

    private List<(byte[] Name, EntryRecord Record)> OfKey(HttpCacheKey key)
    {
        var (first, last) = EntryName.Bounds(key);
        var entries = new List<(byte[] Name, EntryRecord Record)>();
        foreach (var (name, bytes) in database.FindHeads(first, last, MostOfAKey))
        {
            if (Read(name, bytes) is { } record && record.Head.Key.Equals(key))
            {
                entries.Add((name, record));
            }
        }

        return entries;
    }

    private EntryRecord? Find(byte[] name) => database.FindHead(name) is { } bytes ? Read(name, bytes) : null;

    private EntryRecord? Read(byte[] name, byte[] bytes)
    {
        var record = EntryRecord.Read(name, bytes);
        if (record is null)
        {
            Discard(name, record: null);
        }

        return record;
    }

    private void SetTotals(Totals totals)
    {
        Totals = totals;
        _hasNewTotals = true;
    }
}
