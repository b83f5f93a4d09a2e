namespace CachingHandler.Storage;

/// <summary>Finds and opens responses in memory, and what is not there in the store behind.</summary>
/// <param name="gate">The tier's lock.</param>
/// <param name="memory">What is in memory.</param>
/// <param name="turns">The order of changes.</param>
/// <param name="store">The store behind, for what a caller waits for.</param>
/// <param name="behind">The store behind, for what goes on without it.</param>
/// <param name="checkAfter">How long what another process does may go unseen.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class TierReads(
    Lock gate,
    MemoryTier memory,
    KeyTurns turns,
    HttpCacheStore store,
    StoreBehind behind,
    TimeSpan checkAfter,
    TimeProvider timeProvider)
{
    // Changes of the same key that get in between are few.
    private const int MaximumAttempts = 3;

    /// <summary>Returns the heads stored under a key.</summary>
    public ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        if (memory.Find(key) is { } known)
        {
            memory.Touch(known);
            if (!known.IsDue(checkAfter, timeProvider))
            {
                return new(known.Heads);
            }
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

    private async ValueTask<IReadOnlyList<StoredResponse>> LoadAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var timestamp = timeProvider.GetTimestamp();
            uint version;
            bool goesOnWithout;
            lock (gate)
            {
                version = turns.VersionOf(key);
                goesOnWithout = memory.Find(key)?.Alone.Any() == true;
            }

            var found = goesOnWithout
                ? await behind.FindOrNothingAsync(key, cancellationToken).ConfigureAwait(false)
                : await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
            if (ReferenceEquals(found, HttpCacheStore.Unknown))
            {
                // Without the store behind, the memory goes on; what it has is asked about again as soon as there is an answer.
                return memory.Find(key)?.Heads ?? found;
            }

            if (TryTake(key, version, found, timestamp, isLastAttempt: attempt == MaximumAttempts) is var (heads, used))
            {
                await behind.TellUseAsync(used).ConfigureAwait(false);

                return heads;
            }
        }
    }

    // Null when a change has come in between, and the store behind is to be asked once more.
    private (IReadOnlyList<StoredResponse> Heads, IReadOnlyList<StoredResponse> Used)? TryTake(
        HttpCacheKey key, uint version, IReadOnlyList<StoredResponse> found, long timestamp, bool isLastAttempt)
    {
        lock (gate)
        {
            var known = memory.Find(key);
            var isChanging = turns.IsChanging(key);
            if (!isChanging && turns.VersionOf(key) == version)
            {
                return Take(key, known, found, timestamp);
            }

            return isChanging || isLastAttempt ? (AsFarAsKnown(known, found), []) : null;
        }
    }

    // What was read may be older than what is in memory, and what is in memory need not be all.
    private static IReadOnlyList<StoredResponse> AsFarAsKnown(KnownKey? known, IReadOnlyList<StoredResponse> found)
    {
        if (known is null || known.IsComplete)
        {
            return known?.Heads ?? found;
        }

        var others = found.Where(head => !known.Outdates(head) && !Array.Exists(known.Heads, other => KnownKey.Excludes(other, head)));

        return [.. others, .. known.Heads];
    }

    private (IReadOnlyList<StoredResponse> Heads, IReadOnlyList<StoredResponse> Used) Take(
        HttpCacheKey key, KnownKey? known, IReadOnlyList<StoredResponse> found, long timestamp)
    {
        if (known is null && found.Count == 0)
        {
            return ([], []);
        }

        known ??= new KnownKey(key);
        var current = found.Where(head => !known.Outdates(head)).ToList();
        var ahead = store.AllowsMemoryAlone ? known.Unwritten : known.Writing;
        var unwritten = ahead.Where(head => !current.Exists(other => KnownKey.Excludes(other, head))).ToList();
        known.Checked(timestamp);
        memory.Put(known, [.. current.Select(head => Taken(known, head)), .. unwritten]);
        var used = known.TryTell(timestamp, timeProvider)
            ? current.FindAll(head => known.HeadOf(head.BodyId)?.AttachedBody is not null)
            : [];

        return (known.Heads, used);
    }

    private StoredResponse Taken(KnownKey known, StoredResponse found)
    {
        switch (found.AttachedBody, known.HeadOf(found.BodyId)?.AttachedBody)
        {
            case (null, { } body):
                if (body is KeptBody kept)
                {
                    kept.IsAlone = false;
                }

                return found.With(body);
            case ({ } body, _) when !memory.HasRoomFor(body):
                return found.Detached();
            default:
                return found;
        }
    }

    private async ValueTask<StoredBody?> OpenBehindAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        var body = await store.OpenBodyAsync(response, cancellationToken).ConfigureAwait(false);
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
