namespace CachingHandler.Storage;

/// <summary>What is done in the store behind where nothing waits for how it ends: failures are counted and logged, and end here.</summary>
internal sealed class StoreBehind(GuardedStore store)
{
    /// <summary>Returns the heads stored under a key; empty when the store fails.</summary>
    /// <remarks>For where what is in memory alone can be used all the same.</remarks>
    public ValueTask<IReadOnlyList<StoredResponse>> FindOrNothingAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        store.FindAsync(key, cancellationToken);

    /// <summary>Opens bodies that are served out of memory, so that the store does not let them go as unused.</summary>
    public async ValueTask TellUseAsync(IReadOnlyList<StoredResponse> used)
    {
        foreach (var head in used)
        {
            using var body = await store.OpenBodyAsync(head, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a response; where the store does not want it or fails, at least nothing older is left in its place.</summary>
    /// <returns>Whether it is written.</returns>
    public async Task<bool> WriteOrOutdateAsync(StoredResponse head, ReadOnlyMemory<byte> body)
    {
        var isWritten = await TryWriteAsync(head, body).ConfigureAwait(false);
        if (!isWritten)
        {
            await OutdateAsync([head]).ConfigureAwait(false);
        }

        return isWritten;
    }

    /// <summary>Removes what responses would have replaced that do not get there: it is outdated all the same.</summary>
    public async ValueTask OutdateAsync(IReadOnlyList<StoredResponse> lost)
    {
        foreach (var head in lost)
        {
            var found = head.SelectingFields.Count == 0 ? null : await store.TryFindAsync(head.Key).ConfigureAwait(false);
            if (found is null)
            {
                await store.InvalidateAsync(head.Key).ConfigureAwait(false);
                continue;
            }

            foreach (var older in found.Where(head.Supersedes))
            {
                await store.InvalidateAsync(older).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes a change; where it fails, what was cancelled for it would have replaced something, which goes.</summary>
    public async ValueTask<T> OrOutdateAsync<T>(Func<ValueTask<T>> change, Func<T, bool> isDone, List<StoredResponse> lost)
    {
        var done = false;
        try
        {
            var result = await change().ConfigureAwait(false);
            done = isDone(result);

            return result;
        }
        finally
        {
            if (!done)
            {
                await OutdateAsync(lost).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> TryWriteAsync(StoredResponse head, ReadOnlyMemory<byte> body)
    {
        using var writer = await store.BeginWriteAsync(head, body.Length, CancellationToken.None).ConfigureAwait(false);
        if (writer is null)
        {
            return false;
        }

        await writer.WriteAsync(body).ConfigureAwait(false);

        return await writer.CommitAsync().ConfigureAwait(false) is not null;
    }
}
