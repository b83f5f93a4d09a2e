using System.Runtime.CompilerServices;

namespace CachingHandler.Storage;

/// <summary>Finds and opens responses in memory, and what is not there in the store behind.</summary>
/// <param name="gate">The tier's lock.</param>
/// <param name="memory">What is in memory.</param>
/// <param name="turns">The order of changes.</param>
/// <param name="behind">The store behind.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class TierReads(Lock gate, MemoryTier memory, KeyTurns turns, HttpCacheStore behind, TimeProvider timeProvider)
{
    // Changes of the same key that get in between are few.
    private const int MaximumAttempts = 3;

    /// <summary>Returns the heads stored under a key.</summary>
    public ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        if (memory.Find(key) is { } known && !known.IsDue(timeProvider))
        {
            memory.Touch(known);

            return new(known.Heads);
        }

        return LoadAsync(key, cancellationToken);
    }

    /// <summary>Opens the body of a response; null when it is gone, replaced or damaged.</summary>
    public ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        if (response.AttachedBody is { } attached)
        {
            return new(attached);
        }

        var known = memory.Find(response.Key);

        return known?.HeadOf(response.BodyId)?.AttachedBody is { } body
            ? new(body)
            : OpenBehindAsync(response, cancellationToken);
    }

    /// <summary>Walks all heads, those that are still to be written among them.</summary>
    public async IAsyncEnumerable<StoredResponse> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<HttpCacheKey, StoredResponse[]> unwritten;
        List<StoredResponse> heads;
        lock (gate)
        {
            unwritten = memory.Unwritten.ToDictionary(
                static known => known.Key, static known => known.Writes.Select(static write => write.Head).ToArray());
            heads = [.. memory.Unwritten.SelectMany(Unwritten)];
        }

        foreach (var head in heads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return head;
        }

        await foreach (var head in behind.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!unwritten.TryGetValue(head.Key, out var newer) || !newer.Any(other => other.Supersedes(head)))
            {
                yield return head;
            }
        }
    }

    private static IEnumerable<StoredResponse> Unwritten(KnownKey known) =>
        known.Writes.Select(write => known.HeadOf(write.Head.BodyId)).OfType<StoredResponse>();

    private async ValueTask<IReadOnlyList<StoredResponse>> LoadAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var timestamp = timeProvider.GetTimestamp();
            uint version;
            lock (gate)
            {
                version = turns.VersionOf(key);
            }

            var found = await behind.FindAsync(key, cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                var known = memory.Find(key);
                var isChanging = turns.IsChanging(key);
                if (!isChanging && turns.VersionOf(key) == version)
                {
                    return Take(key, known, found, timestamp);
                }

                if (isChanging || attempt == MaximumAttempts)
                {
                    return AsFarAsKnown(known, found);
                }
            }
        }
    }

    // What was read may be older than what is in memory, and what is in memory need not be all.
    private static IReadOnlyList<StoredResponse> AsFarAsKnown(KnownKey? known, IReadOnlyList<StoredResponse> found)
    {
        if (known is null || known.IsComplete)
        {
            return known?.Heads ?? found;
        }

        var others = found.Where(head => IsCurrent(known, head)
            && !Array.Exists(known.Heads, other => other.BodyId == head.BodyId || other.Supersedes(head)));

        return [.. others, .. known.Heads];
    }

    private StoredResponse[] Take(HttpCacheKey key, KnownKey? known, IReadOnlyList<StoredResponse> found, long timestamp)
    {
        if (known is null && found.Count == 0)
        {
            return [];
        }

        known ??= new KnownKey(key);
        known.Checked(timestamp);
        memory.Put(known, [.. found.Where(head => IsCurrent(known, head)).Select(head => Taken(known, head)), .. Unwritten(known)]);

        return known.Heads;
    }

    // A write that is outstanding goes over whatever is there, its own result included.
    private static bool IsCurrent(KnownKey known, StoredResponse found) =>
        !known.Writes.Exists(write => write.Head.Supersedes(found));

    private StoredResponse Taken(KnownKey known, StoredResponse found) => (found.AttachedBody, known.HeadOf(found.BodyId)?.AttachedBody) switch
    {
        (null, { } body) => found.With(body),
        (null, null) => found,
        ({ } body, _) when !memory.HasRoomFor(body) => found.Detached(),
        _ => found,
    };

    private async ValueTask<StoredBody?> OpenBehindAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        var body = await behind.OpenBodyAsync(response, cancellationToken).ConfigureAwait(false);
        if (body is not null && !memory.HasRoomFor(body))
        {
            return body;
        }

        lock (gate)
        {
            if (memory.Find(response.Key) is { } known && known.HeadOf(response.BodyId) is { } head)
            {
                if (body is null)
                {
                    known.MakeDue();
                }
                else
                {
                    memory.Put(known, Array.ConvertAll(known.Heads, other => other == head ? head.With(body) : other));
                }
            }
        }

        return body;
    }
}
