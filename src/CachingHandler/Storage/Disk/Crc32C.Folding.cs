using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CachingHandler.Storage;

/// <content>Long ones, by multiplication without carries: four vectors of 64 bytes at once.</content>
/// <remarks>
/// A checksum is the rest of a polynomial, and 16 bytes that lie D bits before others can be multiplied by what x^D leaves and added to them without
/// changing that rest. So much is folded into the last 64 bytes, whose checksum is then that of all. As the bits are in reverse order here, a product
/// is one place off, which the factors make up for.
/// </remarks>
internal static partial class Crc32C
{
    private const int Vectors = 4;
    private const int FoldedAtOnce = Vectors * 64;

    private static readonly Vector512<ulong> PastAll = Vector512.IsHardwareAccelerated ? Factors(FoldedAtOnce * 8) : default;
    private static readonly Vector512<ulong> PastOne = Vector512.IsHardwareAccelerated ? Factors(64 * 8) : default;

    /// <summary>Gets a value indicating whether this machine can do that.</summary>
    private static bool CanFold => Pclmulqdq.V512.IsSupported && Vector512.IsHardwareAccelerated;

    // Returns the state after the bytes whose number is a multiple of what is folded at once.
    private static uint Folded(uint state, ReadOnlySpan<byte> bytes)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector512<ulong>>(bytes);
        var (first, second, third, fourth) = (vectors[0] ^ Vector512.CreateScalar((ulong)state), vectors[1], vectors[2], vectors[3]);
        for (var rest = vectors[Vectors..]; rest.Length >= Vectors; rest = rest[Vectors..])
        {
            first = Fold(first, PastAll) ^ rest[0];
            second = Fold(second, PastAll) ^ rest[1];
            third = Fold(third, PastAll) ^ rest[2];
            fourth = Fold(fourth, PastAll) ^ rest[3];
        }

        var last = Fold(Fold(Fold(first, PastOne) ^ second, PastOne) ^ third, PastOne) ^ fourth;
        state = 0;
        for (var word = 0; word < Vector512<ulong>.Count; word++)
        {
            state = Next(state, last[word]);
        }

        return state;
    }

    private static Vector512<ulong> Fold(Vector512<ulong> vector, Vector512<ulong> factors) =>
        Pclmulqdq.V512.CarrylessMultiply(vector, factors, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(vector, factors, 0x11);

    // For each 16 bytes, whose first eight are 64 bits further ahead than the others.
    private static Vector512<ulong> Factors(int bits) => Vector512.Create(Vector128.Create(RestOf(bits + 32), RestOf(bits - 32)));

    // What x to that power leaves, in reverse order of bits.
    private static ulong RestOf(int power)
    {
        const uint Polynomial = 0x82F6_3B78;
        var rest = 0x8000_0000u;
        for (var times = 0; times < power; times++)
        {
            rest = (rest >> 1) ^ ((rest & 1) * Polynomial);
        }

        return (ulong)rest << 1;
    }
}
