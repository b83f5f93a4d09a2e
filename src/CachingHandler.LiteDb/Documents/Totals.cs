using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>How much is stored; kept in the database, in the transaction that changes it, so that nothing is counted at open.</summary>
/// <param name="Entries">The number of entries.</param>
/// <param name="DatabaseSize">What they take within the database, in bytes, by an estimate.</param>
/// <param name="FileSize">What they take beside it, in bytes.</param>
/// <param name="LatestUse">When the latest of them was used; see <see cref="Uses"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Totals(long Entries, long DatabaseSize, long FileSize, long LatestUse)
{
    private const int ChecksumOffset = 4 * sizeof(long);
    private const int Length = ChecksumOffset + sizeof(uint);

    /// <summary>Gets what all takes, in bytes.</summary>
    public long Size => DatabaseSize + FileSize;

    /// <summary>Returns the totals with an entry more.</summary>
    public Totals With(EntryRecord entry) =>
        new(Entries + 1, DatabaseSize + entry.DatabaseSize, FileSize + entry.FileSize, LatestUse);

    /// <summary>Returns the totals with an entry less.</summary>
    public Totals Without(EntryRecord entry) =>
        new(Entries - 1, DatabaseSize - entry.DatabaseSize, FileSize - entry.FileSize, LatestUse);

    /// <summary>Returns the totals as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Entries);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(sizeof(long)), DatabaseSize);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2 * sizeof(long)), FileSize);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(3 * sizeof(long)), LatestUse);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), Crc32C.Of(bytes.AsSpan(0, ChecksumOffset)));

        return bytes;
    }

    /// <summary>Reads totals; null when the bytes are none.</summary>
    public static Totals? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != Crc32C.Of(bytes[..ChecksumOffset]))
        {
            return null;
        }

        return new Totals(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[(2 * sizeof(long))..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[(3 * sizeof(long))..]));
    }
}
