namespace CachingHandler.Storage;

/// <summary>Stages a body in memory.</summary>
internal sealed class MemoryEntryWriter(MemoryHttpCacheStore store, StoredResponse announced, long? declaredLength)
    : HttpCacheEntryWriter
{
    private readonly StagingBuffer _staged = new(declaredLength);
    private bool _committed;

    /// <inheritdoc/>
    public override long Length => _staged.Length;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_staged.Length + (long)bytes.Length > Math.Min(store.MaximumSize, Array.MaxLength))
        {
            throw new IOException($"The body is larger than the memory store's {store.MaximumSize} bytes.");
        }

        _staged.Append(bytes);
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) => _staged.Read(offset, destination);

    /// <inheritdoc/>
    public override ValueTask<StoredResponse?> CommitAsync(StoredResponse? head, CancellationToken cancellationToken)
    {
        if (_committed)
        {
            throw new InvalidOperationException("The response has been committed already.");
        }

        _committed = true;
        var body = _staged.Trim();

        // Where another store has attached a body of its own, that head stays that store's.
        var stored = (head ?? announced).WithBodyLength(body.Length).Detached();

        return new(store.TryAdd(new MemoryEntry(stored, body)) ? stored : null);
    }
}
