using CachingHandler.Concurrency;

namespace CachingHandler.Storage;

/// <summary>Stages a body in memory, and in the store behind from where it is too large for that.</summary>
/// <param name="changes">What makes it visible.</param>
/// <param name="store">The store behind.</param>
/// <param name="announced">The response's head.</param>
/// <param name="declaredLength">The length its sender declared, in bytes; null when it did not.</param>
/// <param name="maximumInMemory">The largest body to stage in memory, in bytes.</param>
/// <param name="behind">The store's writer, where the body goes there from the start.</param>
/// <remarks>
/// Readers run beside the writer without a lock: they look at the memory first, and the bytes do not leave it before they are
/// in the store behind.
/// </remarks>
internal sealed class TieredEntryWriter(
    TierChanges changes,
    HttpCacheStore store,
    StoredResponse announced,
    long? declaredLength,
    long maximumInMemory,
    HttpCacheEntryWriter? behind = null) : HttpCacheEntryWriter
{
    private volatile StagingBuffer? _staged = behind is null ? new(declaredLength) : null;
    private volatile HttpCacheEntryWriter? _behind = behind;
    private bool _committed;
    private bool _failed;

    /// <inheritdoc/>
    public override long Length
    {
        get
        {
            var staged = _staged;

            return _behind?.Length ?? staged!.Length;
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        BeforeWriting();
        if (!HasRoomFor(bytes.Length))
        {
            Synchronously.Wait(MoveAsync(CancellationToken.None));
        }

        if (_behind is { } writer)
        {
            writer.Write(bytes);
        }
        else
        {
            _staged!.Append(bytes);
        }

        _failed = false;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        BeforeWriting();
        if (!HasRoomFor(bytes.Length))
        {
            await MoveAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_behind is { } writer)
        {
            await writer.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _staged!.Append(bytes.Span);
        }

        _failed = false;
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        var staged = _staged;

        return _behind is { } writer ? writer.Read(offset, destination) : staged!.Read(offset, destination);
    }

    /// <inheritdoc/>
    public override ValueTask<StoredResponse?> CommitAsync(StoredResponse? head, CancellationToken cancellationToken)
    {
        if (_committed)
        {
            throw new InvalidOperationException("The response has been committed already.");
        }

        ThrowIfFailed();
        _committed = true;
        var stored = (head ?? announced).WithBodyLength(Length).Detached();

        return _behind is { } writer
            ? changes.CommitAsync(stored, () => writer.CommitAsync(head, CancellationToken.None), cancellationToken)
            : changes.PublishAsync(stored, _staged!.Trim());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _behind?.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool HasRoomFor(int count) => _behind is not null || _staged!.Length + (long)count <= maximumInMemory;

    private async ValueTask MoveAsync(CancellationToken cancellationToken)
    {
        var writer = await store.BeginWriteAsync(announced, declaredLength, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException("The body is too large for memory, and the store behind does not take it.");
        try
        {
            await writer.WriteAsync(_staged!.Bytes, cancellationToken).ConfigureAwait(false);
            _behind = writer;
            _staged = null;
        }
        finally
        {
            if (_behind is null)
            {
                writer.Dispose();
            }
        }
    }

    // A write that ends in an exception leaves the flag set, and with it nothing but disposal.
    private void BeforeWriting()
    {
        if (_committed)
        {
            throw new InvalidOperationException("The response has been committed already; it takes no more bytes.");
        }

        ThrowIfFailed();
        _failed = true;
    }

    private void ThrowIfFailed()
    {
        if (_failed)
        {
            throw new IOException("An earlier write failed or was cancelled; the response can only be dropped.");
        }
    }
}
