namespace CachingHandler.Body;

/// <summary>A body on its way, as one caller reads it; disposing it leaves.</summary>
internal sealed class FillStream(FillReader reader) : ForwardStream
{
    private bool _isDisposed;

    /// <inheritdoc/>
    public override bool CanRead => !_isDisposed;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);

        return reader.Read(buffer);
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);

        return reader.ReadAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isDisposed = true;
            reader.Dispose();
        }

        base.Dispose(disposing);
    }
}
