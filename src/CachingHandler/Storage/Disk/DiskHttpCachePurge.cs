namespace CachingHandler.Storage;

/// <summary>Removes entries from the directory of a <see cref="DiskHttpCacheStore"/>, by the store's own way of doing so.</summary>
/// <param name="directory">The store's directory; a relative path counts from the current directory.</param>
/// <remarks>
/// <para>It removes what it is told to and does nothing else: a store would also hold the directory to its own budget, which is the
/// application's to know, and clear away what other versions have left.</para>
/// <para>Safe beside applications that use the directory: each removal is one step, after which a request finds nothing, and whoever
/// has a body open keeps it. What they hold in memory goes within a second. When this is disposed, it tells them how much is gone.</para>
/// <para>Not safe for concurrent use.</para>
/// </remarks>
/// <exception cref="ArgumentException"><paramref name="directory"/> is null, blank, or no path.</exception>
public sealed class DiskHttpCachePurge(string directory) : IDisposable
{
    // An application holds the lock for as long as it evicts. What it is not told, its next scan finds out.
    private const int Attempts = 100;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);

    private readonly DiskHttpCacheReader _reader = new(directory);
    private readonly DiskIndex _index = new(TimeProvider.System);
    private DiskTotals _removed;

    /// <summary>Removes an entry.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="entry">What was read of it.</param>
    /// <returns>False when it is gone, or has a new body; nothing is removed then.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be removed.</exception>
    public bool Remove(DiskHttpCacheFile file, HttpCacheEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);

        return RemoveIf(file, () => _reader.Read(file, out var current) == DiskHttpCacheFileState.Sound
            && current!.Response.BodyId == entry.Response.BodyId);
    }

    /// <summary>Removes a file that is no sound entry in its place.</summary>
    /// <param name="file">The file.</param>
    /// <returns>False when another look finds it sound, gone, or unreadable; nothing is removed then.</returns>
    /// <inheritdoc cref="Remove"/>
    public bool RemoveDamaged(DiskHttpCacheFile file) => RemoveIf(file, () => _reader.Verify(file, out _)
        is DiskHttpCacheFileState.Damaged or DiskHttpCacheFileState.BodyDamaged or DiskHttpCacheFileState.Misplaced);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_removed != default)
        {
            Tell();
            _removed = default;
        }
    }

    private bool RemoveIf(DiskHttpCacheFile file, Func<bool> isToGo)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.IsUnderConstruction || !isToGo())
        {
            return false;
        }

        // Whoever puts a new response into its place this very moment loses that, as between any two processes: a miss.
        new EntryRemoval(_index, static () => { }).DeleteEntry(file.FullPath);
        _removed += new DiskTotals(-(long)DiskIndex.BlocksOf(file.Length), -1);

        return true;
    }

    // A process that reads other numbers than it told looks through the directory before it evicts again.
    private void Tell()
    {
        var shared = new SharedSize(new EntryPaths(_reader.DirectoryPath).Root);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            using var alone = shared.TryEnter();
            if (alone is null)
            {
                Thread.Sleep(Wait);
                continue;
            }

            if (shared.Read() is { } told)
            {
                var left = told.Totals + _removed;
                shared.Write(told with { Totals = new(Math.Max(0, left.Blocks), Math.Max(0, left.Entries)) });
            }

            return;
        }
    }
}
