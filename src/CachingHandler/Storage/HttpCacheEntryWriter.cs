namespace CachingHandler.Storage;

/// <summary>Stages the body of one response and commits it with its head.</summary>
/// <remarks>
/// <para>Nothing is visible before <see cref="CommitAsync(StoredResponse?, CancellationToken)"/>. Disposing without a commit
/// discards what was staged.</para>
/// <para>One caller at a time writes, commits and disposes. <see cref="Read"/> and <see cref="Length"/> may be called beside
/// writing and committing, from any number of threads. They give what is staged, also after a write that failed, and after the
/// commit whatever becomes of the entry, until the writer is disposed.</para>
/// </remarks>
public abstract class HttpCacheEntryWriter : IDisposable
{
    /// <summary>Gets the number of bytes staged so far; all of them can be read back, and it only grows.</summary>
    public abstract long Length { get; }

    /// <summary>Stages more bytes.</summary>
    /// <param name="bytes">The bytes; they are copied.</param>
    /// <exception cref="IOException">The medium took no more; the writer can then only be disposed.</exception>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Stages more bytes without blocking the caller where the medium is slow.</summary>
    /// <param name="bytes">The bytes; they are copied before the task ends.</param>
    /// <param name="cancellationToken">Ends the wait; the writer can then only be disposed.</param>
    /// <returns>The end of it.</returns>
    /// <exception cref="IOException">The medium took no more; the writer can then only be disposed.</exception>
    public virtual ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Write(bytes.Span);

        return ValueTask.CompletedTask;
    }

    /// <summary>Reads back bytes that are staged.</summary>
    /// <param name="offset">Where to begin, in bytes from the start; at least zero.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <returns>The number of bytes read; zero when none is staged there yet, or for an empty destination.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="IOException">The medium failed.</exception>
    /// <remarks>Safe to call from any number of threads beside the other members, disposal excepted.</remarks>
    public abstract int Read(long offset, Span<byte> destination);

    /// <summary>Makes head and body visible at once, replacing what the new response supersedes.</summary>
    /// <param name="head">The head to store where it is another than the writer was begun with, as of a body that broke off and
    /// holds only a part; same key and body id. Null stores the one it was begun with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The head as stored, its length set; null when the store let it go, as when it does not fit.</returns>
    /// <exception cref="InvalidOperationException">The writer has been committed before.</exception>
    /// <exception cref="IOException">The medium failed; nothing is stored then.</exception>
    /// <remarks>
    /// A response without selecting fields supersedes every stored response of its key. One with selecting fields supersedes
    /// the one that has the same, and the one that has none.
    /// </remarks>
    public abstract ValueTask<StoredResponse?> CommitAsync(StoredResponse? head, CancellationToken cancellationToken);

    /// <summary>Makes the body visible with the head that the writer was begun with; see the other overload.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The head as stored, its length set; null when the store let it go, as when it does not fit.</returns>
    /// <exception cref="InvalidOperationException">The writer has been committed before.</exception>
    /// <exception cref="IOException">The medium failed; nothing is stored then.</exception>
    public ValueTask<StoredResponse?> CommitAsync(CancellationToken cancellationToken) => CommitAsync(null, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Discards what is staged unless it was committed.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
