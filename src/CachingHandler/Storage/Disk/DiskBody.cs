using Microsoft.Win32.SafeHandles;

namespace CachingHandler.Storage;

/// <summary>A body that is read from its file as it is asked for.</summary>
/// <param name="file">The open file; it keeps its bytes when the entry is replaced or removed. Disposed with the body.</param>
/// <param name="header">Where the body lies in it.</param>
/// <param name="damaged">Called once when the bytes turn out to be others than were stored.</param>
/// <remarks>
/// The checksum runs along with whoever reads furthest without a gap. When it turns out wrong the last bytes are withheld, so
/// that a reader of the whole body cannot mistake it for good. A reader of parts is not protected.
/// </remarks>
internal sealed class DiskBody(SafeFileHandle file, EntryHeader header, Action damaged) : StoredBody
{
    private readonly Lock _gate = new();
    private uint _checksum = Crc32C.Empty;
    private long _checked;
    private bool _isDamaged;

    /// <inheritdoc/>
    public override long Length => header.BodyLength;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        var wanted = Clip(offset, destination.Length);
        if (wanted == 0)
        {
            return 0;
        }

        var count = RandomAccess.Read(file, destination[..wanted], header.BodyOffset + offset);
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

        var count = await RandomAccess
            .ReadAsync(file, destination[..wanted], header.BodyOffset + offset, cancellationToken)
            .ConfigureAwait(false);
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

        return (int)Math.Clamp(Length - offset, 0, count);
    }

    private void Check(long offset, ReadOnlySpan<byte> bytes)
    {
        var justFound = false;
        lock (_gate)
        {
            var end = offset + bytes.Length;
            if (offset <= _checked && end > _checked)
            {
                _checksum = Crc32C.Append(_checksum, bytes[(int)(_checked - offset)..]);
                _checked = end;
                justFound = end == Length && _checksum != header.BodyChecksum;
            }

            // The file had every byte when it was opened; one that is gone was cut off by someone else.
            justFound |= bytes.IsEmpty && !_isDamaged;
            _isDamaged |= justFound;
            if (!_isDamaged || (end < Length && !bytes.IsEmpty))
            {
                return;
            }
        }

        if (justFound)
        {
            damaged();
        }

        throw new IOException("The stored body is damaged; its entry is removed, and the next request fetches it anew.");
    }
}
