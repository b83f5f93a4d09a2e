using System.Diagnostics.CodeAnalysis;
using CachingHandler.Diagnostics;

namespace CachingHandler.Storage;

/// <summary>Changes responses in memory and in the store behind, so that neither falls behind for longer than a write takes.</summary>
/// <param name="gate">The tier's lock.</param>
/// <param name="memory">What is in memory.</param>
/// <param name="turns">The order of changes.</param>
/// <param name="queue">What is to be written.</param>
/// <param name="store">The store behind, for what a caller waits for.</param>
/// <param name="behind">The store behind, for what is not the caller's concern.</param>
/// <param name="metrics">Counts what is dropped.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>
/// A change takes effect in memory and takes its turn under the lock; what it does in the store behind follows in that order,
/// key by key. A write takes its turn only when it begins: until then whatever it meets cancels it, goes into it, or waits.
/// </remarks>
internal sealed class TierChanges(
    Lock gate,
    MemoryTier memory,
    KeyTurns turns,
    WriteQueue queue,
    HttpCacheStore store,
    StoreBehind behind,
    StoreMetrics metrics,
    TimeProvider timeProvider)
{
    /// <summary>Makes a response visible in memory and has it written.</summary>
    /// <returns>The head as stored; null when there was no room in the queue, and it is not stored at all.</returns>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public async ValueTask<StoredResponse?> PublishAsync(StoredResponse head, ReadOnlyMemory<byte> body)
    {
        Turn turn;
        List<StoredResponse> lost;

        // A head of its own, which the store behind does not make the caller's.
        var attached = new KeptBody(body);
        var kept = head.With(attached);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(queue.IsClosed, typeof(TieredHttpCacheStore));
            var known = memory.Find(head.Key) ?? new KnownKey(head.Key);
            lost = queue.Cancel(known, head.Covers);
            if (queue.TryAdd(new QueuedWrite(known, kept, attached)))
            {
                turns.Changed(head.Key);
                if (head.SelectingFields.Count == 0)
                {
                    // Nothing else can be there.
                    known.Checked(timeProvider.GetTimestamp());
                }

                memory.Add(known, kept);

                return head;
            }

            lost.AddRange(queue.Cancel(known, head.Supersedes));
            memory.Remove(known, head.Supersedes);
            turn = turns.Enter(head.Key);
        }

        metrics.WritesDropped(1);
        await turns.RunAsync(turn, () => OutdateAsync([.. lost, head]), CancellationToken.None).ConfigureAwait(false);

        return null;
    }

    /// <summary>Makes a response visible whose body is in the store behind already.</summary>
    /// <param name="head">Its head.</param>
    /// <param name="commit">Commits it there; returns null when the store let it go.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<StoredResponse?> CommitAsync(
        StoredResponse head, Func<ValueTask<StoredResponse?>> commit, CancellationToken cancellationToken)
    {
        List<StoredResponse> lost;
        Turn? turn;
        while (!TryEnter(head, out turn, out lost, out var older))
        {
            await older.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var stored = await turns.RunAsync(
            turn, () => behind.OrOutdateAsync(commit, static stored => stored is not null, lost), cancellationToken).ConfigureAwait(false);

        // A body that the store behind has attached may be gone by the time it is asked for.
        return stored?.Detached();
    }

    /// <summary>Removes every response of a key, and returns when none is left in the store behind.</summary>
    public async ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        Turn turn;
        lock (gate)
        {
            if (memory.Find(key) is { } known)
            {
                queue.Cancel(known, static _ => true);
                memory.Forget(known);
            }

            turn = turns.Enter(key);
        }

        await turns.RunAsync(turn, () => DoneAsync(store.RemoveAsync(key, CancellationToken.None)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes one response, and returns when it is gone from the store behind.</summary>
    public async ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        Turn turn;
        List<StoredResponse> lost = [];
        lock (gate)
        {
            var known = memory.Find(response.Key);
            if (known?.HeadOf(response.BodyId) is not null)
            {
                lost = queue.Cancel(known, other => other.BodyId == response.BodyId);

                // What it has replaced does not come back. One that is replaced itself goes on, for what it replaces.
                lost.AddRange(queue.Cancel(known, other => lost.Exists(gone => gone.Supersedes(other))));
                lost.AddRange(known.Alone.Where(other => other.BodyId == response.BodyId));
                memory.Remove(known, head => head.BodyId == response.BodyId);
            }

            turn = turns.Enter(response.Key);
        }

        await turns.RunAsync(
            turn,
            () => lost.Count > 0 ? OutdateAsync(lost) : DoneAsync(store.RemoveAsync(response, CancellationToken.None)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes everything.</summary>
    public async ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        List<Turn> all;
        lock (gate)
        {
            queue.CancelAll();
            memory.Clear();
            all = turns.EnterAll();
        }

        try
        {
            await Task.WhenAll(all.Select(static turn => turn.Before)).ConfigureAwait(false);
            await store.ClearAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                turns.LeaveAll(all);
            }
        }
    }

    private static async ValueTask<bool> DoneAsync(ValueTask task)
    {
        await task.ConfigureAwait(false);

        return true;
    }

    private bool TryEnter(
        StoredResponse head, [NotNullWhen(true)] out Turn? turn, out List<StoredResponse> lost, [NotNullWhen(false)] out Task? older)
    {
        (turn, lost, older) = (null, [], null);
        lock (gate)
        {
            var known = memory.Find(head.Key);

            // One that replaces more than this does has to come first.
            older = known?.Writes.Find(write => write.IsWaiting && head.Supersedes(write.Head) && !head.Covers(write.Head))?.Done;
            if (older is not null)
            {
                return false;
            }

            lost = queue.Cancel(known, head.Covers);
            if (known is not null)
            {
                known.MakeDue();
                memory.Remove(known, head.Supersedes);
            }

            turn = turns.Enter(head.Key);

            return true;
        }
    }

    private ValueTask<bool> OutdateAsync(List<StoredResponse> lost) => DoneAsync(behind.OutdateAsync(lost));
}
