using System.Buffers.Binary;

namespace CachingHandler.Storage;

/// <summary>One of the two places for a head in an entry's file; a new head goes where the older one is.</summary>
/// <remarks>
/// Little endian: <c>u64 sequence | u32 length | u32 CRC-32C of all the rest | head</c>. A write that is cut short leaves a
/// wrong checksum, and the other slot counts.
/// </remarks>
internal static class HeadSlot
{
    /// <summary>The largest slot, in bytes; a head that needs more is not stored.</summary>
    public const int MaximumSize = 1024 * 1024;

    private const int LengthOffset = 8;
    private const int ChecksumOffset = 12;
    private const int HeadOffset = 16;
    private const int MinimumSize = 512;
    private const int Step = 256;

    /// <summary>Returns the size of a slot that has room for a head to grow by a quarter, in bytes.</summary>
    /// <param name="headLength">The length of the head's bytes.</param>
    public static long SizeFor(int headLength)
    {
        var roomy = (((headLength + (long)HeadOffset) * 5) + 3) / 4;

        return Math.Max(MinimumSize, (roomy + Step - 1) / Step * Step);
    }

    /// <summary>Returns how many bytes of a slot a head takes.</summary>
    public static int LengthFor(int headLength) => HeadOffset + headLength;

    /// <summary>Writes a head.</summary>
    /// <param name="slot">At least <see cref="LengthFor"/> bytes.</param>
    /// <param name="sequence">Greater than that of the head it follows; at least one.</param>
    /// <param name="head">The head's bytes.</param>
    public static void Write(Span<byte> slot, ulong sequence, ReadOnlySpan<byte> head)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(slot, sequence);
        BinaryPrimitives.WriteInt32LittleEndian(slot[LengthOffset..], head.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[ChecksumOffset..], ChecksumOf(slot, head));
        head.CopyTo(slot[HeadOffset..]);
    }

    /// <summary>Reads a head from bytes that nobody vouches for.</summary>
    /// <param name="slot">The whole slot.</param>
    /// <param name="sequence">The sequence number; zero when the result is false.</param>
    /// <param name="head">The head's bytes.</param>
    /// <returns>False when there is no head, or a damaged one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> slot, out ulong sequence, out ReadOnlySpan<byte> head)
    {
        sequence = 0;
        head = default;
        if (slot.Length < HeadOffset)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(slot[LengthOffset..]);
        if (length < 0 || length > slot.Length - HeadOffset)
        {
            return false;
        }

        var bytes = slot.Slice(HeadOffset, length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(slot[ChecksumOffset..]) != ChecksumOf(slot, bytes))
        {
            return false;
        }

        sequence = BinaryPrimitives.ReadUInt64LittleEndian(slot);
        head = bytes;

        return sequence > 0;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> slot, ReadOnlySpan<byte> head) =>
        Crc32C.Append(Crc32C.Of(slot[..ChecksumOffset]), head);
}
