using System.Buffers.Binary;

namespace CachingHandler.Storage;

/// <summary>How much of the disk the processes on one directory take together, as far as they have told each other.</summary>
/// <param name="root">The root of the layout.</param>
/// <remarks>A number in a file, and a lock: whoever holds it may change the number, and evicts. Others only write and read.</remarks>
internal sealed class SharedSize(string root)
{
    private const uint Magic = 0x315a_5348; // "HSZ1"
    private const int Length = 16;
    private const int ChecksumOffset = 12;

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

    /// <summary>Returns the number of blocks; null when none has told it.</summary>
    public long? Read()
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

            return isWhole ? BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells the number of blocks; needs the lock.</summary>
    public void Write(long blocks)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[4..], blocks);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Crc32C.Of(bytes[..ChecksumOffset]));
        try
        {
            using var file = OwnerOnly.OpenFile(_path);
            RandomAccess.Write(file.SafeFileHandle, bytes, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next scan finds the number out.
        }
    }
}
