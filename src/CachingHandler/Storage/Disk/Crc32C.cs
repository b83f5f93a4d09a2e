using System.Buffers.Binary;
using System.Numerics;

namespace CachingHandler.Storage;

/// <summary>The CRC-32C checksum (Castagnoli), which processors compute by themselves.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of no bytes at all.</summary>
    public const uint Empty = 0;

    /// <summary>Returns the checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(Empty, bytes);

    /// <summary>Returns the checksum of what <paramref name="checksum"/> stands for, followed by more bytes.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var state = ~checksum;
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var last in bytes)
        {
            state = BitOperations.Crc32C(state, last);
        }

        return ~state;
    }
}
