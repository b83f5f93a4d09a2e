using System.Collections.Concurrent;

namespace CachingHandler.Storage;

/// <summary>The keys whose responses are to be gone and may still be in the medium, because it failed; nothing of them is used.</summary>
internal sealed class DelayedRemovals
{
    /// <summary>How many keys are remembered; one more, and everything is to be gone.</summary>
    public const int Maximum = 10_000;

    private readonly ConcurrentDictionary<HttpCacheKey, byte> _keys = new();
    private int _count;
    private volatile bool _isEverything;

    /// <summary>Gets a value indicating whether nothing is to be gone.</summary>
    public bool IsEmpty => !_isEverything && Volatile.Read(ref _count) == 0;

    /// <summary>Gets a value indicating whether everything is to be gone.</summary>
    public bool IsEverything => _isEverything;

    /// <summary>Gets the keys.</summary>
    public ICollection<HttpCacheKey> Keys => _keys.Keys;

    /// <summary>Tells whether what the medium has of a key counts for nothing.</summary>
    public bool Contains(HttpCacheKey key) => _isEverything || (Volatile.Read(ref _count) > 0 && _keys.ContainsKey(key));

    /// <summary>Adds a key.</summary>
    /// <returns>True when it was one too many.</returns>
    public bool Add(HttpCacheKey key)
    {
        if (!_keys.TryAdd(key, 0) || Interlocked.Increment(ref _count) <= Maximum || _isEverything)
        {
            return false;
        }

        _isEverything = true;

        return true;
    }

    /// <summary>Takes a key out: what the medium has of it is right again.</summary>
    public void Forget(HttpCacheKey key)
    {
        if (_keys.TryRemove(key, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Takes everything out: the medium has nothing of before.</summary>
    public void ForgetAll()
    {
        foreach (var (key, _) in _keys)
        {
            Forget(key);
        }

        _isEverything = false;
    }
}
