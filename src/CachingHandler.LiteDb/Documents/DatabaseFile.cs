using Microsoft.Win32.SafeHandles;

namespace CachingHandler.Storage;

/// <summary>A file that is handed to LiteDB instead of its name.</summary>
/// <remarks>
/// So it is made for its owner alone, and is closed whatever becomes of LiteDB, which leaves files open when it fails: their room
/// on a full disk would not be had back. Nothing is buffered. For one thread.
/// </remarks>
internal sealed class DatabaseFile : Stream
{
    private readonly FileStream _stream;
    private readonly SafeFileHandle _file;

    /// <summary>Opens a file, and makes it where it is missing.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public DatabaseFile(string path)
    {
        _stream = OwnerOnly.OpenFile(path);
        _file = _stream.SafeFileHandle;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => RandomAccess.GetLength(_file);

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = RandomAccess.Read(_file, buffer.AsSpan(offset, count), Position);
        Position += read;

        return read;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        RandomAccess.Write(_file, buffer.AsSpan(offset, count), Position);
        Position += count;
    }

    /// <summary>Waits until the medium has what was written. LiteDB calls it where it would do that with a file of its own.</summary>
    public override void Flush() => RandomAccess.FlushToDisk(_file);

    /// <inheritdoc/>
    public override void SetLength(long value) => RandomAccess.SetLength(_file, value);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
