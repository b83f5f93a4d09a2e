using CachingHandler.Storage;

namespace CachingHandler.Tool.Commands;

/// <summary>Looks into a cache again and again.</summary>
/// <param name="reader">Reads the directory.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="interval">How long to wait between two looks.</param>
internal sealed class Watch(DiskHttpCacheReader reader, TimeProvider timeProvider, TimeSpan interval)
{
    /// <summary>Gets what is known of the cache.</summary>
    public CacheChanges Cache { get; } = new(reader, timeProvider);

    /// <summary>Gets the directory.</summary>
    public string DirectoryPath => reader.DirectoryPath;

    /// <summary>Looks until it is cancelled.</summary>
    /// <param name="changed">Called after each look with what has changed, if anything.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="RefusalException">The directory has gone, or cannot be read.</exception>
    public async Task RunAsync(Action<List<CacheChange>> changed, CancellationToken cancellationToken)
    {
        // What is there already is no news.
        Cache.Look(cancellationToken);
        changed([]);
        while (true)
        {
            await Task.Delay(interval, timeProvider, cancellationToken).ConfigureAwait(false);
            if (!Directory.Exists(reader.DirectoryPath))
            {
                throw new RefusalException($"The directory '{reader.DirectoryPath}' has been removed.");
            }

            changed(Cache.Look(cancellationToken));
        }
    }
}
