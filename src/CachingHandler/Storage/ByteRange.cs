using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>A range of a representation's bytes, both ends included (RFC 9110 §14.1.2).</summary>
/// <param name="First">The offset of the first byte; at least zero.</param>
/// <param name="Last">The offset of the last byte; not less than <paramref name="First"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ByteRange(long First, long Last)
{
    /// <summary>Gets the number of bytes.</summary>
    public long Length => Last - First + 1;

    /// <summary>Tells whether all of the other range lies in this one.</summary>
    /// <param name="other">The other range.</param>
    /// <returns>True where it does, also where the two are equal.</returns>
    public bool Contains(ByteRange other) => First <= other.First && other.Last <= Last;
}
