namespace CachingHandler.Storage;

/// <summary>The body of a stored response, open for reading.</summary>
/// <remarks>
/// Its bytes never change: replacing, evicting or removing the entry does not disturb whoever holds it. Reading is safe for
/// concurrent use. The one who opened it disposes it.
/// </remarks>
public abstract class StoredBody : IDisposable
{
    /// <summary>Gets the length in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Gets the whole body where it lies in memory.</summary>
    /// <param name="memory">The body; empty when it has to be read.</param>
    /// <returns>False when the body has to be read. The memory stays valid, and a body that has it needs no disposal.</returns>
    public virtual bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return false;
    }

    /// <summary>Reads bytes from an offset.</summary>
    /// <param name="offset">Where to begin, in bytes from the start; at least zero.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <returns>The number of bytes read; zero at the end or for an empty destination.</returns>
    /// <exception cref="IOException">The medium failed, or the bytes are not those that were stored.</exception>
    public abstract int Read(long offset, Span<byte> destination);

    /// <summary>Reads bytes from an offset without blocking the caller where the medium is slow.</summary>
    /// <param name="offset">Where to begin, in bytes from the start; at least zero.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of bytes read; zero at the end or for an empty destination.</returns>
    /// <exception cref="IOException">The medium failed, or the bytes are not those that were stored.</exception>
    public virtual ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        new(Read(offset, destination.Span));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the body holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
