using System.Buffers.Binary;

namespace CachingHandler.Tests.Stress;

/// <summary>What one answer of the stressed origin is of; every byte of its body follows from it, so that no mixture passes.</summary>
internal sealed record StressBody(int Resource, string User, string Language, int Edition)
{
    public const string FieldName = "X-Body";

    /// <summary>Gets the length of the body, in bytes.</summary>
    public int Length => StressOrigin.Lengths[Resource];

    public static StressBody Parse(string text) => text.Split('/') is [var resource, var user, var language, var edition]
        ? new(int.Parse(resource), user, language, int.Parse(edition))
        : throw new FormatException(text);

    /// <summary>Returns the field value that names it.</summary>
    public override string ToString() => FormattableString.Invariant($"{Resource}/{User}/{Language}/{Edition}");

    /// <summary>Writes the bytes from an offset on.</summary>
    public void CopyTo(Span<byte> destination, int offset)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (var index = 0; index < destination.Length;)
        {
            var at = (offset + index) % sizeof(ulong);
            BinaryPrimitives.WriteUInt64LittleEndian(word, Word((offset + index) / sizeof(ulong)));
            var count = Math.Min(sizeof(ulong) - at, destination.Length - index);
            word.Slice(at, count).CopyTo(destination[index..]);
            index += count;
        }
    }

    /// <summary>Returns the bytes of a range.</summary>
    public byte[] Bytes(int offset, int count)
    {
        var bytes = new byte[count];
        CopyTo(bytes, offset);

        return bytes;
    }

    private ulong Word(int index)
    {
        var seed = ((ulong)Resource << 48) ^ ((ulong)User[0] << 40) ^ ((ulong)Language[0] << 32) ^ (ulong)Edition;
        var word = (seed * 0x9E37_79B9_7F4A_7C15) + ((ulong)index * 0xD1B5_4A32_D192_ED03);
        word = (word ^ (word >> 30)) * 0xBF58_476D_1CE4_E5B9;
        word = (word ^ (word >> 27)) * 0x94D0_49BB_1331_11EB;

        return word ^ (word >> 31);
    }
}
