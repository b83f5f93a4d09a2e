namespace CachingHandler.Storage;

/// <summary>Deletes files of a disk store; what is gone already is no failure.</summary>
/// <param name="index">Is told what is gone.</param>
/// <param name="damagedRemoved">Called for each damaged entry that is removed.</param>
internal sealed class EntryRemoval(DiskIndex index, Action damagedRemoved)
{
    /// <summary>Deletes an entry, and the directory of its key's variants when it was the last of them; needs the key's lock.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be deleted.</exception>
    public void DeleteEntry(string path)
    {
        if (EntryNames.IsVariant(Path.GetFileName(path.AsSpan())) || !TryReplace(path))
        {
            DeleteAlone(path);
        }
    }

    /// <summary>Deletes an entry as one of all that are deleted.</summary>
    /// <inheritdoc cref="DeleteEntry"/>
    public void DeleteAlone(string path)
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

        foreach (var path in EntryWalk.Variants(place.Variants))
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

    /// <summary>Deletes an entry that is damaged, and counts it; needs the key's lock.</summary>
    /// <returns>False when the medium refuses; the entry stays what it is then, a miss.</returns>
    public bool Discard(string path)
    {
        try
        {
            DeleteEntry(path);
            damagedRemoved();

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Where nothing has the plain name nobody looks for variants, so one of them takes it, at a stroke.
    private bool TryReplace(string plain)
    {
        var variants = plain + EntryNames.VariantsSuffix;
        if (!Directory.Exists(variants))
        {
            return false;
        }

        var paths = EntryWalk.Variants(variants);
        foreach (var variant in paths)
        {
            try
            {
                if (paths.Count > 1)
                {
                    EntryHeader.MarkVariants(variant);
                }

                File.Move(variant, plain, overwrite: true);
            }
            catch (FileNotFoundException)
            {
                // Another process has removed it just now.
                continue;
            }

            index.Move(variant, plain);
            RemoveIfEmpty(variants);

            return true;
        }

        return false;
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
