using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>Reads a body from a stored part and, where that has a gap, from the network.</summary>
/// <param name="stored">The stored part's body; belongs to the content.</param>
/// <param name="part">What it holds; its complete length is known.</param>
/// <param name="missing">The bytes that come from the network.</param>
/// <param name="rest">Those bytes; disposed with this.</param>
internal sealed class AssembledStream(StoredBody stored, StoredPart part, ByteRange missing, Stream rest) : ForwardStream
{
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => rest.CanRead;

    private bool IsMissing => _position >= missing.First && _position <= missing.Last;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var wanted = buffer[..Within(buffer.Length)];

        return Advance(wanted.Length, IsMissing ? rest.Read(wanted) : stored.Read(OffsetInStored(), wanted));
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
