using System.Buffers;

namespace CachingHandler.Storage;

/// <summary>Reads the bodies of a disk store: small ones together with their heads, middling ones whole, large ones as they are asked for.</summary>
/// <param name="index">Is told what is used.</param>
internal sealed class DiskBodies(DiskIndex index)
{
    // A small body is read with its head: it is asked for next, and to open the file again would cost more.
    private const int AttachLimit = 64 * 1024;

    // Up to here a body is read whole and checked before anybody sees a byte of it.
    private const int WholeLimit = 256 * 1024;

    /// <summary>Gets or sets a value indicating whether what is read is kept in memory, so that it must not be borrowed.</summary>
    public bool IsBehindMemory { get; set; }

    // What is kept in memory is seldom read again with its head, but looked at once a second.
    private long FirstLimit => IsBehindMemory ? AttachLimit : WholeLimit;

    /// <summary>Reads the body of an open entry together with its head, where that is worth it.</summary>
    /// <param name="file">The entry.</param>
    /// <param name="isFirst">Whether it is likely to be the one that is asked for.</param>
    /// <returns>False when the body is damaged.</returns>
    public bool TryAttach(EntryFile file, bool isFirst)
    {
        if (!file.HasBodyAtHand && !(isFirst && file.Header.BodyLength <= FirstLimit))
        {
            return true;
        }

        file.Response.AttachedBody = ReadWhole(file);

        return file.Response.AttachedBody is not null;
    }

    /// <summary>Takes the body that was read together with a head; null when there is none, or another has taken it.</summary>
    public StoredBody? Take(StoredResponse response)
    {
        EntryOrigin file;
        switch (response.AttachedBody)
        {
            case WholeFileBody whole:
                file = whole.File;
                break;
            case PooledBody pooled when pooled.TryTake():
                file = pooled.File;
                break;
            default:
                return null;
        }

        index.Use(file.Path, file.Length, response.Key.IsNote);

        return response.AttachedBody;
    }

    /// <summary>Opens the body of an open entry.</summary>
    /// <param name="file">The entry; a large body takes its handle.</param>
    /// <param name="damaged">Called when a large body turns out to be damaged while it is read.</param>
    /// <returns>The body; null when it is damaged.</returns>
    public StoredBody? Open(EntryFile file, Action damaged)
    {
        index.Use(file.Path, file.Header.FileLength, file.Response.Key.IsNote);
        if (file.Header.BodyLength > WholeLimit)
        {
            return new DiskBody(file.TakeHandle(), file.Header, damaged);
        }

        var body = ReadWhole(file);
        _ = (body as PooledBody)?.TryTake();

        return body;
    }

    private StoredBody? ReadWhole(EntryFile file)
    {
        var origin = new EntryOrigin(file.Path, file.Header.FileLength);
        var length = (int)file.Header.BodyLength;
        if (length <= AttachLimit || IsBehindMemory)
        {
            var bytes = GC.AllocateUninitializedArray<byte>(length);

            return file.TryReadBody(bytes) ? new WholeFileBody(bytes, origin) : null;
        }

        // A new array of this size goes to the large-object heap, and its collection costs more than the reading.
        var borrowed = ArrayPool<byte>.Shared.Rent(length);
        var isSound = false;
        try
        {
            isSound = file.TryReadBody(borrowed.AsSpan(0, length));
        }
        finally
        {
            if (!isSound)
            {
                ArrayPool<byte>.Shared.Return(borrowed);
            }
        }

        return isSound ? new PooledBody(borrowed, length, origin) : null;
    }
}
