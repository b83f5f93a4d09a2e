using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Storage;

/// <summary>The responses in the medium, key by key: each key has one value with all its heads, which is read, changed and written.</summary>
/// <param name="medium">The distributed cache.</param>
/// <param name="names">The names of values.</param>
/// <param name="envelope">What is round each.</param>
/// <param name="generation">The current generation.</param>
/// <param name="bodies">The larger bodies.</param>
/// <param name="removals">What is to be gone.</param>
/// <param name="maximumAge">How long anything stays.</param>
/// <param name="maximumVariants">How many variants a key may have.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="metrics">Counts damage.</param>
/// <remarks>
/// The medium cannot compare and swap. Changes of this process are put in order by gates. Of two processes that change a key at once,
/// one may undo the other's: a variant that is lost is a miss. An invalidation must not be undone, so it leaves a mark first:
/// who writes looks for one before, drops what was asked for earlier than that, and looks again after, and takes back what it
/// wrote when another mark has come in between.
/// </remarks>
internal sealed partial class SharedEntries(
    MediumCalls medium,
    EntryNames names,
    Envelope envelope,
    Generation generation,
    BodyChunks bodies,
    DelayedRemovals removals,
    TimeSpan maximumAge,
    int maximumVariants,
    TimeProvider timeProvider,
    DistributedMetrics metrics)
{
    // An expiry that is past, or comes at once, is refused by some media.
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);

    private static readonly DistributedCacheEntryOptions MarkLifetime = new() { AbsoluteExpirationRelativeToNow = InvalidationMark.Lifetime };

    private readonly KeyGates _gates = new();
    private readonly Guid _process = Guid.NewGuid();

    /// <summary>Returns what is stored under a key; null when the medium does not say.</summary>
    public async ValueTask<List<IndexedVariant>?> FindAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        await generation.CurrentAsync(cancellationToken).ConfigureAwait(false) is { } current
            ? await ReadAsync(names.IndexOf(current, key), key, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Reads a larger body; null when it is gone, damaged, or not to be had.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(StoredResponse response, CancellationToken cancellationToken) =>
        await generation.CurrentAsync(cancellationToken).ConfigureAwait(false) is { } current
            ? await bodies.ReadAsync(current, response, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Stores a response: its body first, then its head.</summary>
    public async ValueTask<ChangeOutcome> PutAsync(StoredResponse head, ReadOnlyMemory<byte> body)
    {
        var isBeside = EntryIndex.Holds(body.Length);
        var bodyExpires = isBeside ? DateTimeOffset.MaxValue : timeProvider.GetUtcNow() + maximumAge;
        var added = new IndexedVariant(head, isBeside ? body : default(ReadOnlyMemory<byte>?), bodyExpires);
        if (await generation.CurrentAsync(CancellationToken.None).ConfigureAwait(false) is not { } current
            || (!isBeside && !await bodies.WriteAsync(current, head.BodyId, body).ConfigureAwait(false)))
        {
            return ChangeOutcome.Failed;
        }

        var outcome = await ChangeAsync(current, head.Key, Add).ConfigureAwait(false);
        if (outcome == ChangeOutcome.NotDone && !isBeside)
        {
            await bodies.RemoveAsync(current, [head]).ConfigureAwait(false);
        }

        return outcome;

        bool Add(List<IndexedVariant> variants, InvalidationMark? mark)
        {
            variants.RemoveAll(other => other.Head.BodyId == head.BodyId || added.Supersedes(other.Head));
            while (variants.Count >= maximumVariants)
            {
                variants.Remove(variants.MinBy(static other => other.Head.ResponseTime)!);
            }

            variants.Add(added);

            return mark?.Outdates(head, _process) != true;
        }
    }

    /// <summary>Replaces a head.</summary>
    public async ValueTask<ChangeOutcome> UpdateAsync(StoredResponse updated)
    {
        return await generation.CurrentAsync(CancellationToken.None).ConfigureAwait(false) is { } current
            ? await ChangeAsync(current, updated.Key, Replace).ConfigureAwait(false)
            : ChangeOutcome.Failed;

        bool Replace(List<IndexedVariant> variants, InvalidationMark? mark)
        {
            var index = variants.FindIndex(other => other.Head.BodyId == updated.BodyId);
            if (index < 0 || mark?.Outdates(updated, _process) == true)
            {
                return false;
            }

            var replaced = variants[index] with { Head = updated.WithBodyLength(variants[index].Head.BodyLength) };
            variants[index] = replaced;
            variants.RemoveAll(other => other != replaced && replaced.Supersedes(other.Head));

            return true;
        }
    }

    /// <summary>Removes one response.</summary>
    public async ValueTask<ChangeOutcome> RemoveAsync(StoredResponse response) =>
        await generation.CurrentAsync(CancellationToken.None).ConfigureAwait(false) is { } current
            ? await ChangeAsync(
                current, response.Key, (variants, _) => variants.RemoveAll(other => other.Head.BodyId == response.BodyId) > 0).ConfigureAwait(false)
            : ChangeOutcome.Failed;

    /// <summary>Removes all that is stored under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isDelayed">Whether it should have been done before; what was asked for since then is not meant.</param>
    public async ValueTask<ChangeOutcome> RemoveAsync(HttpCacheKey key, bool isDelayed)
    {
        var gate = _gates.Of(key);
        await gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if ((isDelayed ? removals.TimeOf(key) : timeProvider.GetUtcNow()) is not { } time)
            {
                return ChangeOutcome.NotDone;
            }

            if (await generation.CurrentAsync(CancellationToken.None).ConfigureAwait(false) is not { } current)
            {
                return ChangeOutcome.Failed;
            }

            // A mark that is not written, as where the medium is full, leaves a race and undoes nothing.
            var name = names.IndexOf(current, key);
            var mark = new InvalidationMark(_process, Guid.NewGuid(), time);
            var markName = EntryNames.MarkOf(name);
            var marking = medium.SetAsync(markName, envelope.Seal(markName, mark.Write()), MarkLifetime).AsTask();
            var found = await ReadAsync(name, key, CancellationToken.None).ConfigureAwait(false);
            await marking.ConfigureAwait(false);
            if (isDelayed && found?.TrueForAll(each => each.Head.RequestTime > time) == true)
            {
                removals.Forget(key);
                return ChangeOutcome.NotDone;
            }

            if (!await medium.RemoveAsync(name).ConfigureAwait(false))
            {
                return ChangeOutcome.Failed;
            }

            removals.Forget(key);
            await RemoveBodiesAsync(current, found ?? [], []).ConfigureAwait(false);

            return ChangeOutcome.Done;
        }
        finally
        {
            gate.Release();
        }
    }
}
