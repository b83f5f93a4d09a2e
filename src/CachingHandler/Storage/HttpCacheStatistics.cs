using System.Runtime.InteropServices;

namespace CachingHandler.Storage;

/// <summary>How much a store holds.</summary>
/// <param name="Entries">The number of entries: responses, variants counted each, and the cache's own notes.</param>
/// <param name="Size">What they take as the store counts it, in bytes.</param>
/// <param name="MaximumSize">What they may take, in bytes; null when the store has no such limit, or does not say.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HttpCacheStatistics(long Entries, long Size, long? MaximumSize);
