using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>The file that a body came from.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Length">Its length, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryOrigin(string Path, long Length);
