using System.Runtime.InteropServices;

namespace CachingHandler.Body;

/// <summary>How much is received of a body that nobody reads any longer, for it to be stored.</summary>
/// <param name="Size">The bytes.</param>
/// <param name="Time">The time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DrainLimit(long Size, TimeSpan Time)
{
    /// <summary>Tells whether it is worth to begin.</summary>
    /// <param name="missing">The number of bytes missing; null when it is not known.</param>
    public bool Allows(long? missing) => Size > 0 && Time > TimeSpan.Zero && !(missing > Size);
}
