using System.Runtime.InteropServices;

namespace CachingHandler.Diagnostics;

/// <summary>How much a store holds.</summary>
/// <param name="Entries">The number of its entries.</param>
/// <param name="Size">What they take as the store counts it, in bytes.</param>
/// <param name="Queued">How many responses are to be written to a store behind; null where there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoreMeasure(long Entries, long Size, long? Queued = null);
