using Microsoft.Win32.SafeHandles;

namespace CachingHandler.Storage;

/// <summary>A body that is read from its file as it is asked for.</summary>
/// <param name="file">The open file; it keeps its bytes when the entry is replaced or removed. Disposed with the body.</param>
/// <param name="length">The body's length, in bytes.</param>
/// <param name="checksum">The body's checksum.</param>
/// <param name="damaged">Called once when the bytes turn out to be others than were stored.</param>
/// <remarks>
/// The checksum runs along with whoever reads furthest without a gap. When it turns out wrong the last bytes are withheld, so
/// that a reader of the whole body cannot mistake it for good. A reader of parts is not protected.
/// </remarks>
internal sealed class ContentBody(SafeFileHandle file, long length, uint checksum, Action damaged) : StoredBody
{
    private readonly Lock _gate = new();
    private uint _checksum = Crc32C.Empty;
    private long _checked;
    private bool _isDamaged;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        var wanted = Clip(offset, destination.Length);
        if (wanted == 0)
        {
            return 0;
        }

        var count = RandomAccess.Read(file, destination[..wanted], offset);
        Check(offset, destination[..count]);

        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(
        long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var wanted = Clip(offset, destination.Length);
        if (wanted == 0)
        {
            return 0;
        }

        var count = await RandomAccess.ReadAsync(file, destination[..wanted], offset, cancellationToken).ConfigureAwait(false);
        Check(offset, destination.Span[..count]);

        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Clip(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);

        return (int)Math.Clamp(length - offset, 0, count);
    }

    private void Check(long offset, ReadOnlySpan<byte> bytes)
    {
        bool isFound;
        lock (_gate)
        {
            var end = offset + bytes.Length;
            var isWrong = bytes.IsEmpty; // The file had every byte when it was opened.
            if (offset <= _checked && end > _checked)
            {
                _checksum = Crc32C.Append(_checksum, bytes[(int)(_checked - offset)..]);
                _checked = end;
                isWrong |= end == length && _checksum != checksum;
            }

            isFound = isWrong && !_isDamaged;
            _isDamaged |= isWrong;
            if (!_isDamaged || (end < length && !bytes.IsEmpty))
            {
                return;
            }
        }

        if (isFound)
        {
            damaged();
        }

        throw new IOException("The stored body is damaged; its entry is removed, and the next request fetches it anew.");
    }
}
