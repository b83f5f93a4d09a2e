using System.Collections.Concurrent;

namespace CachingHandler.Storage;

/// <summary>The keys whose responses are to be gone and may still be in the medium, because it failed; nothing of them is used.</summary>
internal sealed class DelayedRemovals
{
    /// <summary>How many keys are remembered; one more, and everything is to be gone.</summary>
    public const int Maximum = 50_000;

    private readonly ConcurrentDictionary<HttpCacheKey, DateTimeOffset> _keys = new();
    private readonly Lock _gate = new();
    private volatile int _count;
    private volatile bool _isEverything;

    /// <summary>Gets a value indicating whether nothing is to be gone.</summary>
    public bool IsEmpty => !_isEverything && _count == 0;

    /// <summary>Gets a value indicating whether everything is to be gone.</summary>
    public bool IsEverything => _isEverything;

    /// <summary>Gets the keys.</summary>
    public ICollection<HttpCacheKey> Keys => _keys.Keys;

    /// <summary>Tells whether what the medium has of a key counts for nothing.</summary>
    public bool Contains(HttpCacheKey key) => _isEverything || (_count > 0 && _keys.ContainsKey(key));

    /// <summary>Returns when a key was added last; null when it is not among those that are to be gone.</summary>
    public DateTimeOffset? TimeOf(HttpCacheKey key) => _keys.TryGetValue(key, out var time) ? time : null;

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The time: what is asked for later is not meant.</param>
    /// <returns>True when it was one too many.</returns>
    public bool Add(HttpCacheKey key, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_isEverything)
            {
                return false;
            }

            // The dictionary counts itself by taking all of its locks.
            _count += _keys.TryAdd(key, now) ? 1 : 0;
            _keys[key] = now;
            _isEverything = _count > Maximum;

            return _isEverything;
        }
    }

    /// <summary>Takes a key out: what the medium has of it is right again.</summary>
    public void Forget(HttpCacheKey key)
    {
        lock (_gate)
        {
            _count -= _keys.TryRemove(key, out _) ? 1 : 0;
        }
    }

    /// <summary>Takes everything out: the medium has nothing of before.</summary>
    public void ForgetAll()
    {
        lock (_gate)
        {
            _keys.Clear();
            _count = 0;
            _isEverything = false;
        }
    }
}
