using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>The first bytes of a file that is not yet written: room for its front, then the body as far as it has come.</summary>
/// <param name="bodyOffset">The length of the front, in bytes.</param>
/// <remarks>
/// For one writer at a time; <see cref="TryRead"/> may run beside it. The memory is borrowed and grows with what arrives, never
/// with what was announced.
/// </remarks>
internal sealed class StagedMemory(int bodyOffset)
{
    private const int FirstCapacity = 4 * 1024;

    // An array that goes back to the pool is another's the next moment, so nobody reads one without the lock.
    private readonly Lock _gate = new();
    private byte[]? _bytes = [];

    /// <summary>Puts bytes into the body.</summary>
    /// <param name="offset">Where they begin in it; what is before has been put.</param>
    /// <param name="bytes">The bytes.</param>
    public void Put(int offset, ReadOnlySpan<byte> bytes)
    {
        var end = bodyOffset + offset;
        EnsureCapacity(end + bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(end));
    }

    /// <summary>Returns a part of the body, for the writer alone.</summary>
    public ReadOnlySpan<byte> Body(int length) => _bytes.AsSpan(bodyOffset, length);

    /// <summary>Returns the whole file, its front still to be written, for the writer alone.</summary>
    public Span<byte> File(int bodyLength)
    {
        EnsureCapacity(bodyOffset + bodyLength);

        return _bytes.AsSpan(0, bodyOffset + bodyLength);
    }

    /// <summary>Reads bytes that have been put.</summary>
    /// <returns>False when the memory has been given back; nothing is read then.</returns>
    public bool TryRead(long offset, Span<byte> destination)
    {
        lock (_gate)
        {
            if (_bytes is null)
            {
                return false;
            }

            _bytes.AsSpan(bodyOffset + (int)offset, destination.Length).CopyTo(destination);

            return true;
        }
    }

    /// <summary>Gives the memory back; nothing can be put or read from now on.</summary>
    public void Release()
    {
        lock (_gate)
        {
            Return(_bytes);
            _bytes = null;
        }
    }

    private void EnsureCapacity(int needed)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        if (needed <= _bytes.Length)
        {
            return;
        }

        // The pool rounds up, so that little by little does not mean a copy each time.
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstCapacity, needed));
        lock (_gate)
        {
            _bytes.CopyTo(larger, 0);
            Return(_bytes);
            _bytes = larger;
        }
    }

    private static void Return(byte[]? bytes)
    {
        if (bytes?.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
