using Microsoft.Win32.SafeHandles;

namespace CachingHandler.Storage;

/// <summary>A body under construction: in memory as long as it is small enough for the database, then in its file.</summary>
/// <param name="files">Where the file will lie.</param>
/// <param name="name">The entry's name.</param>
/// <remarks>
/// For one writer at a time; staged bytes may be read beside it by any number of threads, until disposal. Disposing deletes
/// the file unless an entry has it.
/// </remarks>
internal sealed class StagedBody(ContentFiles files, byte[] name) : IDisposable
{
    /// <summary>The longest body that goes into the database, in bytes.</summary>
    /// <remarks>
    /// To write and read it in a file of its own is faster already, measured at 16 KB; but it takes whole blocks and an inode.
    /// Larger ones would fill LiteDB's log and cache.
    /// </remarks>
    public const int DatabaseLimit = 16 * 1024;

    private readonly StagedMemory _memory = new(bodyOffset: 0);
    private FileStream? _stream;
    private SafeFileHandle? _file; // null until all that is staged is in it
    private long _length;
    private bool _isKept;

    /// <summary>Gets the number of bytes staged.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>Gets the checksum of the staged bytes.</summary>
    public uint Checksum { get; private set; } = Crc32C.Empty;

    /// <summary>Gets where the body will lie.</summary>
    public BodyPlace Place => (_file, _length) switch
    {
        ({ }, _) => BodyPlace.File,
        (_, 0) => BodyPlace.None,
        _ => BodyPlace.Database,
    };

    /// <summary>Returns the bytes for the database; null when it gets none.</summary>
    public byte[]? ForDatabase() => Place == BodyPlace.Database ? _memory.Body((int)_length).ToArray() : null;

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
            RandomAccess.Write(LeaveMemory(), bytes, _length);
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
            await RandomAccess.WriteAsync(LeaveMemory(), bytes, _length, cancellationToken).ConfigureAwait(false);
        }

        Advance(bytes.Span);
    }

    /// <summary>Reads back staged bytes; zero when none is there yet.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    /// <exception cref="ObjectDisposedException">The body is disposed.</exception>
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
        var file = Volatile.Read(ref _file) ?? throw new ObjectDisposedException(nameof(StagedBody));

        return RandomAccess.Read(file, destination, offset);
    }

    /// <summary>Leaves the file to its entry.</summary>
    public void Keep() => _isKept = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Release();
        if (_stream is not { } stream)
        {
            return;
        }

        _stream = null;
        stream.Dispose();
        if (!_isKept)
        {
            files.Delete(name);
        }

        files.Unstage(name);
    }

    private bool FitsMemory(int count) => _file is null && _length + count <= DatabaseLimit;

    // The file has all that is staged before anybody looks there, and the memory goes when everybody does.
    private SafeFileHandle LeaveMemory()
    {
        if (_file is not null)
        {
            return _file;
        }

        _stream ??= files.Stage(name);
        var file = _stream.SafeFileHandle;
        if (_length > 0)
        {
            RandomAccess.Write(file, _memory.Body((int)_length), 0);
        }

        Volatile.Write(ref _file, file);
        _memory.Release();

        return file;
    }

    private void Advance(ReadOnlySpan<byte> bytes)
    {
        Checksum = Crc32C.Append(Checksum, bytes);
        Volatile.Write(ref _length, _length + bytes.Length);
    }
}
