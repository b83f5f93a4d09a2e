namespace CachingHandler.Storage;

/// <summary>Puts this process's changes to a key in order; keys share gates.</summary>
internal sealed class KeyGates
{
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1))];

    /// <summary>Returns the gate of a key, to be entered for a change and left after it.</summary>
    public SemaphoreSlim Of(HttpCacheKey key) => _gates[key.GetHashCode() & 63];
}
