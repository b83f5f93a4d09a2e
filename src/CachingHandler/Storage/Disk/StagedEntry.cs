using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>An entry's file under construction: the body first, then head and header, at last its name.</summary>
/// <remarks>
/// For one writer at a time; staged bytes may be read beside it. Disposing removes the file unless it got its name.
/// </remarks>
internal sealed class StagedEntry : IDisposable
{
    private readonly FileStream _file;
    private readonly KeyHash _hash;
    private readonly int _slotSize;
    private long _length;
    private bool _isNamed;

    private StagedEntry(FileStream file, KeyHash hash, int slotSize)
    {
        _file = file;
        _hash = hash;
        _slotSize = slotSize;
    }

    /// <summary>Gets the number of body bytes staged.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>Gets the checksum of the staged bytes.</summary>
    public uint Checksum { get; private set; } = Crc32C.Empty;

    /// <summary>Gets the file's temporary name.</summary>
    public string Path => _file.Name;

    /// <summary>Gets the length of the file when it is sealed now, in bytes.</summary>
    public long FileLength => BodyOffset + Length;

    private int BodyOffset => EntryHeader.BodyOffsetOf(_slotSize);

    /// <summary>Creates the file beside its future place.</summary>
    /// <param name="paths">Makes the temporary name.</param>
    /// <param name="place">Where the entry will lie.</param>
    /// <param name="slotSize">The size of a slot that has room for the head; see <see cref="HeadSlot.SizeFor"/>.</param>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public static StagedEntry Create(EntryPaths paths, EntryPlace place, int slotSize) =>
        new(paths.CreateTemporary(place.Shard), place.Hash, slotSize);

    /// <summary>Stages more bytes.</summary>
    /// <exception cref="IOException">The medium took no more.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file.SafeFileHandle, bytes, BodyOffset + _length);
        Advance(bytes);
    }

    /// <summary>Stages more bytes on another thread.</summary>
    /// <exception cref="IOException">The medium took no more.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await RandomAccess
            .WriteAsync(_file.SafeFileHandle, bytes, BodyOffset + _length, cancellationToken)
            .ConfigureAwait(false);
        Advance(bytes.Span);
    }

    /// <summary>Reads back staged bytes; zero when none is there yet.</summary>
    public int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var count = (int)Math.Clamp(Length - offset, 0, destination.Length);

        return count == 0 ? 0 : RandomAccess.Read(_file.SafeFileHandle, destination[..count], BodyOffset + offset);
    }

    /// <summary>Writes head and header, which makes the file whole.</summary>
    /// <param name="head">The head's bytes.</param>
    /// <param name="durable">Waits until the medium has the bytes for good.</param>
    /// <returns>False when the head does not fit the slot; nothing is written then.</returns>
    /// <exception cref="IOException">The medium took no more.</exception>
    public bool TrySeal(ReadOnlySpan<byte> head, bool durable)
    {
        if (HeadSlot.LengthFor(head.Length) > _slotSize)
        {
            return false;
        }

        var front = ArrayPool<byte>.Shared.Rent(BodyOffset);
        try
        {
            // The second slot is written too: zeroes are no head, and an empty body leaves no hole at the end.
            var bytes = front.AsSpan(0, BodyOffset);
            bytes.Clear();
            new EntryHeader(_hash, Length, Checksum, _slotSize).Write(bytes);
            HeadSlot.Write(bytes[EntryHeader.Length..], 1, head);
            RandomAccess.Write(_file.SafeFileHandle, bytes, 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(front);
        }

        if (durable)
        {
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
        }

        return true;
    }

    /// <summary>Notes that the file has got its name, so that disposing leaves it alone.</summary>
    public void Keep() => _isNamed = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        if (_isNamed)
        {
            return;
        }

        _isNamed = true;
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The background sweep finds it.
        }
    }

    private void Advance(ReadOnlySpan<byte> bytes)
    {
        Checksum = Crc32C.Append(Checksum, bytes);
        Volatile.Write(ref _length, _length + bytes.Length);
    }
}
