namespace CachingHandler.Storage;

/// <summary>Deletes files of a disk store; what is gone already is no failure.</summary>
/// <param name="index">Is told what is gone.</param>
/// <param name="metrics">Counts what is damaged.</param>
internal sealed class EntryRemoval(DiskIndex index, DiskStoreMetrics metrics)
{
    /// <summary>Deletes an entry, and the directory of its key's variants when it was the last of them.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be deleted.</exception>
    public void DeleteEntry(string path)
    {
        Delete(path);
        if (EntryNames.IsVariant(Path.GetFileName(path.AsSpan())))
        {
            RemoveIfEmpty(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Deletes the files of a key's variants, and their directory unless something foreign is in it.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be deleted.</exception>
    public void DeleteVariants(EntryPlace place)
    {
        if (!Directory.Exists(place.Variants))
        {
            return;
        }

        foreach (var path in EntryWalk.Variants(place))
        {
            Delete(path);
        }

        RemoveIfEmpty(place.Variants);
    }

    /// <summary>Deletes a file.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be deleted.</exception>
    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever stored there, or somebody removed all of it.
        }

        index.Remove(path);
    }

    /// <summary>Deletes an entry that is damaged, and counts it.</summary>
    public void Discard(string path)
    {
        try
        {
            DeleteEntry(path);
            metrics.DamagedEntryRemoved();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be deleted the entry stays what it is: a miss.
        }
    }

    private static void RemoveIfEmpty(string directory)
    {
        try
        {
            if (!Directory.EnumerateFileSystemEntries(directory).Any())
            {
                Directory.Delete(directory);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process removed it, or put a new variant into it, just now. An empty one does no harm.
        }
    }
}
