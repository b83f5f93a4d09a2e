namespace CachingHandler.Storage;

internal sealed partial class Entries
{
    /// <summary>Removes every response of a key.</summary>
    public void Remove(HttpCacheKey key)
    {
        foreach (var (name, record) in OfKey(key))
        {
            Remove(name, record);
        }
    }

    /// <summary>Removes a response unless it has a new body.</summary>
    public void Remove(StoredResponse response)
    {
        var name = EntryName.Of(response);
        if (Find(name) is { } record)
        {
            Remove(name, record);
        }
    }

    /// <summary>Removes a response whose body turned out to be damaged.</summary>
    public void RemoveDamaged(StoredResponse response)
    {
        var name = EntryName.Of(response);
        if (Find(name) is { } record)
        {
            Discard(name, record);
        }
    }

    /// <summary>Removes some of those entries that were used longest ago.</summary>
    /// <param name="count">How many, at most.</param>
    /// <param name="left">The size to which all is reduced, in bytes.</param>
    /// <returns>False when that did not reduce it: there is none left, or a damaged index comes up with the same for ever.</returns>
    public bool RemoveLeastRecentlyUsed(int count, long left)
    {
        WriteUses();
        var before = Totals.Size;
        foreach (var name in database.FindLeastRecentlyUsed(count).TakeWhile(_ => Totals.Size > left))
        {
            if (Find(name) is { } record)
            {
                Remove(name, record);
            }
            else
            {
                // A use without an entry, which is a matter of damage, would come up each time.
                database.Delete(name);
            }
        }

        return Totals.Size < before;
    }

    /// <summary>Removes a twentieth of what is stored, though it is within the budget: the medium has no room for more.</summary>
    /// <returns>False when nothing of it can be removed.</returns>
    public bool Shrink()
    {
        var left = Totals.Size - (Totals.Size / 20) - 1;
        var goesOn = true;
        while (goesOn && Totals.Size > left)
        {
            goesOn = RemoveLeastRecentlyUsed(64, left);
        }

        return goesOn;
    }

    private static bool Supersedes(StoredResponse newer, StoredResponse older) =>
        newer.SelectingFields.Count == 0 || older.SelectingFields.Count == 0 || newer.IsSameVariantAs(older);

    // Returns what stays.
    private List<(byte[] Name, EntryRecord Record)> RemoveSuperseded(StoredResponse newer, bool andItself)
    {
        var kept = new List<(byte[] Name, EntryRecord Record)>();
        foreach (var (name, record) in OfKey(newer.Key))
        {
            if (record.Head.BodyId == newer.BodyId ? andItself : Supersedes(newer, record.Head))
            {
                Remove(name, record);
            }
            else
            {
                kept.Add((name, record));
            }
        }

        return kept;
    }

    private void Discard(byte[] name, EntryRecord? record)
    {
        Remove(name, record);
        damaged();
    }

    // The size that an unreadable record was counted for is not known, and stays counted.
    private void Remove(byte[] name, EntryRecord? record)
    {
        database.Delete(name, record is null or { Place: BodyPlace.Database });
        SetTotals(record is null ? Totals with { Entries = Totals.Entries - 1 } : Totals.Without(record));

        if (record is null or { Place: BodyPlace.File })
        {
            _filesToDelete.Add(name);
        }
    }
}
