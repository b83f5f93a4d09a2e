namespace CachingHandler.Storage;

/// <summary>A body that was read whole and found undamaged.</summary>
/// <param name="bytes">The body.</param>
/// <param name="path">The file it was read from.</param>
/// <param name="fileLength">The length of the file, in bytes.</param>
internal sealed class SmallBody(ReadOnlyMemory<byte> bytes, string path, long fileLength) : StoredBody
{
    /// <summary>Gets the file that the body was read from.</summary>
    public string Path => path;

    /// <summary>Gets the length of the file, in bytes.</summary>
    public long FileLength => fileLength;

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
