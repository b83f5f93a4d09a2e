using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CachingHandler.Storage;

/// <summary>The file of one entry, open, its header and newest head read and found undamaged.</summary>
/// <remarks>Not safe for concurrent use. No length from the file is believed before it fits the length of the file.</remarks>
internal sealed class EntryFile : IDisposable
{
    // One read fetches header, head and a body of some KiB; a page more costs nothing next to the open.
    private const int FirstRead = 8 * 1024;

    private SafeFileHandle? _file;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstRead);
    private int _read;
    private int _newestSlot;
    private ulong _sequence;

    private EntryFile(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
    }

    /// <summary>Gets the name under which the file was opened.</summary>
    public string Path { get; }

    /// <summary>Gets the header.</summary>
    public EntryHeader Header { get; private set; }

    /// <summary>Gets the newest head.</summary>
    public StoredResponse Response { get; private set; } = null!;

    /// <summary>Gets a value indicating whether the body came with the head, so that reading it costs no I/O.</summary>
    public bool HasBodyAtHand => Header.FileLength <= _read;

    /// <summary>Opens an entry.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="access">Read, or read and write to replace its head.</param>
    /// <param name="isKnown">Whether it was an entry when it was last looked at, so that nobody need ask before it is opened.</param>
    /// <param name="file">The file, to be disposed by the caller; null unless the entry is sound.</param>
    /// <exception cref="IOException">The file is there but cannot be written, though that was asked for.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is there but may not be written, though that was asked for.</exception>
    public static EntryState TryOpen(string path, FileAccess access, bool isKnown, out EntryFile? file)
    {
        file = null;
        EntryFile? opened = null;
        try
        {
            // Most lookups of a new address are misses, and an exception costs ten times what asking first does.
            if (!isKnown && Look(path) is var look and not EntryState.Sound)
            {
                return look;
            }

            opened = new EntryFile(
                path, File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete));
            if (!opened.TryRead())
            {
                return EntryState.Damaged;
            }

            (file, opened) = (opened, null);

            return EntryState.Sound;
        }
        catch (Exception exception) when (IsAbsence(exception, access))
        {
            return EntryState.Absent;
        }
        finally
        {
            opened?.Dispose();
        }
    }

    /// <summary>Reads the whole body.</summary>
    /// <param name="body">Where the bytes go; as long as the body.</param>
    /// <returns>False when they are not those that were stored.</returns>
    /// <exception cref="IOException">The medium failed.</exception>
    public bool TryReadBody(Span<byte> body)
    {
        var filled = Math.Clamp(_read - Header.BodyOffset, 0, body.Length);
        _buffer.AsSpan(Math.Min(Header.BodyOffset, _read), filled).CopyTo(body);
        filled += ReadInto(body[filled..], Header.BodyOffset + filled);

        return filled == body.Length && Crc32C.Of(body) == Header.BodyChecksum;
    }

    /// <summary>Reads a part of the body as it is.</summary>
    public int ReadBody(long offset, Span<byte> destination) =>
        RandomAccess.Read(Handle, destination, Header.BodyOffset + offset);

    /// <summary>Hands over the open file together with the duty to close it; nothing can be read through this any more.</summary>
    public SafeFileHandle TakeHandle()
    {
        var file = Handle;
        _file = null;

        return file;
    }

    /// <summary>Writes a new head in the place of the older one.</summary>
    /// <param name="head">Its bytes.</param>
    /// <returns>False when it is too long for the slot; nothing is changed then.</returns>
    /// <exception cref="IOException">The medium failed; the newest head is still the one that was read.</exception>
    public bool TryWriteHead(ReadOnlySpan<byte> head)
    {
        var length = HeadSlot.LengthFor(head.Length);
        if (length > Header.SlotSize)
        {
            return false;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        HeadSlot.Write(bytes, _sequence + 1, head);
        RandomAccess.Write(Handle, bytes.AsSpan(0, length), SlotOffset(1 - _newestSlot));
        ArrayPool<byte>.Shared.Return(bytes);

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private SafeFileHandle Handle => _file ?? throw new ObjectDisposedException(nameof(EntryFile));

    // To open a pipe waits for its writer, without end. It has no length, as no entry has, and one look at the name tells both.
    private static EntryState Look(string path)
    {
        // What is absent has all attributes set.
        var found = new FileInfo(path);
        if ((found.Attributes & (FileAttributes.Directory | FileAttributes.ReparsePoint)) != FileAttributes.None)
        {
            return EntryState.Absent;
        }

        return found.Length < EntryHeader.Length ? EntryState.Damaged : EntryState.Sound;
    }

    // What cannot be read is a miss. What cannot be written must not look as if it were gone.
    private static bool IsAbsence(Exception exception, FileAccess access) =>
        exception is FileNotFoundException or DirectoryNotFoundException
        || (access == FileAccess.Read && exception is IOException or UnauthorizedAccessException);

    private bool TryRead()
    {
        // A short read of a file is its end, so that most hits need not ask for the length.
        _read = RandomAccess.Read(Handle, _buffer.AsSpan(0, FirstRead), 0);
        var length = _read < FirstRead ? _read : RandomAccess.GetLength(Handle);
        if (!EntryHeader.TryRead(_buffer.AsSpan(0, _read), out var header) || header.FileLength != length)
        {
            return false;
        }

        Header = header;
        if (header.BodyOffset > _read)
        {
            ReadOn(header.BodyOffset);
        }

        return _read >= header.BodyOffset && TryReadHead();
    }

    private bool TryReadHead()
    {
        var first = HeadSlot.TryRead(Slot(0), out var firstSequence, out var firstHead);
        var second = HeadSlot.TryRead(Slot(1), out var secondSequence, out var secondHead);
        if (!first && !second)
        {
            return false;
        }

        _newestSlot = secondSequence > firstSequence ? 1 : 0;
        _sequence = Math.Max(firstSequence, secondSequence);
        if (!StoredResponseFormat.TryRead(_newestSlot == 0 ? firstHead : secondHead, out var response)
            || response.BodyLength != Header.BodyLength)
        {
            return false;
        }

        Response = response;

        return true;
    }

    private void ReadOn(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(0, _read).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _read += ReadInto(_buffer.AsSpan(_read, length - _read), _read);
    }

    private int ReadInto(Span<byte> destination, long offset)
    {
        var total = 0;
        while (total < destination.Length)
        {
            var count = RandomAccess.Read(Handle, destination[total..], offset + total);
            if (count == 0)
            {
                break;
            }

            total += count;
        }

        return total;
    }

    private ReadOnlySpan<byte> Slot(int index) => _buffer.AsSpan((int)SlotOffset(index), Header.SlotSize);

    private long SlotOffset(int index) => EntryHeader.Length + ((long)index * Header.SlotSize);
}
