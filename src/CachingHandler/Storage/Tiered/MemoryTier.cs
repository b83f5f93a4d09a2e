using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CachingHandler.Diagnostics;

namespace CachingHandler.Storage;

/// <summary>What is in memory of a store behind, key by key and within a budget of bytes.</summary>
/// <param name="maximumSize">The budget, in bytes.</param>
/// <param name="maximumBodySize">The largest body to keep, in bytes.</param>
/// <param name="maximumVariants">How many variants a key may have.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="metrics">Counts what the budget lets go.</param>
/// <remarks>All but <see cref="Find"/> and <see cref="Touch"/> needs the tier's lock.</remarks>
internal sealed class MemoryTier(
    long maximumSize, long maximumBodySize, int maximumVariants, TimeProvider timeProvider, StoreMetrics metrics)
{
    private readonly ConcurrentDictionary<HttpCacheKey, KnownKey> _known = new();
    private readonly LeastRecentlyUsed _uses = new(timeProvider);

    /// <summary>Gets the bytes accounted for.</summary>
    public long Size => _uses.Size;

    /// <summary>Gets the number of keys of which responses are in memory.</summary>
    public int Count => _uses.Count;

    /// <summary>Gets the keys known of which the store behind does not have everything.</summary>
    public IEnumerable<KnownKey> Unwritten => _known.Select(static pair => pair.Value).Where(static known => known.IsAhead);

    /// <summary>Returns what is known of a key; null when that is nothing.</summary>
    public KnownKey? Find(HttpCacheKey key) => _known.GetValueOrDefault(key);

    /// <summary>Notes a use.</summary>
    public void Touch(KnownKey known) => _uses.Touch(known.Place);

    /// <summary>Tells whether a body is to be kept.</summary>
    public bool HasRoomFor([NotNullWhen(true)] StoredBody? body) => body?.Length <= maximumBodySize && body.TryGetMemory(out _);

    /// <summary>Adds a response that has just been stored, and lets go what it supersedes.</summary>
    public void Add(KnownKey known, StoredResponse head) =>
        Put(known, [.. known.Heads.Where(other => !head.Supersedes(other)), head]);

    /// <summary>Lets go the responses that match.</summary>
    public void Remove(KnownKey known, Func<StoredResponse, bool> goes) =>
        Put(known, [.. known.Heads.Where(head => !goes(head))]);

    /// <summary>Replaces the heads of a key. Beyond the number of variants the one received longest ago goes, but never the last.</summary>
    public void Put(KnownKey known, StoredResponse[] heads)
    {
        if (heads.Length > maximumVariants)
        {
            var oldest = heads[..^1].OrderBy(static head => head.ResponseTime).Take(heads.Length - maximumVariants).ToHashSet();
            heads = [.. heads.Where(head => !oldest.Contains(head))];
        }

        known.Heads = heads;
        if (heads.Length == 0 && known.Writes.Count == 0)
        {
            Forget(known);
            return;
        }

        _known[known.Key] = known;
        var size = heads.Sum(static head => LeastRecentlyUsed.SizeOf(head, head.AttachedBody?.Length ?? 0));
        if (known.Place.Entry is not null)
        {
            _uses.Resize(known.Place, size);
        }
        else
        {
            known.Place = new UsePlace();
            _uses.Add(known.Place, known, size);
        }

        Shrink();
    }

    /// <summary>Lets go what is known of a key.</summary>
    public void Forget(KnownKey known)
    {
        _uses.Remove(known.Place);
        _known.TryRemove(KeyValuePair.Create(known.Key, known));
    }

    /// <summary>Lets go everything.</summary>
    public void Clear()
    {
        foreach (var (_, known) in _known)
        {
            Forget(known);
        }
    }

    /// <summary>Notes that a write is no longer outstanding.</summary>
    public void Settle(QueuedWrite write)
    {
        var known = write.Known;
        known.Writes.Remove(write);

        // The budget has let it go already, or there is nothing to know any more.
        if (known.Writes.Count == 0 && (known.Place.Entry is null || known.Heads.Length == 0))
        {
            Forget(known);
        }
    }

    // What is still to be written cannot be had elsewhere; the queue is bounded. What is alone cannot either, and is not.
    private void Shrink()
    {
        while (_uses.Size > maximumSize && _uses.Oldest() is { Entry: KnownKey oldest })
        {
            _uses.Remove(oldest.Place);
            metrics.Evicted(1);
            if (oldest.Writes.Count == 0)
            {
                Forget(oldest);
            }
        }
    }
}
