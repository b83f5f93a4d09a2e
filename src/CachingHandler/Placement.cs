using System.Runtime.InteropServices;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Where a response is stored, and what it depends on.</summary>
/// <param name="Key">The key.</param>
/// <param name="Groups">The notes that it depends on; see <see cref="StoredResponse.Groups"/>.</param>
/// <param name="Why">Why it is not stored after all; none when it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Placement(
    HttpCacheKey Key, IReadOnlyList<KeyValuePair<HttpCacheKey, Guid>> Groups, NotStoredReason Why = NotStoredReason.None);
