using System.Collections.Concurrent;

namespace CachingHandler.Storage;

/// <summary>Finds the heads of a memory store by their keys.</summary>
/// <remarks>Safe to read at any time. What changes the heads of a key needs the owner's lock.</remarks>
internal sealed class MemoryHeads
{
    private readonly ConcurrentDictionary<HttpCacheKey, StoredResponse[]> _responses = new();

    /// <summary>Gets the keys that have heads, as they are now.</summary>
    public ICollection<HttpCacheKey> Keys => _responses.Keys;

    /// <summary>Returns the heads of a key, which the caller does not change.</summary>
    public StoredResponse[] Of(HttpCacheKey key) => _responses.TryGetValue(key, out var responses) ? responses : [];

    /// <summary>Walks all heads; what changes meanwhile may be seen or not.</summary>
    public IEnumerable<StoredResponse> All() => _responses.SelectMany(static pair => pair.Value);

    /// <summary>Returns the entry of a response; null when the store does not know it.</summary>
    /// <remarks>A head that the store handed out brings its entry along; any other is looked up by its body id.</remarks>
    public MemoryEntry? EntryOf(StoredResponse response) => response.AttachedBody as MemoryEntry ?? LookUp(response);

    /// <summary>Replaces the heads of a key.</summary>
    public void Put(HttpCacheKey key, StoredResponse[] responses)
    {
        if (responses.Length == 0)
        {
            _responses.TryRemove(key, out _);
        }
        else
        {
            _responses[key] = responses;
        }
    }

    // By itself, so that what it captures costs nothing where it is not called.
    private MemoryEntry? LookUp(StoredResponse response) =>
        Array.Find(Of(response.Key), other => other.BodyId == response.BodyId)?.AttachedBody as MemoryEntry;
}
