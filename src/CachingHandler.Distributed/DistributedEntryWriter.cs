namespace CachingHandler.Storage;

/// <summary>Stages a body in memory, and writes it to the medium with its head.</summary>
/// <param name="store">The store to publish in.</param>
/// <param name="announced">The response's head.</param>
/// <param name="declaredLength">The length its sender declared, in bytes; null when it did not.</param>
/// <remarks>
/// Nothing goes to the medium before the body is complete: most of those that break off would leave chunks there, and
/// readers of what is staged must not depend on it.
/// </remarks>
internal sealed class DistributedEntryWriter(
    DistributedHttpCacheStore store, StoredResponse announced, long? declaredLength) : HttpCacheEntryWriter
{
    private readonly StagingBuffer _staged = new(declaredLength);
    private bool _isCommitted;
    private bool _hasFailed;

    /// <inheritdoc/>
    public override long Length => _staged.Length;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_isCommitted)
        {
            throw new InvalidOperationException("The response has been committed already; it takes no more bytes.");
        }

        ThrowIfFailed();
        if (_staged.Length + (long)bytes.Length > store.MaximumBodySize)
        {
            _hasFailed = true;
            throw new IOException($"The body is larger than the {store.MaximumBodySize} bytes that the distributed store takes.");
        }

        _staged.Append(bytes);
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) => _staged.Read(offset, destination);

    /// <inheritdoc/>
    public override async ValueTask<StoredResponse?> CommitAsync(StoredResponse? head, CancellationToken cancellationToken)
    {
        if (_isCommitted)
        {
            throw new InvalidOperationException("The response has been committed already.");
        }

        ThrowIfFailed();
        _isCommitted = true;
        var stored = (head ?? announced).WithBodyLength(_staged.Length);

        return await store.TryPutAsync(stored, _staged.Bytes).ConfigureAwait(false) ? stored : null;
    }

    private void ThrowIfFailed()
    {
        if (_hasFailed)
        {
            throw new IOException("An earlier write failed; the response can only be dropped.");
        }
    }
}
