namespace CachingHandler.Storage;

/// <summary>One stored body in memory, and its place in the order of use.</summary>
internal sealed class MemoryEntry(StoredResponse response, ReadOnlyMemory<byte> body) : StoredBody
{
    private long _lastUsed;

    /// <summary>Gets or sets the head; changed under the store's lock.</summary>
    public StoredResponse Response { get; set; } = response;

    /// <summary>Gets or sets when it was used last, counted in uses of the store.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    /// <summary>Gets or sets the use by which the store's order knows the entry; changed under the store's lock.</summary>
    public long OrderedBy { get; set; }

    /// <summary>Gets or sets the bytes it is accounted for; changed under the store's lock.</summary>
    public long Size { get; set; }

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
