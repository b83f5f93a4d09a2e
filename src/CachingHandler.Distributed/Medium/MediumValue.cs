using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>What the medium says of a name.</summary>
/// <param name="IsKnown">Whether it has said anything; false when it failed, took too long, or is left alone.</param>
/// <param name="Bytes">The value; null when there is none, or one that is longer than any that was written.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MediumValue(bool IsKnown, ReadOnlyMemory<byte>? Bytes)
{
    public static MediumValue Unknown => default;
}
