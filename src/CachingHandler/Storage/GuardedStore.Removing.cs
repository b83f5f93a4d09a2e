using CachingHandler.Diagnostics;

namespace CachingHandler.Storage;

/// <content>What is done to responses that are no longer right, and to find them.</content>
internal sealed partial class GuardedStore
{
    /// <summary>Returns the heads stored under a key for them to be invalidated; null when the store fails, so that nobody takes it for nothing.</summary>
    public async ValueTask<IReadOnlyList<StoredResponse>?> TryFindAsync(HttpCacheKey key)
    {
        metrics.StoreAsked("find", _kind);
        try
        {
            var found = await store.FindAsync(key, CancellationToken.None).ConfigureAwait(false);

            return ReferenceEquals(found, HttpCacheStore.Unknown) ? null : found;
        }
        catch (Exception exception)
        {
            Failed("find", exception);

            return null;
        }
    }

    /// <summary>Returns all heads that a predicate chooses, those of notes among them; null when the store fails, or cannot be walked.</summary>
    public async ValueTask<List<StoredResponse>?> TryListAsync(Func<StoredResponse, bool> isMeant, CancellationToken cancellationToken)
    {
        const string Operation = "enumerate";
        metrics.StoreAsked(Operation, _kind);
        try
        {
            var listed = new List<StoredResponse>();
            await foreach (var response in store.EnumerateAsync(cancellationToken).ConfigureAwait(false))
            {
                if (isMeant(response))
                {
                    listed.Add(response);
                }
            }

            return listed;
        }
        catch (NotSupportedException)
        {
            return null;
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            Failed(Operation, exception);

            return null;
        }
    }

    /// <summary>Removes what is stored under a key. A failure is an error and not a warning: wrong data may be served.</summary>
    /// <returns>False when it failed.</returns>
    public async ValueTask<bool> InvalidateAsync(HttpCacheKey key)
    {
        metrics.StoreAsked("invalidate", _kind);

        // What is about to be stored is no longer right either.
        store.Fetches.Outdate(key);
        await store.Background.CancelAsync(key).ConfigureAwait(false);
        try
        {
            // The origin has changed, whether the caller still waits or not.
            await store.RemoveAsync(key, CancellationToken.None).ConfigureAwait(false);

            return true;
        }
        catch (Exception exception)
        {
            InvalidationFailed(exception);

            return false;
        }
    }

    /// <summary>Removes one response. A failure is an error and not a warning: wrong data may be served.</summary>
    /// <returns>False when it failed.</returns>
    public async ValueTask<bool> InvalidateAsync(StoredResponse response)
    {
        metrics.StoreAsked("invalidate", _kind);
        try
        {
            await store.RemoveAsync(response, CancellationToken.None).ConfigureAwait(false);

            return true;
        }
        catch (Exception exception)
        {
            InvalidationFailed(exception);

            return false;
        }
    }

    private void InvalidationFailed(Exception exception)
    {
        metrics.StoreFailed("invalidate", _kind);
        HttpCacheLog.InvalidationFailed(logger, exception);
    }
}
