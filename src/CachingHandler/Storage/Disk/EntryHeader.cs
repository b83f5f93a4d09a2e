using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>The first bytes of an entry's file: whose it is, and where head and body lie in it.</summary>
/// <param name="Hash">The hash of the entry's key.</param>
/// <param name="BodyLength">The length of the body, in bytes.</param>
/// <param name="BodyChecksum">The CRC-32C of the body.</param>
/// <param name="SlotSize">The size of each of the two slots for the head, in bytes.</param>
/// <param name="HasVariants">Whether there may be further variants of the key, so that nobody need look for what is seldom there.</param>
/// <remarks>
/// Little endian; written once, before the file gets its name, but for the mark of further variants:
/// <code>
///  0  "HC01" | u16 version | u16 flags, none defined | 32 bytes key hash
/// 40  i64 body length | u32 body CRC-32C | i32 slot size | u32 CRC-32C of bytes 0 to 55 | u32 further variants, 0 or 1
/// 64  slot A | slot B | body, to the end of the file
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryHeader(
    KeyHash Hash, long BodyLength, uint BodyChecksum, int SlotSize, bool HasVariants = false)
{
    /// <summary>The length of the header, in bytes.</summary>
    public const int Length = 64;

    private const uint Magic = 0x3130_4348; // "HC01"
    private const ushort FormatVersion = 1;
    private const int HashOffset = 8;
    private const int BodyLengthOffset = 40;
    private const int BodyChecksumOffset = 48;
    private const int SlotSizeOffset = 52;
    private const int ChecksumOffset = 56;
    private const int VariantsOffset = 60;

    /// <summary>Gets where the body begins, in bytes from the start of the file.</summary>
    public int BodyOffset => BodyOffsetOf(SlotSize);

    /// <summary>Gets the length the file has when nothing is missing, in bytes.</summary>
    public long FileLength => BodyOffset + BodyLength;

    /// <summary>Returns where a body begins behind slots of a size, in bytes.</summary>
    public static int BodyOffsetOf(int slotSize) => Length + (2 * slotSize);

    /// <summary>Reads a header from bytes that nobody vouches for.</summary>
    /// <returns>False when they are anything else than a whole and undamaged header.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out EntryHeader header)
    {
        header = default;
        if (source.Length < Length
            || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) != FormatVersion
            || BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumOffset..]) != Crc32C.Of(source[..ChecksumOffset]))
        {
            return false;
        }

        header = new EntryHeader(
            KeyHash.Read(source[HashOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[BodyLengthOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[BodyChecksumOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[SlotSizeOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[VariantsOffset..]) != 0);

        // A checksum keeps accidents out, not malice, so the numbers are looked at all the same.
        return header.SlotSize is > 0 and <= HeadSlot.MaximumSize
            && header.BodyLength >= 0 && header.BodyLength <= long.MaxValue - header.BodyOffset;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes, zeroed.</param>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], FormatVersion);
        Hash.Write(destination[HashOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(destination[BodyLengthOffset..], BodyLength);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[BodyChecksumOffset..], BodyChecksum);
        BinaryPrimitives.WriteInt32LittleEndian(destination[SlotSizeOffset..], SlotSize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumOffset..], Crc32C.Of(destination[..ChecksumOffset]));
    }

    /// <summary>Marks a file as one that has further variants beside it; needs the key's lock.</summary>
    /// <exception cref="IOException">The medium refused, or the file is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void MarkVariants(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, [1], VariantsOffset);
    }
}
