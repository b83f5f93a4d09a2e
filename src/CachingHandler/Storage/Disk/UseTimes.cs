namespace CachingHandler.Storage;

/// <summary>Tells the disk when files were used last, by the times of their last change.</summary>
internal static class UseTimes
{
    /// <summary>Tells of all uses that it has not been told of.</summary>
    public static void Write(EntryPaths paths, DiskIndex index)
    {
        foreach (var id in index.Pending.Take())
        {
            try
            {
                if (index.Find(id) is { } entry && id.PathBelow(paths.Root) is var path && File.Exists(path))
                {
                    File.SetLastWriteTimeUtc(path, new DateTime(entry.LastUsed, DateTimeKind.Utc));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It is gone, or stays as it is: a little less is known of the order.
            }
        }
    }
}
