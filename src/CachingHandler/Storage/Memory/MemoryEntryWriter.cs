namespace CachingHandler.Storage;

/// <summary>Stages a body in one array that grows with what arrives, never with what was announced.</summary>
/// <remarks>
/// Readers run beside the writer without a lock: an array is never used for anything else, a larger one has the bytes before
/// it takes its place, and the length counts a byte after all that.
/// </remarks>
internal sealed class MemoryEntryWriter(MemoryHttpCacheStore store, StoredResponse announced, long? declaredLength)
    : HttpCacheEntryWriter
{
    // A sender can declare any length and send nothing.
    private const int FirstCapacity = 64 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private bool _committed;

    /// <inheritdoc/>
    public override long Length => Volatile.Read(ref _length);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_length + (long)bytes.Length > Math.Min(store.MaximumSize, Array.MaxLength))
        {
            throw new IOException($"The body is larger than the memory store's {store.MaximumSize} bytes.");
        }

        EnsureCapacity(_length + bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        Volatile.Write(ref _length, _length + bytes.Length);
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var count = (int)Math.Clamp(Length - offset, 0, destination.Length);
        if (count > 0)
        {
            // Not before the length: an older array may lack what the length counts.
            Volatile.Read(ref _buffer).AsSpan((int)offset, count).CopyTo(destination);
        }

        return count;
    }

    /// <inheritdoc/>
    public override ValueTask<StoredResponse?> CommitAsync(StoredResponse? head, CancellationToken cancellationToken)
    {
        if (_committed)
        {
            throw new InvalidOperationException("The response has been committed already.");
        }

        _committed = true;
        if (_buffer.Length != _length)
        {
            Volatile.Write(ref _buffer, _buffer[.._length]);
        }

        // Where another store has attached a body of its own, that head stays that store's.
        var stored = (head ?? announced).WithBodyLength(_length).Detached();

        return new(store.TryAdd(new MemoryEntry(stored, _buffer)) ? stored : null);
    }

    private void EnsureCapacity(int needed)
    {
        if (needed <= _buffer.Length)
        {
            return;
        }

        var expected = declaredLength >= needed ? declaredLength.Value : long.MaxValue;
        var grown = Math.Max(Math.Max(needed, FirstCapacity), Math.Min(2L * _buffer.Length, Array.MaxLength));
        var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(grown, expected));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Volatile.Write(ref _buffer, larger);
    }
}
