using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>Where the body of a response is to be had.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="Bytes">The bytes, checked; null when they lie in the entry's file.</param>
/// <param name="Length">Their number.</param>
/// <param name="Checksum">Their checksum.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundBody(byte[] Name, byte[]? Bytes, long Length, uint Checksum);
