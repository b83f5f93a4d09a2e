using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CachingHandler.Storage;

/// <summary>An entry's file under construction: the body first, then head and header, at last its name.</summary>
/// <param name="paths">Makes the temporary name.</param>
/// <param name="place">Where the entry will lie.</param>
/// <param name="slotSize">The size of a slot that has room for the head; see <see cref="HeadSlot.SizeFor"/>.</param>
/// <remarks>
/// <para>A body stays in memory below <see cref="MemoryLimit"/>, and is then written together with its head in one go. So one
/// that is dropped before has not touched the medium. What is larger goes to the file as it comes.</para>
/// <para>For one writer at a time; staged bytes may be read beside it by any number of threads, until disposal. Disposing
/// removes the file unless it got its name.</para>
/// </remarks>
internal sealed class StagedEntry(EntryPaths paths, EntryPlace place, int slotSize) : IDisposable
{
    /// <summary>From what length on a body is staged in the file, in bytes.</summary>
    public const int MemoryLimit = 64 * 1024;

    private readonly StagedMemory _memory = new(EntryHeader.BodyOffsetOf(slotSize));
    private FileStream? _stream;
    private SafeFileHandle? _file; // null until all that is staged is in it
    private long _length;
    private bool _isNamed;

    /// <summary>Gets the number of body bytes staged.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>Gets the checksum of the staged bytes.</summary>
    public uint Checksum { get; private set; } = Crc32C.Empty;

    /// <summary>Gets the file's temporary name.</summary>
    /// <exception cref="InvalidOperationException">There is no file yet.</exception>
    public string Path => _stream?.Name ?? throw new InvalidOperationException("The entry has no file before it is sealed.");

    /// <summary>Gets the length of the file when it is sealed now, in bytes.</summary>
    public long FileLength => BodyOffset + Length;

    private int BodyOffset => EntryHeader.BodyOffsetOf(slotSize);

    /// <summary>Creates the file beside its future place, unless that has been done.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public void EnsureFile() => _stream ??= paths.CreateTemporary(place.Shard);

    /// <summary>Stages more bytes.</summary>
    /// <exception cref="IOException">The medium took no more; what was staged before stays readable.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (FitsMemory(bytes.Length))
        {
            _memory.Put((int)_length, bytes);
        }
        else
        {
            RandomAccess.Write(LeaveMemory(), bytes, BodyOffset + _length);
        }

        Advance(bytes);
    }

    /// <summary>Stages more bytes on another thread.</summary>
    /// <exception cref="IOException">The medium took no more; what was staged before stays readable.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (FitsMemory(bytes.Length))
        {
            _memory.Put((int)_length, bytes.Span);
        }
        else
        {
            await RandomAccess
                .WriteAsync(LeaveMemory(), bytes, BodyOffset + _length, cancellationToken)
                .ConfigureAwait(false);
        }

        Advance(bytes.Span);
    }

    /// <summary>Reads back staged bytes; zero when none is there yet.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    /// <exception cref="ObjectDisposedException">The entry is disposed.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);

        // The length is read first and written last, so what it counts is where the next lines look.
        var count = (int)Math.Clamp(Length - offset, 0, destination.Length);
        if (count == 0)
        {
            return 0;
        }

        destination = destination[..count];
        if (Volatile.Read(ref _file) is null && _memory.TryRead(offset, destination))
        {
            return count;
        }

        // Memory that has been given back means that the file has the bytes, or that nothing has.
        var file = Volatile.Read(ref _file) ?? throw new ObjectDisposedException(nameof(StagedEntry));

        return RandomAccess.Read(file, destination, BodyOffset + offset);
    }

    /// <summary>Writes head and header, which makes the file whole.</summary>
    /// <param name="head">The head's bytes.</param>
    /// <param name="durable">Waits until the medium has the bytes for good.</param>
    /// <returns>False when the head does not fit the slot; nothing is written then.</returns>
    /// <exception cref="IOException">The medium took no more.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public bool TrySeal(ReadOnlySpan<byte> head, bool durable)
    {
        if (HeadSlot.LengthFor(head.Length) > slotSize)
        {
            return false;
        }

        EnsureFile();
        if (_file is null)
        {
            var bytes = _memory.File((int)_length);
            WriteFront(bytes, head);
            RandomAccess.Write(_stream!.SafeFileHandle, bytes, 0);
        }
        else
        {
            SealFile(head);
        }

        if (durable)
        {
            RandomAccess.FlushToDisk(_stream!.SafeFileHandle);
        }

        return true;
    }

    /// <summary>Notes that the file has got its name, so that disposing leaves it alone.</summary>
    public void Keep() => _isNamed = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Release();
        if (_stream is null)
        {
            return;
        }

        _stream.Dispose();
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

    private bool FitsMemory(int count) => _file is null && _length + count < MemoryLimit;

    // The file has all that is staged before anybody looks there, and the memory goes when everybody does.
    private SafeFileHandle LeaveMemory()
    {
        if (_file is not null)
        {
            return _file;
        }

        EnsureFile();
        var file = _stream!.SafeFileHandle;
        if (_length > 0)
        {
            RandomAccess.Write(file, _memory.Body((int)_length), BodyOffset);
        }

        Volatile.Write(ref _file, file);
        _memory.Release();

        return file;
    }

    private void SealFile(ReadOnlySpan<byte> head)
    {
        var front = ArrayPool<byte>.Shared.Rent(BodyOffset);
        try
        {
            WriteFront(front, head);
            RandomAccess.Write(_file!, front.AsSpan(0, BodyOffset), 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(front);
        }
    }

    // The second slot is written too: zeroes are no head, and an empty body leaves no hole at the end.
    private void WriteFront(Span<byte> bytes, ReadOnlySpan<byte> head)
    {
        bytes[..BodyOffset].Clear();
        new EntryHeader(place.Hash, Length, Checksum, slotSize).Write(bytes);
        HeadSlot.Write(bytes[EntryHeader.Length..], 1, head);
    }

    private void Advance(ReadOnlySpan<byte> bytes)
    {
        Checksum = Crc32C.Append(Checksum, bytes);
        Volatile.Write(ref _length, _length + bytes.Length);
    }
}
