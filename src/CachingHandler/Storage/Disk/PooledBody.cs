using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>A body that was read whole from its file into borrowed memory, which goes back when the body is disposed.</summary>
/// <param name="bytes">The memory, of the shared pool; the body is at its start.</param>
/// <param name="length">The length of the body, in bytes.</param>
/// <param name="file">The file it was read from.</param>
/// <remarks>
/// What goes back is another's the next moment, so nobody reads without the lock, and after disposal nobody at all. A body that
/// is not disposed keeps its memory, which the collector frees.
/// </remarks>
internal sealed class PooledBody(byte[] bytes, int length, EntryOrigin file) : StoredBody
{
    private readonly Lock _gate = new();
    private byte[]? _bytes = bytes;
    private int _isTaken;

    /// <summary>Gets the file that the body was read from.</summary>
    public EntryOrigin File => file;

    /// <inheritdoc/>
    public override long Length => length;

    /// <summary>Takes the body, which has one owner who disposes it.</summary>
    /// <returns>False when another has taken it.</returns>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_bytes is null, this);
            var start = (int)Math.Min(offset, length);
            var count = Math.Min(length - start, destination.Length);
            _bytes.AsSpan(start, count).CopyTo(destination);

            return count;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                if (_bytes is not null)
                {
                    ArrayPool<byte>.Shared.Return(_bytes);
                    _bytes = null;
                }
            }
        }

        base.Dispose(disposing);
    }
}
