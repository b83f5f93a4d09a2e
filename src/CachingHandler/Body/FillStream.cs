using System.Diagnostics.CodeAnalysis;

namespace CachingHandler.Body;

/// <summary>A body on its way, as one caller reads it; disposing it leaves.</summary>
/// <remarks>
/// What is under way is held by those who may join it, and not only by those who read it. So a response that its caller
/// forgets without disposing it has to leave when it is collected, or it would stay, connection and all.
/// </remarks>
internal sealed class FillStream(FillReader reader) : ForwardStream
{
    private bool _isDisposed;

    [SuppressMessage("Design", "MA0055:Do not use finalizer", Justification = "See the remarks; none runs for what is disposed.")]
    ~FillStream()
    {
        Dispose(disposing: false);
    }

    /// <inheritdoc/>
    public override bool CanRead => !_isDisposed;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var count = reader.Fill.Read(reader, buffer);
        GC.KeepAlive(this);

        return count;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);

        return reader.Fill.ReadAsync(reader, buffer, this, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (disposing)
            {
                reader.Fill.Leave(reader);
            }
            else
            {
                // What there is to do may take longer than finalizers are to take.
                ThreadPool.UnsafeQueueUserWorkItem(static reader => reader.Fill.Leave(reader), reader, preferLocal: false);
            }
        }

        base.Dispose(disposing);
    }
}
