namespace CachingHandler.Storage;

/// <summary>Looks through the directory of a disk store, and tells its index what is there.</summary>
/// <param name="paths">Where the files lie.</param>
/// <param name="index">Is told.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>The same walk removes files that a process left under construction when it died, and what other versions left.</remarks>
internal sealed class EntryScan(EntryPaths paths, DiskIndex index, TimeProvider timeProvider)
{
    private static readonly TimeSpan LeftOverAge = TimeSpan.FromHours(1);

    /// <summary>Looks through all shards, giving way to other work after each.</summary>
    /// <param name="isStopped">Asked after each; the index is left as it is then.</param>
    /// <returns>False when it was stopped.</returns>
    /// <exception cref="IOException">A directory cannot be read.</exception>
    public async Task<bool> RunAsync(Func<bool> isStopped)
    {
        SweepRoot();
        for (var number = 0; number < DiskIndex.ShardCount; number++)
        {
            if (isStopped())
            {
                return false;
            }

            Scan(number);
            await Task.Yield();
        }

        return true;
    }

    private void SweepRoot()
    {
        if (!Directory.Exists(paths.Root))
        {
            return;
        }

        OtherVersions.Remove(paths);

        // Where the secret is made.
        var oldest = (timeProvider.GetUtcNow() - LeftOverAge).UtcDateTime;
        foreach (var file in new DirectoryInfo(paths.Root).EnumerateFiles())
        {
            if (EntryNames.IsTemporary(file.Name) && file.LastWriteTimeUtc < oldest && !paths.IsOwn(file.Name))
            {
                Sweep(file.FullName);
            }
        }
    }

    private void Scan(int number)
    {
        var since = index.Now();
        var oldest = timeProvider.GetUtcNow() - LeftOverAge;
        var found = new List<IndexedEntry>();
        foreach (var (path, written, length) in paths.ShardsOf(number).SelectMany(static shard => EntryWalk.FilesOf(
            shard, static (ref entry) => (entry.ToFullPath(), entry.LastWriteTimeUtc, entry.Length))))
        {
            if (EntryId.TryParse(path, out var id))
            {
                // A clock that was ahead would keep a file for good.
                found.Add(new(id, Math.Min(written.UtcTicks, since), DiskIndex.BlocksOf(length)));
            }
            else if (written < oldest && !paths.IsOwn(Path.GetFileName(path.AsSpan())))
            {
                Sweep(path);
            }
        }

        index.Replace(number, found, since);
    }

    private static void Sweep(string leftOver)
    {
        try
        {
            File.Delete(leftOver);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next scan tries again.
        }
    }
}
