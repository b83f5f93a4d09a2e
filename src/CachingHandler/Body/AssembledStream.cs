using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>Reads a body from a stored part and, where that has a gap, from the network.</summary>
/// <param name="stored">The stored part's body; belongs to the content.</param>
/// <param name="part">What it holds; its complete length is known.</param>
/// <param name="missing">The bytes that come from the network.</param>
/// <param name="rest">Those bytes; disposed with this.</param>
internal sealed class AssembledStream(StoredBody stored, StoredPart part, ByteRange missing, Stream rest) : Stream
{
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => rest.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException("A body on its way cannot be sought in.");

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException("A body on its way has no position.");
        set => throw new NotSupportedException("A body on its way cannot be sought in.");
    }

    private bool IsMissing => _position >= missing.First && _position <= missing.Last;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);

        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var wanted = buffer[..Within(buffer.Length)];

        return Advance(wanted.Length, IsMissing ? rest.Read(wanted) : stored.Read(OffsetInStored(), wanted));
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
        var wanted = buffer[..Within(buffer.Length)];
        var reading = IsMissing
            ? rest.ReadAsync(wanted, cancellationToken)
            : stored.ReadAsync(OffsetInStored(), wanted, cancellationToken);

        return Advance(wanted.Length, await reading.ConfigureAwait(false));
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
            rest.Dispose();
        }

        base.Dispose(disposing);
    }

    // No read goes over a seam.
    private int Within(int wanted)
    {
        var end = IsMissing ? missing.Last + 1
            : _position < missing.First ? missing.First
            : part.CompleteLength!.Value;

        return (int)Math.Min(end - _position, wanted);
    }

    private long OffsetInStored() =>
        part.OffsetOf(new ByteRange(_position, _position)) ?? stored.Length;

    private int Advance(int wanted, int count)
    {
        // A sender that declared no length of its own can stop anywhere.
        if (count == 0 && wanted > 0)
        {
            throw new HttpIOException(
                HttpRequestError.ResponseEnded,
                $"The response ended at byte {_position} of {part.CompleteLength}.");
        }

        _position += count;

        return count;
    }
}
