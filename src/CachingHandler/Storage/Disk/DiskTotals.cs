using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>How much lies in the directory of a disk store, or by how much that has changed.</summary>
/// <param name="Blocks">How much of the disk the files take, in blocks.</param>
/// <param name="Entries">Their number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DiskTotals(long Blocks, long Entries)
{
    public static DiskTotals operator +(DiskTotals left, DiskTotals right) =>
        new(left.Blocks + right.Blocks, left.Entries + right.Entries);
}
