using System.Buffers;
using System.Buffers.Binary;

namespace CachingHandler.Storage;

/// <summary>What the database keeps of an entry, beside the bytes of its body.</summary>
/// <param name="Head">The response's head.</param>
/// <param name="HeadLength">How many bytes the head takes.</param>
/// <param name="Place">Where the body lies.</param>
/// <param name="BodyChecksum">The body's checksum.</param>
/// <remarks>
/// One binary value: a checksum over the entry's name and what follows, a version, the place, the body's checksum, the head.
/// LiteDB has no checksums of its own and hands out flipped bytes as good ones; and an index that is damaged may lead
/// to another entry's document.
/// </remarks>
internal sealed record EntryRecord(StoredResponse Head, int HeadLength, BodyPlace Place, uint BodyChecksum)
{
    private const byte FormatVersion = 1;
    private const int VersionOffset = sizeof(uint);
    private const int PlaceOffset = VersionOffset + 1;
    private const int BodyChecksumOffset = PlaceOffset + 1;
    private const int HeadOffset = BodyChecksumOffset + sizeof(uint);

    // Four documents' headers, names and index nodes.
    private const int Overhead = 640;

    /// <summary>Gets what the entry takes within the database, in bytes; an estimate, since pages are never quite full.</summary>
    public long DatabaseSize
    {
        get
        {
            var net = Overhead + HeadLength + (Place == BodyPlace.Database ? Head.BodyLength : 0);

            return net + (net / 8);
        }
    }

    /// <summary>Gets what the entry takes beside the database, in bytes.</summary>
    public long FileSize => Place == BodyPlace.File ? ContentFiles.InBlocks(Head.BodyLength) : 0;

    /// <summary>Returns the bytes of a head.</summary>
    public static ReadOnlyMemory<byte> BytesOf(StoredResponse head)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        StoredResponseFormat.Write(head, bytes);

        return bytes.WrittenMemory;
    }

    /// <summary>Writes a record.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="head">The head's bytes.</param>
    /// <param name="place">Where the body lies.</param>
    /// <param name="bodyChecksum">The body's checksum.</param>
    public static byte[] Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> head, BodyPlace place, uint bodyChecksum)
    {
        var bytes = new byte[HeadOffset + head.Length];
        bytes[VersionOffset] = FormatVersion;
        bytes[PlaceOffset] = (byte)place;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(BodyChecksumOffset), bodyChecksum);
        head.CopyTo(bytes.AsSpan(HeadOffset));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ChecksumOf(name, bytes));

        return bytes;
    }

    /// <summary>Reads a record; null when the bytes are anything else than what was written under this name.</summary>
    public static EntryRecord? Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= HeadOffset
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != ChecksumOf(name, bytes)
            || bytes[VersionOffset] != FormatVersion
            || bytes[PlaceOffset] > (byte)BodyPlace.File
            || !StoredResponseFormat.TryRead(bytes[HeadOffset..], out var head)
            || !name.SequenceEqual(EntryName.Of(head)))
        {
            return null;
        }

        return new EntryRecord(
            head,
            bytes.Length - HeadOffset,
            (BodyPlace)bytes[PlaceOffset],
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[BodyChecksumOffset..]));
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes) =>
        Crc32C.Append(Crc32C.Of(name), bytes[VersionOffset..]);
}
