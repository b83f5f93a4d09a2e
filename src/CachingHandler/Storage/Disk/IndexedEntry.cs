using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>What a disk store remembers of a file.</summary>
/// <param name="Id">Which file it is.</param>
/// <param name="LastUsed">When it was used last, in ticks of UTC.</param>
/// <param name="Blocks">How much of the disk it takes, in blocks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexedEntry(EntryId Id, long LastUsed, uint Blocks);
