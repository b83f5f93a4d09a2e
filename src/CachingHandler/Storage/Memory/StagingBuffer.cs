namespace CachingHandler.Storage;

/// <summary>The bytes of a body in one array that grows with what arrives, never with what was announced.</summary>
/// <param name="declaredLength">The length the sender declared, in bytes; null when it did not.</param>
/// <remarks>
/// For one writer. Readers run beside it without a lock: an array is never used for anything else, a larger one has the bytes
/// before it takes its place, and the length counts a byte after all that.
/// </remarks>
internal sealed class StagingBuffer(long? declaredLength)
{
    // A sender can declare any length and send nothing.
    private const int FirstCapacity = 64 * 1024;

    private byte[] _buffer = [];
    private int _length;

    /// <summary>Gets the number of bytes.</summary>
    public int Length => Volatile.Read(ref _length);

    /// <summary>Gets the bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Takes more bytes; together they are at most as many as an array can have.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        EnsureCapacity(_length + bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        Volatile.Write(ref _length, _length + bytes.Length);
    }

    /// <summary>Reads bytes from an offset; zero when none is there.</summary>
    public int Read(long offset, Span<byte> destination)
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

    /// <summary>Gives back what room is not needed, and returns the bytes in an array of their own, which is read on.</summary>
    public byte[] Trim()
    {
        if (_buffer.Length != _length)
        {
            Volatile.Write(ref _buffer, _buffer[.._length]);
        }

        return _buffer;
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
