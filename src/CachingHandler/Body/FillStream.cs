namespace CachingHandler.Body;

/// <summary>The origin's stream as the caller reads it, staged on the way.</summary>
/// <remarks>What the origin's stream throws reaches the caller as it is; what is staged is then discarded.</remarks>
internal sealed class FillStream(Stream source, BodyFill fill) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => source.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override bool CanTimeout => source.CanTimeout;

    /// <inheritdoc/>
    public override int ReadTimeout
    {
        get => source.ReadTimeout;
        set => source.ReadTimeout = value;
    }

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException("The length of a body on its way is not known.");

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException("A body on its way has no position.");
        set => throw new NotSupportedException("A body on its way cannot be sought in.");
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);

        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        try
        {
            count = source.Read(buffer);
        }
        catch
        {
            fill.Dispose();
            throw;
        }

        // An empty buffer reads nothing from a stream that has not ended.
        if (!buffer.IsEmpty)
        {
            fill.Received(buffer[..count]);
        }

        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);

        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = 0;
        try
        {
            count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            fill.Dispose();
            throw;
        }

        if (!buffer.IsEmpty)
        {
            await fill.ReceivedAsync(buffer[..count]).ConfigureAwait(false);
        }

        return count;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A body on its way cannot be sought in.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("A body on its way cannot be changed.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A body on its way cannot be changed.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            fill.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
