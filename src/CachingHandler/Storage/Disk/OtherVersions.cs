namespace CachingHandler.Storage;

/// <summary>The directories that other versions of the layout have left beside this one; nobody counts what is in them.</summary>
internal static class OtherVersions
{
    /// <summary>Removes them. What cannot be removed stays for the next time.</summary>
    /// <param name="paths">Where this version's files lie.</param>
    /// <remarks>A directory that only bears such a name, and has no store's secret in it, is somebody else's.</remarks>
    public static void Remove(EntryPaths paths)
    {
        foreach (var directory in new DirectoryInfo(Path.GetDirectoryName(paths.Root)!).EnumerateDirectories("v*"))
        {
            if (EntryNames.IsVersion(directory.Name)
                && !string.Equals(directory.FullName, paths.Root, StringComparison.Ordinal)
                && !directory.Attributes.HasFlag(FileAttributes.ReparsePoint)
                && File.Exists(Path.Join(directory.FullName, EntryNames.Secret)))
            {
                Remove(directory);
            }
        }
    }

    private static void Remove(DirectoryInfo directory)
    {
        try
        {
            directory.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A process of that version may be writing there just now.
        }
    }
}
