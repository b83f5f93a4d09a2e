using System.Runtime.CompilerServices;

namespace CachingHandler.Storage;

/// <summary>Walks and counts what is stored: what the store behind has, and what has not got there.</summary>
/// <param name="gate">The tier's lock.</param>
/// <param name="memory">What is in memory.</param>
/// <param name="behind">The store behind.</param>
internal sealed class TierWalk(Lock gate, MemoryTier memory, HttpCacheStore behind)
{
    /// <summary>Walks all heads, each once.</summary>
    public async IAsyncEnumerable<StoredResponse> HeadsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ahead = Ahead();
        foreach (var entry in ahead.Values.SelectMany(static key => key.Entries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry.Response;
        }

        await foreach (var head in behind.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!ahead.TryGetValue(head.Key, out var key) || !key.Outdates(head))
            {
                yield return head;
            }
        }
    }

    /// <summary>Walks all responses with what is known of them, each once, without the cache's own notes.</summary>
    public async IAsyncEnumerable<HttpCacheEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ahead = Ahead();
        foreach (var entry in ahead.Values.SelectMany(static key => key.Entries).Where(static entry => !entry.Response.Key.IsNote))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await foreach (var entry in behind.EnumerateEntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!ahead.TryGetValue(entry.Response.Key, out var key) || !key.Outdates(entry.Response))
            {
                yield return Used(entry);
            }
        }
    }

    /// <summary>Counts.</summary>
    public async ValueTask<HttpCacheStatistics> CountAsync(CancellationToken cancellationToken)
    {
        var ahead = Ahead().Values.SelectMany(static key => key.Entries).ToList();
        var counted = await behind.GetStatisticsAsync(cancellationToken).ConfigureAwait(false);

        return counted with { Entries = counted.Entries + ahead.Count, Size = counted.Size + ahead.Sum(static entry => entry.Size) };
    }

    private static HttpCacheEntry EntryOf(KnownKey known, StoredResponse head) =>
        new(head, LeastRecentlyUsed.SizeOf(head, head.BodyLength), known.LastUsed);

    private Dictionary<HttpCacheKey, KeyAhead> Ahead()
    {
        lock (gate)
        {
            return memory.Unwritten.ToDictionary(static known => known.Key, static known => new KeyAhead(
                known.Unwritten.Select(head => EntryOf(known, head)).ToArray(),
                known.Writes.Select(static write => write.Head).ToArray(),
                known.Alone.ToArray()));
        }
    }

    // What is served out of memory is used though the store behind does not see it.
    private HttpCacheEntry Used(HttpCacheEntry entry)
    {
        if (memory.Find(entry.Response.Key) is not { } known
            || known.HeadOf(entry.Response.BodyId) is not { AttachedBody: not null }
            || known.LastUsed <= entry.LastUsed)
        {
            return entry;
        }

        return new HttpCacheEntry(entry.Response, entry.Size, known.LastUsed);
    }

    private sealed record KeyAhead(HttpCacheEntry[] Entries, StoredResponse[] Writes, StoredResponse[] Alone)
    {
        public bool Outdates(StoredResponse found) => KnownKey.Outdates(Writes, Alone, found);
    }
}
