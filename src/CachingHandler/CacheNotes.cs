using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Invalidates responses together that nobody can enumerate, by notes that they depend on (RFC 9875).</summary>
/// <remarks>
/// <para>Each group, and each tag, has a note in the store, whose body id is the group's edition. A response that is stored in the group
/// remembers the edition, and is of no use when the note has another, or is gone. To invalidate the group is to give it a new
/// edition. So a note that is evicted costs hits and nothing else, and all processes and partitions see the same.</para>
/// <para>A note is also when: what was asked for before the group was last invalidated may be what it was invalidated for.</para>
/// </remarks>
internal sealed class CacheNotes(GuardedStore store, TimeProvider timeProvider)
{
    // A store lets go what was used longest ago, and a note may be used by another process only.
    private static readonly TimeSpan KeepUpAfter = TimeSpan.FromHours(1);

    /// <summary>Tells whether responses depend on notes.</summary>
    public static bool Concern(ReadOnlySpan<StoredResponse> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (!candidate.GroupsSpan.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns those responses whose notes are all there, in the edition that they know.</summary>
    /// <param name="candidates">The responses.</param>
    /// <param name="known">A note that has been looked up before; null when none has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<StoredResponse>> CurrentAsync(
        IReadOnlyList<StoredResponse> candidates, StoredResponse? known, CancellationToken cancellationToken)
    {
        if (candidates.All(static candidate => candidate.GroupsSpan.IsEmpty))
        {
            return candidates;
        }

        var editions = new Dictionary<HttpCacheKey, Guid?>();
        if (known is not null)
        {
            editions[known.Key] = known.BodyId;
        }

        var current = new List<StoredResponse>(candidates.Count);
        foreach (var candidate in candidates)
        {
            if (await IsCurrentAsync(candidate, editions, cancellationToken).ConfigureAwait(false))
            {
                current.Add(candidate);
            }
        }

        return current;
    }

    /// <summary>Takes a response into groups.</summary>
    /// <param name="notes">The keys of the groups' notes.</param>
    /// <param name="requestTime">When the response was asked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The editions, and why there are none; a response that is not in all of its groups must not be stored.</returns>
    public async ValueTask<(KeyValuePair<HttpCacheKey, Guid>[] Groups, NotStoredReason Why)> EnterAsync(
        IReadOnlyList<HttpCacheKey> notes, DateTimeOffset requestTime, CancellationToken cancellationToken)
    {
        var groups = new KeyValuePair<HttpCacheKey, Guid>[notes.Count];
        for (var index = 0; index < groups.Length; index++)
        {
            var note = await FindAsync(notes[index], cancellationToken).ConfigureAwait(false)
                ?? await MakeAsync(notes[index], HeaderFields.Empty, cancellationToken).ConfigureAwait(false);
            if (note is null)
            {
                return ([], NotStoredReason.StoreFailed);
            }

            if (note.ResponseTime >= requestTime)
            {
                await MendAsync(note).ConfigureAwait(false);
                return ([], NotStoredReason.GroupInvalidated);
            }

            groups[index] = new(note.Key, note.BodyId);
            await KeepUpAsync(note, cancellationToken).ConfigureAwait(false);
        }

        return (groups, NotStoredReason.None);
    }

    /// <summary>Invalidates all responses that depend on a note.</summary>
    /// <param name="note">The note's key.</param>
    /// <param name="onlyIfThere">Whether nothing is done where no note is, which leaves what is under way without one.</param>
    /// <returns>False when the store failed at it.</returns>
    public async ValueTask<bool> InvalidateAsync(HttpCacheKey note, bool onlyIfThere)
    {
        if (onlyIfThere && await store.TryFindAsync(note).ConfigureAwait(false) is { Count: 0 })
        {
            return true;
        }

        // Whoever makes a note at this moment, for want of one, must not put it in the place of this.
        await store.Noting.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            // The time is noted for what is under way; where it cannot be, there must at least be no old edition.
            var next = New(note, timeProvider.GetUtcNow(), HeaderFields.Empty);
            return await store.TryPutAsync(next, CancellationToken.None).ConfigureAwait(false)
                || await store.InvalidateAsync(note).ConfigureAwait(false);
        }
        finally
        {
            store.Noting.Release();
        }
    }

    /// <summary>Keeps a note in the store for as long as what is stored now and depends on it.</summary>
    public async ValueTask KeepUpAsync(StoredResponse note, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (now - note.RequestTime > KeepUpAfter)
        {
            var written = note.Freshened(note.Head, [], now, note.ResponseTime, note.DiscardAfter);
            await store.TryUpdateHeadAsync(note, written, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the note under a key; null when there is none.</summary>
    public async ValueTask<StoredResponse?> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return null;
        }

        // A store that has the body at hand counts its opening as a use, and keeps the note as long as what depends on it.
        if (found[0].AttachedBody is not null)
        {
            using var body = await store.OpenBodyAsync(found[0], cancellationToken).ConfigureAwait(false);
        }

        return found[0];
    }

    /// <summary>Makes a note, or returns the one that another has made meanwhile; null when the store takes none.</summary>
    /// <param name="key">The note's key.</param>
    /// <param name="fields">What it says; where the one that is there says something else, it is replaced.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<StoredResponse?> MakeAsync(HttpCacheKey key, HeaderFields fields, CancellationToken cancellationToken)
    {
        // Of responses that come at once, as those of a page do, each would make an edition of its own.
        await store.Noting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await FindAsync(key, cancellationToken).ConfigureAwait(false) is { } other && other.Fields.SequenceEqual(fields))
            {
                return other;
            }

            var note = New(key, DateTimeOffset.MinValue, fields);

            return await store.TryPutAsync(note, cancellationToken).ConfigureAwait(false) ? note : null;
        }
        finally
        {
            store.Noting.Release();
        }
    }

    private async ValueTask<bool> IsCurrentAsync(
        StoredResponse candidate, Dictionary<HttpCacheKey, Guid?> editions, CancellationToken cancellationToken)
    {
        foreach (var (key, edition) in candidate.Groups)
        {
            if (!editions.TryGetValue(key, out var current))
            {
                var note = await FindAsync(key, cancellationToken).ConfigureAwait(false);
                editions[key] = current = note?.BodyId;
            }

            if (current != edition)
            {
                return false;
            }
        }

        return true;
    }

    // By a clock that was ahead: until that time has come, nothing would be stored in the group.
    private ValueTask<bool> MendAsync(StoredResponse note) => note.ResponseTime > timeProvider.GetUtcNow()
        ? InvalidateAsync(note.Key, onlyIfThere: false)
        : new(true);

    private StoredResponse New(HttpCacheKey key, DateTimeOffset invalidatedAt, HeaderFields fields) => new()
    {
        Key = key,
        BodyId = Storing.NewBodyId(),
        StatusCode = 204,
        Fields = fields,
        RequestTime = timeProvider.GetUtcNow(),
        ResponseTime = invalidatedAt,
        DiscardAfter = DateTimeOffset.MaxValue,
    };
}
