using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>Takes a value from the medium, up to a length.</summary>
/// <param name="expected">The length that it will probably have, in bytes.</param>
/// <param name="maximum">The length that it may have, in bytes; of a longer one nothing is kept.</param>
/// <remarks>Not pooled: a call that was given up may go on writing to it.</remarks>
internal sealed class ValueBuffer(int expected, int maximum) : IBufferWriter<byte>
{
    private byte[] _bytes = [];
    private int _length;
    private bool _isTooLong;

    /// <summary>Gets the value; null when it was too long.</summary>
    public ReadOnlyMemory<byte>? Written => _isTooLong ? default(ReadOnlyMemory<byte>?) : _bytes.AsMemory(0, _length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
        _isTooLong |= _length > maximum;
        if (_isTooLong)
        {
            // From here on it is only passed over.
            _length = 0;
        }
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var needed = _length + Math.Max(1, sizeHint);
        if (needed > _bytes.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>(Math.Max(needed, Math.Max(expected, 2 * _bytes.Length)));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            _bytes = larger;
        }

        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
