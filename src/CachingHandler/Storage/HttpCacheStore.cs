using CachingHandler.Concurrency;

namespace CachingHandler.Storage;

/// <summary>Keeps responses. Knows nothing of HTTP's rules: what to keep, and whether it may be used, is decided elsewhere.</summary>
/// <remarks>
/// <para>Bodies are immutable and heads are mutable: a body is written under a fresh id, its head is the commit, and a
/// validation replaces the head alone. Whoever has a body open keeps it through replacement and eviction.</para>
/// <para>Members are safe for concurrent use. They may throw whatever their medium throws: the handler takes that as a miss.
/// Several handlers can share a store; it belongs to whoever created it.</para>
/// </remarks>
public abstract partial class HttpCacheStore : IDisposable, IAsyncDisposable
{
    /// <summary>The number of variants a store keeps of one key; the one received longest ago makes room.</summary>
    /// <remarks>A response that varies by a field of endless values would otherwise make its key grow without bound.</remarks>
    protected const int MaximumVariants = 32;

    /// <summary>Gets what refreshes the store's responses in the background, whichever handlers serve them.</summary>
    internal BackgroundRevalidator Background { get; } = new();

    /// <summary>Gets what is asked of the origin at the moment, by whichever handlers.</summary>
    internal FetchesUnderWay Fetches { get; } = new();

    /// <summary>Gets what one has to hold who makes a note: of those who find none at once, each would make an edition of its own.</summary>
    internal SemaphoreSlim Noting { get; } = new(1);

    /// <summary>Sets a value indicating whether another store keeps in memory what this one gives.</summary>
    internal virtual bool IsBehindMemory
    {
        set { }
    }

    /// <summary>Gets 32 random bytes that live as long as what is stored, with which secrets are hashed before they become part of a key.</summary>
    /// <remarks>They never leave the process but to the store's own medium.</remarks>
    public abstract ReadOnlyMemory<byte> Secret { get; }

    /// <summary>Returns the heads stored under a key.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The variants, in no order; empty when nothing is stored. A head may be past its <see cref="StoredResponse.DiscardAfter"/>.</returns>
    public abstract ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken);

    /// <summary>Opens the body of a response that was found.</summary>
    /// <param name="response">A head that this store returned.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The body, to be disposed by the caller; null when it is gone, replaced, or damaged.</returns>
    /// <remarks>A store that read the body together with the head may give it though it is gone meanwhile.</remarks>
    public abstract ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken);

    /// <summary>Begins to store a response.</summary>
    /// <param name="head">Its head, with a fresh body id.</param>
    /// <param name="declaredLength">The length its sender declared, in bytes; null when it did not. A hint: what is written counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The writer, to be disposed by the caller; null when the store does not want the response.</returns>
    public abstract ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken);

    /// <summary>Replaces the head of a stored response and leaves its body alone.</summary>
    /// <param name="current">The response as it was found.</param>
    /// <param name="updated">Its replacement; has the same key and body id, but may have other selecting fields.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the entry is gone or has a new body; nothing is changed then.</returns>
    /// <exception cref="ArgumentException">The two differ in key or body id.</exception>
    /// <remarks>Of two updates at once, one wins whole. Readers of the body are not disturbed.</remarks>
    public abstract ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken);

    /// <summary>Removes every response stored under a key; does nothing when there is none.</summary>
    /// <param name="key">What is no longer to be used.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken);

    /// <summary>Removes one response; does nothing when it is gone or has a new body.</summary>
    /// <param name="response">The response as it was found.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken);

    /// <summary>Walks all stored heads, in no order; what changes meanwhile may or may not be seen.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The heads. One may be past its <see cref="StoredResponse.DiscardAfter"/>, or gone by the time it is used.</returns>
    /// <remarks>Among them are the cache's own notes, which <see cref="HttpCacheKey.IsNote"/> tells from responses.</remarks>
    public abstract IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes everything that is stored.</summary>
    /// <param name="cancellationToken">Ends the wait; what is removed by then stays removed.</param>
    public abstract ValueTask ClearAsync(CancellationToken cancellationToken = default);

    /// <summary>Throws unless the two heads may stand for each other in <see cref="TryUpdateHeadAsync"/>.</summary>
    /// <param name="current">The response as it was found.</param>
    /// <param name="updated">Its replacement.</param>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    /// <exception cref="ArgumentException">The two differ in key or body id.</exception>
    protected static void ThrowIfNotSameEntry(StoredResponse current, StoredResponse updated)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(updated);
        if (!current.Key.Equals(updated.Key) || current.BodyId != updated.BodyId)
        {
            throw new ArgumentException(
                "The updated head has another key or body id; a head update keeps both.", nameof(updated));
        }
    }

    /// <summary>Lets refreshes in the background end, for five seconds at most, and frees what the store holds.</summary>
    /// <remarks>Waits as <see cref="DisposeAsync"/> does; what takes longer is cancelled.</remarks>
    public void Dispose()
    {
        Background.Dispose();
        Fetches.Dispose();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets refreshes in the background end, for five seconds at most, and frees what the store holds.</summary>
    /// <returns>The end of it.</returns>
    /// <remarks>Waits for bodies, too, that are received though nobody reads them any longer. What takes longer is cancelled, or left behind.
    /// An override calls this first, for until then the store is in use.</remarks>
    public virtual async ValueTask DisposeAsync()
    {
        await Background.DisposeAsync().ConfigureAwait(false);
        await Fetches.DisposeAsync().ConfigureAwait(false);
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the store holds; what is stored stays where the medium outlives the process.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
