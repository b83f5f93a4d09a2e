namespace CachingHandler.Storage;

/// <summary>The bytes of a body in one array that grows with what arrives, never with what was announced.</summary>
/// <param name="declaredLength">The length the sender declared, in bytes; null when it did not.</param>
/// <remarks>For one writer; another thread may read beside it.</remarks>
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

        // Whoever sees the new length sees the buffer that has it.
        Volatile.Write(ref _length, _length + bytes.Length);
    }

    /// <summary>Reads bytes from an offset; zero when none is there.</summary>
    public int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var length = Length;
        var count = (int)Math.Clamp(length - offset, 0, destination.Length);
        _buffer.AsSpan((int)Math.Min(offset, length), count).CopyTo(destination);

        return count;
    }

    /// <summary>Gives back what room is not needed, and returns the bytes in an array of their own, which is read on.</summary>
    public byte[] Trim()
    {
        if (_buffer.Length != _length)
        {
            _buffer = _buffer[.._length];
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
        _buffer = larger;
    }
}
