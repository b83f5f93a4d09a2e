using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>A run of bytes of a stored body, as a body of its own. Owns the other.</summary>
/// <param name="body">The body.</param>
/// <param name="start">Where the run begins in it, in bytes.</param>
/// <param name="length">The length of the run, in bytes; lies within the body.</param>
internal sealed class BodySlice(StoredBody body, long start, long length) : StoredBody
{
    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        if (!body.TryGetMemory(out var whole))
        {
            memory = default;
            return false;
        }

        memory = whole.Slice((int)start, (int)length);
        return true;
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        var within = Within(offset, destination.Length);

        return within == 0 ? 0 : body.Read(start + offset, destination[..within]);
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var within = Within(offset, destination.Length);

        return within == 0 ? default : body.ReadAsync(start + offset, destination[..within], cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Within(long offset, int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);

        return (int)Math.Clamp(length - offset, 0, wanted);
    }
}
