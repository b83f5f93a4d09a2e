namespace CachingHandler.Storage;

/// <summary>One stored body in memory, and what its store knows of it.</summary>
internal sealed class MemoryEntry(StoredResponse response, ReadOnlyMemory<byte> body) : StoredBody
{
    /// <summary>Gets or sets the head; changed under the store's lock.</summary>
    public StoredResponse Response { get; set; } = response;

    /// <summary>Gets the entry's place in the order of use.</summary>
    public UsePlace Place { get; } = new();

    /// <summary>Gets a value indicating whether the store has let it go.</summary>
    public bool IsGone => Place.Entry is null;

    /// <inheritdoc/>
    public override long Length => body.Length;

    /// <inheritdoc/>
    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = body;
        return true;
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= body.Length)
        {
            return 0;
        }

        var part = body.Span[(int)offset..];
        part = part[..Math.Min(part.Length, destination.Length)];
        part.CopyTo(destination);

        return part.Length;
    }
}
