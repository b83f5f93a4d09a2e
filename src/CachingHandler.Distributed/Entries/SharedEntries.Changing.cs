using Microsoft.Extensions.Caching.Distributed;

namespace CachingHandler.Storage;

internal sealed partial class SharedEntries
{
    // The change is told what is there that still counts, and the mark; it says whether the list is to be written.
    private async ValueTask<ChangeOutcome> ChangeAsync(
        string current, HttpCacheKey key, Func<List<IndexedVariant>, InvalidationMark?, bool> change)
    {
        var gate = _gates.Of(key);
        await gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var name = names.IndexOf(current, key);
            var marking = FindMarkAsync(name).AsTask();
            var found = await ReadAsync(name, key, CancellationToken.None).ConfigureAwait(false);
            var (isKnown, mark) = await marking.ConfigureAwait(false);
            if (found is null || !isKnown)
            {
                return ChangeOutcome.Failed;
            }

            var now = timeProvider.GetUtcNow();
            List<IndexedVariant> variants =
                removals.Contains(key) ? [] : found.FindAll(each => each.BodyExpires > now && mark?.Outdates(each.Head, _process) != true);
            if (!change(variants, mark))
            {
                return ChangeOutcome.NotDone;
            }

            var outcome = await WriteAsync(name, variants, mark).ConfigureAwait(false);
            if (outcome == ChangeOutcome.Done)
            {
                removals.Forget(key);
                await RemoveBodiesAsync(current, found, variants).ConfigureAwait(false);
            }

            return outcome;
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask<ChangeOutcome> WriteAsync(string name, List<IndexedVariant> variants, InvalidationMark? mark)
    {
        if (variants.Count == 0)
        {
            return await medium.RemoveAsync(name).ConfigureAwait(false) ? ChangeOutcome.Done : ChangeOutcome.Failed;
        }

        var content = EntryIndex.Write(variants);
        if (content.Length > EntryIndex.LongestIndex)
        {
            // What it would have replaced is outdated all the same.
            return await medium.RemoveAsync(name).ConfigureAwait(false) ? ChangeOutcome.NotDone : ChangeOutcome.Failed;
        }

        var keep = variants.Max(static each => each.KeptUntil) - timeProvider.GetUtcNow();
        keep = keep < ShortestLifetime ? ShortestLifetime : keep < maximumAge ? keep : maximumAge;
        var lifetime = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = keep };
        if (!await medium.SetAsync(name, envelope.Seal(name, content.Span), lifetime).ConfigureAwait(false))
        {
            return ChangeOutcome.Failed;
        }

        var (isKnown, after) = await FindMarkAsync(name).ConfigureAwait(false);
        if (isKnown && (after is null || after?.Id == mark?.Id))
        {
            return ChangeOutcome.Done;
        }

        return await medium.RemoveAsync(name).ConfigureAwait(false) ? ChangeOutcome.NotDone : ChangeOutcome.Failed;
    }

    // Null when the medium does not say; empty when what is there is not what was written.
    private async ValueTask<List<IndexedVariant>?> ReadAsync(string name, HttpCacheKey key, CancellationToken cancellationToken)
    {
        var value = await medium.GetAsync(
            name, EntryIndex.LongestIndex + Envelope.MostOverhead, cancellationToken).ConfigureAwait(false);
        if (!value.IsKnown)
        {
            return null;
        }

        if (value.Bytes is not { } bytes)
        {
            return [];
        }

        if (envelope.TryOpen(name, bytes, out var content) && EntryIndex.Read(content.Value, key, maximumVariants) is { } variants)
        {
            return variants;
        }

        metrics.DamagedEntryFound();

        return [];
    }

    private async ValueTask<(bool IsKnown, InvalidationMark? Mark)> FindMarkAsync(string index)
    {
        var name = EntryNames.MarkOf(index);
        var value = await medium.GetAsync(
            name, InvalidationMark.Length + Envelope.MostOverhead, CancellationToken.None).ConfigureAwait(false);
        var mark = value.Bytes is { } bytes && envelope.TryOpen(name, bytes, out var content) ? InvalidationMark.Read(content.Value.Span) : null;

        return (value.IsKnown, mark);
    }

    private ValueTask RemoveBodiesAsync(string current, List<IndexedVariant> found, List<IndexedVariant> left) => bodies.RemoveAsync(
        current,
        found.Where(each => each.Body is null && !left.Exists(other => other.Head.BodyId == each.Head.BodyId)).Select(static each => each.Head));
}
