using System.Runtime.CompilerServices;
using CachingHandler.Http;

namespace CachingHandler.Storage;

public abstract partial class HttpCacheStore
{
    /// <summary>Walks all stored responses with what the store knows of them, in no order; what changes meanwhile may or may not be seen.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The responses, without the cache's own notes.</returns>
    /// <remarks>May read every head from the medium. The default tells the length of the body as its size.</remarks>
    public virtual async IAsyncEnumerable<HttpCacheEntry> EnumerateEntriesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var response in EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!response.Key.IsNote)
            {
                yield return new HttpCacheEntry(response, response.BodyLength, lastUsed: null);
            }
        }
    }

    /// <summary>Returns how much is stored.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The counts at about this moment; what changes meanwhile may or may not be counted.</returns>
    /// <remarks>May walk all that is stored. The default counts what <see cref="EnumerateAsync"/> gives.</remarks>
    public virtual async ValueTask<HttpCacheStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        var (entries, size) = (0L, 0L);
        await foreach (var response in EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            entries++;
            size += response.BodyLength;
        }

        return new HttpCacheStatistics(entries, size, MaximumSize: null);
    }

    /// <summary>Removes every response of a URI, whatever its method, variant and partition.</summary>
    /// <param name="uri">The URI, absolute; its spelling and fragment make no difference (RFC 3986 §6.2.2).</param>
    /// <param name="cancellationToken">Ends the walk; what is removed by then stays removed.</param>
    /// <returns>The number of responses removed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="uri"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="uri"/> is relative.</exception>
    /// <remarks>
    /// Walks all that is stored, since a store does not know the partitions. A response that answers several URIs
    /// (<c>No-Vary-Search</c>), or was given a key by the application, goes by the name under which it is stored.
    /// </remarks>
    public ValueTask<int> RemoveAllAsync(Uri uri, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri)
        {
            throw new ArgumentException($"The URI '{uri}' is relative; responses are stored under absolute ones.", nameof(uri));
        }

        var name = UriNormalization.Normalize(uri);

        return RemoveAllAsync(entry => string.Equals(entry.Uri, name, StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>Removes the responses that a predicate chooses.</summary>
    /// <param name="predicate">Tells whether a response goes; called for one after the other. What it throws ends the walk.</param>
    /// <param name="cancellationToken">Ends the walk; what is removed by then stays removed.</param>
    /// <returns>The number of responses removed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    /// <remarks>Walks all that is stored. The cache's own notes are not asked about and stay.</remarks>
    public virtual async ValueTask<int> RemoveAllAsync(
        Func<HttpCacheEntry, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var removed = 0;
        await foreach (var entry in EnumerateEntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (predicate(entry))
            {
                await RemoveAsync(entry.Response, cancellationToken).ConfigureAwait(false);
                removed++;
            }
        }

        return removed;
    }
}
