using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>Takes a value from the medium: its front, and what it holds straight to where that is wanted.</summary>
/// <param name="frontLength">The length of the front, in bytes.</param>
/// <param name="target">Where the content goes, which is as long as that.</param>
/// <remarks>A call that was given up may go on writing to the target, which is then no longer used.</remarks>
internal sealed class ChunkBuffer(int frontLength, Memory<byte> target) : IBufferWriter<byte>
{
    private readonly byte[] _front = new byte[frontLength];
    private byte[] _aside = [];
    private bool _isAside;
    private long _length;

    /// <summary>Gets a value indicating whether the value was as long as it had to be.</summary>
    public bool IsFull => _length == frontLength + target.Length;

    /// <summary>Gets the front.</summary>
    public ReadOnlyMemory<byte> Front => _front;

    // What comes next goes to the front first, then to the target, and nowhere when both are full.
    private Memory<byte> Room => _length < frontLength
        ? _front.AsMemory((int)_length)
        : target[(int)Math.Min(_length - frontLength, target.Length)..];

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _isAside ? _aside.Length : Room.Length);
        for (var rest = _isAside ? _aside.AsMemory(0, count) : default; !rest.IsEmpty;)
        {
            var room = Room;
            var part = room.IsEmpty ? rest : rest[..Math.Min(rest.Length, room.Length)];
            if (!room.IsEmpty)
            {
                part.CopyTo(room);
            }

            _length += part.Length;
            rest = rest[part.Length..];
        }

        _length += _isAside ? 0 : count;
        _isAside = false;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var room = Room;
        _isAside = room.Length < Math.Max(1, sizeHint);
        if (!_isAside)
        {
            return room;
        }

        // More is wanted in one piece than there is of the front, or at all.
        _aside = _aside.Length < sizeHint ? new byte[sizeHint] : _aside.Length > 0 ? _aside : new byte[1024];

        return _aside;
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
