namespace CachingHandler.Storage;

/// <summary>Finds, opens and removes the files of a disk store.</summary>
/// <remarks>
/// Readers take no lock. What changes the files of a key takes the lock of its stripe, so that within a process a change of
/// head never meets a new body half way. Between processes the worst outcome is a miss, never a mixture.
/// </remarks>
/// <param name="paths">Where the files lie.</param>
/// <param name="locks">For changes.</param>
/// <param name="index">Is told what is used.</param>
/// <param name="removal">Deletes files.</param>
internal sealed class DiskEntries(
    EntryPaths paths, KeyLocks locks, DiskIndex index, EntryRemoval removal)
{
    private readonly DiskBodies _bodies = new(index);

    /// <summary>Gets or sets a value indicating whether what is read is kept in memory, so that it must not be borrowed.</summary>
    public bool IsBehindMemory
    {
        get => _bodies.IsBehindMemory;
        set => _bodies.IsBehindMemory = value;
    }

    /// <summary>Returns the heads of a key.</summary>
    public StoredResponse[] Find(HttpCacheKey key)
    {
        var place = paths.Of(key);
        var first = Read(place, place.Plain, key, isFirst: true, out var hasVariants);
        if (first is null)
        {
            return [];
        }

        if (!hasVariants || first.SelectingFields.Count == 0)
        {
            return [first];
        }

        var variants = new List<StoredResponse> { first };
        foreach (var path in EntryWalk.Variants(place.Variants))
        {
            if (Read(place, path, key, isFirst: false, out _) is { } variant)
            {
                variants.Add(variant);
            }
        }

        return [.. variants];
    }

    /// <summary>Returns the head under a key's plain name; null when there is none.</summary>
    public StoredResponse? First(EntryPlace place, HttpCacheKey key)
    {
        using var file = Open(place, place.Plain, key, FileAccess.Read);

        return file?.Response;
    }

    /// <summary>Opens the body of a response; null when it is gone, replaced or damaged.</summary>
    public StoredBody? OpenBody(StoredResponse response)
    {
        if (_bodies.Take(response) is { } attached)
        {
            return attached;
        }

        using var file = Open(paths.Of(response.Key), response, FileAccess.Read);
        if (file is null)
        {
            return null;
        }

        var body = _bodies.Open(file, () => RemoveDamaged(response));
        if (body is null)
        {
            RemoveDamaged(response);
        }

        return body;
    }

    /// <summary>Opens the file that has the body of a response.</summary>
    /// <returns>The file, to be disposed by the caller; null when the response is gone, replaced or damaged.</returns>
    public EntryFile? Open(EntryPlace place, StoredResponse response, FileAccess access) =>
        Open(place, place.Plain, response, access)
        ?? (place.VariantOf(response) is { } variant ? Open(place, variant, response, access) : null);

    /// <summary>Opens the file of a response and checks that it is the one asked for.</summary>
    /// <returns>The file, to be disposed by the caller; null when it is gone or damaged. A damaged one is removed.</returns>
    public EntryFile? Open(EntryPlace place, string path, HttpCacheKey key, FileAccess access)
    {
        if (TryOpen(place, path, key, access, out var file) != EntryState.Damaged)
        {
            return file;
        }

        // It may have been replaced, or two heads have been written, while it was read.
        lock (locks.Of(place.Hash))
        {
            if (TryOpen(place, path, key, access, out file) == EntryState.Damaged && removal.Discard(path))
            {
                // Another variant may have its place now.
                TryOpen(place, path, key, access, out file);
            }
        }

        return file;
    }

    /// <summary>Returns the head in a file, whatever its key; null when it is no sound entry in its place.</summary>
    public StoredResponse? ReadAny(string path)
    {
        if (EntryFile.TryOpen(path, FileAccess.Read, isKnown: false, out var file) != EntryState.Sound)
        {
            return null;
        }

        using (file)
        {
            var response = file!.Response;
            var place = paths.Of(response.Key);

            return place.Hash == file.Header.Hash && place.Has(path, response) ? response : null;
        }
    }

    /// <summary>Removes every response of a key.</summary>
    public void Remove(HttpCacheKey key)
    {
        var place = paths.Of(key);
        lock (locks.Of(place.Hash))
        {
            removal.Delete(place.Plain);
            removal.DeleteVariants(place);
        }
    }

    /// <summary>Removes a response unless it has a new body.</summary>
    public void Remove(StoredResponse response)
    {
        var place = paths.Of(response.Key);
        lock (locks.Of(place.Hash))
        {
            using var file = Open(place, response, FileAccess.Read);
            if (file is not null)
            {
                removal.DeleteEntry(file.Path);
            }
        }
    }

    /// <summary>Removes a response whose body turned out to be damaged, and counts it.</summary>
    /// <returns>False when it is gone already, or the medium refuses.</returns>
    public bool RemoveDamaged(StoredResponse response)
    {
        var place = paths.Of(response.Key);
        lock (locks.Of(place.Hash))
        {
            using var file = Open(place, response, FileAccess.Read);

            return file is not null && removal.Discard(file.Path);
        }
    }

    private EntryState TryOpen(
        EntryPlace place, string path, HttpCacheKey key, FileAccess access, out EntryFile? file)
    {
        var isKnown = ReferenceEquals(path, place.Plain) && index.Find(place.Id) is not null;
        var state = EntryFile.TryOpen(path, access, isKnown, out file);
        if (state != EntryState.Sound)
        {
            if (isKnown && state == EntryState.Absent)
            {
                Forget(place);
            }

            return state;
        }

        if (file!.Header.Hash != place.Hash || !file.Response.Key.Equals(key))
        {
            state = EntryState.Damaged;
        }
        else if (!place.Has(path, file.Response))
        {
            // Its head was just changed to answer other requests, and it is on its way to another name.
            state = EntryState.Absent;
        }

        if (state != EntryState.Sound)
        {
            file.Dispose();
            file = null;
        }

        return state;
    }

    // Another process has removed it. It may be back by now.
    private void Forget(EntryPlace place)
    {
        lock (locks.Of(place.Hash))
        {
            if (!File.Exists(place.Plain))
            {
                index.Forget(place.Id);
            }
        }
    }

    private EntryFile? Open(EntryPlace place, string path, StoredResponse response, FileAccess access)
    {
        var file = Open(place, path, response.Key, access);
        if (file is null || file.Response.BodyId == response.BodyId)
        {
            return file;
        }

        file.Dispose();

        return null;
    }

    // A damaged body is no more than a damaged head: a miss.
    private StoredResponse? Read(EntryPlace place, string path, HttpCacheKey key, bool isFirst, out bool hasVariants)
    {
        hasVariants = false;
        using var file = Open(place, path, key, FileAccess.Read);
        if (file is null)
        {
            return null;
        }

        hasVariants = file.Header.HasVariants;
        if (_bodies.TryAttach(file, isFirst))
        {
            return file.Response;
        }

        return RemoveDamaged(file.Response) ? Read(place, path, key, isFirst, out hasVariants) : null;
    }
}
