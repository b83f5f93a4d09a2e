namespace CachingHandler.Storage;

/// <summary>Removes what a disk store no longer holds; what is gone already is no fault.</summary>
internal static class EntryRemoval
{
    /// <summary>Deletes the files of a key's variants and their directory when nothing else is in it.</summary>
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

    /// <summary>Deletes a file; does nothing when it or its directory is gone.</summary>
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

    /// <summary>Removes a directory unless something is in it.</summary>
    public static void RemoveIfEmpty(string directory)
    {
        try
        {
            Directory.Delete(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Something foreign is in it, or a new variant.
        }
    }
}
