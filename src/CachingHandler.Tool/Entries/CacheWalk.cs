using CachingHandler.Storage;

namespace CachingHandler.Tool;

/// <summary>Walks the entries of a cache and keeps count of the files that are none.</summary>
/// <param name="reader">Reads the directory.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class CacheWalk(DiskHttpCacheReader reader, TimeProvider timeProvider)
{
    // What has not been written to for so long was left by a process that died; stores clear it away.
    private static readonly TimeSpan LeftOverAge = TimeSpan.FromHours(1);

    /// <summary>Gets the number of files that are damaged, or not in their place.</summary>
    public int Damaged { get; private set; }

    /// <summary>Gets the number of files that may not be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Gets the number of responses that are being written.</summary>
    public int UnderConstruction { get; private set; }

    /// <summary>Gets the number of the cache's own notes.</summary>
    public int Notes { get; private set; }

    /// <summary>Returns the entries, without the cache's own notes.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="RefusalException">The directory cannot be read.</exception>
    public IEnumerable<(DiskHttpCacheFile File, HttpCacheEntry Entry)> Entries(CancellationToken cancellationToken)
    {
        foreach (var file in Files(cancellationToken))
        {
            var state = reader.Read(file, out var entry);
            Count(state);
            if (entry is { Response.Key.IsNote: true })
            {
                Notes++;
            }
            else if (entry is not null)
            {
                yield return (file, entry);
            }
        }
    }

    /// <summary>Returns the files, without those under construction.</summary>
    /// <inheritdoc cref="Entries"/>
    public IEnumerable<DiskHttpCacheFile> Files(CancellationToken cancellationToken)
    {
        using var files = reader.Files().GetEnumerator();
        while (TryMove(files))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!files.Current.IsUnderConstruction)
            {
                yield return files.Current;
            }
            else if (timeProvider.GetUtcNow() - files.Current.LastWritten < LeftOverAge)
            {
                UnderConstruction++;
            }
        }
    }

    /// <summary>Counts what was found in a file.</summary>
    public void Count(DiskHttpCacheFileState state)
    {
        switch (state)
        {
            case DiskHttpCacheFileState.Damaged or DiskHttpCacheFileState.BodyDamaged or DiskHttpCacheFileState.Misplaced:
                Damaged++;
                break;
            case DiskHttpCacheFileState.Unreadable:
                Unreadable++;
                break;
        }
    }

    /// <summary>Says what the reader of an answer should know beside it.</summary>
    public void Remark(TextWriter writer)
    {
        if (Damaged > 0)
        {
            writer.WriteLine($"{Counted.Of(Damaged, "damaged file")} left out; 'http-cache verify' names them.");
        }

        if (Unreadable > 0)
        {
            writer.WriteLine($"{Counted.Of(Unreadable, "file")} left out that may not be read.");
        }

        RemarkUse(writer);
    }

    /// <summary>Says so where an application is seen to use the cache.</summary>
    public void RemarkUse(TextWriter writer)
    {
        if (UnderConstruction > 0)
        {
            writer.WriteLine(
                $"An application is using the cache: {Counted.Of(UnderConstruction, "response")} being written. What is told here may have changed since.");
        }
    }

    private bool TryMove(IEnumerator<DiskHttpCacheFile> files)
    {
        try
        {
            return files.MoveNext();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException($"The directory '{reader.DirectoryPath}' cannot be read: {exception.Message}");
        }
    }
}
