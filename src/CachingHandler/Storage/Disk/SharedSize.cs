using System.Buffers.Binary;

namespace CachingHandler.Storage;

/// <summary>Where the processes on one directory tell each other how much lies there.</summary>
/// <param name="root">The root of the layout.</param>
/// <remarks>
/// Numbers in a file, and a lock: whoever holds it may change them, and evicts. Others only write and read. Little endian:
/// <c>"HSZ2" | i64 blocks | i64 entries | i64 ticks of the last scan | u32 CRC-32C of all before</c>.
/// </remarks>
internal sealed class SharedSize(string root)
{
    private const uint Magic = 0x325a_5348; // "HSZ2"
    private const int Length = 32;
    private const int ChecksumOffset = 28;

    private readonly string _lockPath = Path.Join(root, EntryNames.OwnerLock);
    private readonly string _path = Path.Join(root, EntryNames.Size);

    /// <summary>Takes the lock.</summary>
    /// <returns>What to dispose to give it back; null when another has it, or the directory cannot be written.</returns>
    public IDisposable? TryEnter()
    {
        try
        {
            return OwnerOnly.CreateLock(_lockPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Returns what was told last; null when nobody has told anything.</summary>
    public SharedTotals? Read()
    {
        try
        {
            if (!File.Exists(_path))
            {
                return null;
            }

            using var file = File.OpenHandle(_path, share: FileShare.ReadWrite | FileShare.Delete);
            Span<byte> bytes = stackalloc byte[Length];
            var isWhole = RandomAccess.Read(file, bytes, 0) == Length
                && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic
                && BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) == Crc32C.Of(bytes[..ChecksumOffset]);

            return isWhole ? Parse(bytes) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells the others; needs the lock.</summary>
    public void Write(SharedTotals told)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[4..], told.Totals.Blocks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[12..], told.Totals.Entries);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[20..], told.ScannedAt);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Crc32C.Of(bytes[..ChecksumOffset]));
        try
        {
            using var file = OwnerOnly.OpenFile(_path);
            RandomAccess.Write(file.SafeFileHandle, bytes, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next scan finds the numbers out.
        }
    }

    private static SharedTotals Parse(ReadOnlySpan<byte> bytes) => new(
        new(BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[12..])),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[20..]));
}
