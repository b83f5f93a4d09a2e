using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>The SHA-256 of a key, as a value that can be compared.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyHash(UInt128 High, UInt128 Low)
{
    private const int HalfLength = HttpCacheKey.HashLength / 2;

    /// <summary>Hashes a key.</summary>
    public static KeyHash Of(HttpCacheKey key)
    {
        Span<byte> bytes = stackalloc byte[HttpCacheKey.HashLength];
        key.WriteHash(bytes);

        return Read(bytes);
    }

    /// <summary>Reads a hash from its bytes.</summary>
    /// <param name="source">At least <see cref="HttpCacheKey.HashLength"/> bytes.</param>
    public static KeyHash Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(source), BinaryPrimitives.ReadUInt128BigEndian(source[HalfLength..]));

    /// <summary>Writes the hash as bytes.</summary>
    /// <param name="destination">At least <see cref="HttpCacheKey.HashLength"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, High);
        BinaryPrimitives.WriteUInt128BigEndian(destination[HalfLength..], Low);
    }

    /// <summary>Returns the hash as 64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[HttpCacheKey.HashLength];
        Write(bytes);

        return Convert.ToHexStringLower(bytes);
    }
}
