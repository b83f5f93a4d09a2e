namespace CachingHandler.Storage;

/// <summary>Deletes files of a disk store; what is gone already is no failure.</summary>
internal static class EntryRemoval
{
    /// <summary>Deletes an entry, and the directory of its key's variants when it was the last of them.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be deleted.</exception>
    public static void DeleteEntry(string path)
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
    public static void DeleteVariants(EntryPlace place)
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
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever stored there, or somebody removed all of it.
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
