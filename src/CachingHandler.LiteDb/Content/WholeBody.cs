namespace CachingHandler.Storage;

/// <summary>A body that was read whole and found undamaged.</summary>
internal sealed class WholeBody(ReadOnlyMemory<byte> bytes) : StoredBody
{
    /// <inheritdoc/>
    public override long Length => bytes.Length;

    /// <inheritdoc/>
    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = bytes;
        return true;
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var start = (int)Math.Min(offset, bytes.Length);
        var count = Math.Min(bytes.Length - start, destination.Length);
        bytes.Span.Slice(start, count).CopyTo(destination);

        return count;
    }
}
