using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>The CRC-32C checksum (Castagnoli), which processors compute by themselves.</summary>
internal static partial class Crc32C
{
    /// <summary>The checksum of no bytes at all.</summary>
    public const uint Empty = 0;

    // Long enough that joining three of them does not count.
    private const int Lane = 4096;

    // What becomes of each byte of a state behind that many zeroes. A checksum is linear, so the bytes may be looked up one by one.
    private static readonly uint[] PastOneLane = Past(Lane);
    private static readonly uint[] PastTwoLanes = Past(2 * Lane);

    /// <summary>Returns the checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(Empty, bytes);

    /// <summary>Returns the checksum of what <paramref name="checksum"/> stands for, followed by more bytes.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var state = ~checksum;
        if (CanFold && bytes.Length >= 2 * FoldedAtOnce)
        {
            var length = bytes.Length - (bytes.Length % FoldedAtOnce);
            state = Folded(state, bytes[..length]);
            bytes = bytes[length..];
        }

        for (; bytes.Length >= 3 * Lane; bytes = bytes[(3 * Lane)..])
        {
            state = ThreeLanes(state, bytes);
        }

        var words = Words(bytes);
        foreach (var word in words)
        {
            state = Next(state, word);
        }

        foreach (var last in bytes[(words.Length * sizeof(ulong))..])
        {
            state = BitOperations.Crc32C(state, last);
        }

        return ~state;
    }

    // A step takes three cycles, but another one can begin each cycle: three at once take no longer than one.
    private static uint ThreeLanes(uint first, ReadOnlySpan<byte> bytes)
    {
        var (second, third) = (0u, 0u);
        var one = Words(bytes[..Lane]);
        var two = Words(bytes.Slice(Lane, Lane));
        var three = Words(bytes.Slice(2 * Lane, Lane));
        for (var index = 0; index < one.Length && index < two.Length && index < three.Length; index++)
        {
            first = Next(first, one[index]);
            second = Next(second, two[index]);
            third = Next(third, three[index]);
        }

        return Move(first, PastTwoLanes) ^ Move(second, PastOneLane) ^ third;
    }

    private static uint Next(uint state, ulong word) =>
        BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));

    private static ReadOnlySpan<ulong> Words(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, ulong>(bytes);

    private static uint Move(uint state, uint[] past) =>
        past[state & 0xFF] ^ past[256 + ((state >> 8) & 0xFF)] ^ past[512 + ((state >> 16) & 0xFF)] ^ past[768 + (state >> 24)];

    private static uint[] Past(int zeroes)
    {
        var past = new uint[1024];
        for (var bit = 0; bit < 32; bit++)
        {
            var moved = 1u << bit;
            for (var word = 0; word < zeroes / sizeof(ulong); word++)
            {
                moved = BitOperations.Crc32C(moved, 0ul);
            }

            // Every number with this bit as its highest is one that is known, and this bit.
            var table = past.AsSpan((bit / 8) * 256, 256);
            var highest = 1 << (bit % 8);
            for (var lower = 0; lower < highest; lower++)
            {
                table[highest + lower] = table[lower] ^ moved;
            }
        }

        return past;
    }
}
