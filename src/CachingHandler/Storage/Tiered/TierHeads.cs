namespace CachingHandler.Storage;

/// <summary>Replaces heads in memory and in the store behind.</summary>
/// <param name="gate">The tier's lock.</param>
/// <param name="memory">What is in memory.</param>
/// <param name="turns">The order of changes.</param>
/// <param name="queue">What is to be written.</param>
/// <param name="store">The store behind, for what a caller waits for.</param>
/// <param name="behind">The store behind, for what is not the caller's concern.</param>
internal sealed class TierHeads(
    Lock gate, MemoryTier memory, KeyTurns turns, WriteQueue queue, HttpCacheStore store, StoreBehind behind)
{
    /// <summary>Replaces a head; false when the response is gone or has a new body.</summary>
    public async ValueTask<bool> TryUpdateAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken)
    {
        Turn turn;
        List<StoredResponse> lost;
        while (true)
        {
            Task older;
            lock (gate)
            {
                var known = memory.Find(current.Key);
                var waiting = known?.Writes.FindLast(static write => write.IsWaiting);
                var head = known?.HeadOf(current.BodyId);
                if (waiting is not null && head is null && known!.IsComplete)
                {
                    return false;
                }

                var own = known?.Writes.Find(write => write.IsWaiting && write.Head.BodyId == current.BodyId);
                if (own is null && (waiting is null || head is not null))
                {
                    lost = queue.Cancel(known, updated.Covers);
                    turn = turns.Enter(current.Key);
                    break;
                }

                if (own is not null && head is not null && own.Head.IsSameVariantAs(updated))
                {
                    own.Head = updated.WithBodyLength(own.Body.Length).With(head.AttachedBody!);
                    turns.Changed(current.Key);
                    Replace(known!, own.Head);

                    return true;
                }

                // Under its first name the response replaces another one than under its next; or what waits may replace it.
                older = (own ?? waiting)!.Done;
            }

            await older.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return await turns.RunAsync(
            turn,
            () => behind.OrOutdateAsync(() => UpdateAsync(current, updated), static isUpdated => isUpdated, lost),
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> UpdateAsync(StoredResponse current, StoredResponse updated)
    {
        if (UpdateAlone(current.BodyId, updated) is { } before)
        {
            if (!before.IsSameVariantAs(updated))
            {
                // It replaced another one under its first name than it does under its next, and may never get there.
                await behind.OutdateAsync([before, updated]).ConfigureAwait(false);
            }

            return true;
        }

        var isUpdated = false;
        try
        {
            isUpdated = await store.TryUpdateHeadAsync(current, updated, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                if (memory.Find(current.Key) is { } known && known.HeadOf(current.BodyId) is not null)
                {
                    if (isUpdated && !known.Writes.Exists(write => write.Head.Supersedes(updated)))
                    {
                        Replace(known, updated);
                    }
                    else
                    {
                        known.MakeDue();
                        memory.Remove(known, head => head.BodyId == current.BodyId);
                    }
                }
            }
        }

        return isUpdated;
    }

    // What the store behind has not taken is written anew, for the cause may have gone. Returns the head it had; null when
    // it is not in memory alone.
    private StoredResponse? UpdateAlone(Guid bodyId, StoredResponse updated)
    {
        lock (gate)
        {
            if (memory.Find(updated.Key) is not { } known || known.HeadOf(bodyId) is not { AttachedBody: KeptBody { IsAlone: true } body } before)
            {
                return null;
            }

            if (known.Writes.Exists(write => write.Head.Supersedes(updated)))
            {
                memory.Remove(known, head => head.BodyId == bodyId);
                return before;
            }

            var head = updated.WithBodyLength(body.Length).With(body);
            body.IsAlone = !queue.TryAdd(new QueuedWrite(known, head, body));
            turns.Changed(updated.Key);
            Replace(known, head);

            return before;
        }
    }

    // With other selecting fields it may now answer what another response answered.
    private void Replace(KnownKey known, StoredResponse updated)
    {
        var body = known.HeadOf(updated.BodyId)?.AttachedBody;
        var head = body is null ? updated.Detached() : updated.With(body);
        memory.Put(
            known,
            [.. known.Heads.Where(other => other.BodyId == head.BodyId || !head.Supersedes(other))
                .Select(other => other.BodyId == head.BodyId ? head : other)]);
    }
}
