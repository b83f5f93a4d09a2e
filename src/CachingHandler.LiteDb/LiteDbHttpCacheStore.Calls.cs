namespace CachingHandler.Storage;

public sealed partial class LiteDbHttpCacheStore
{
    private bool IsRefused =>
        Volatile.Read(ref _isRefused) != 0 && _timeProvider.GetElapsedTime(Volatile.Read(ref _refusedAt)) < RefusalPause;

    /// <summary>Makes a response visible.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="body">Its body, which keeps its file when the entry gets it.</param>
    /// <returns>False when the store lets it go: it does not fit, or there is no database.</returns>
    internal async ValueTask<bool> TryAddAsync(NewEntry entry, StagedBody body)
    {
        var size = entry.Record.DatabaseSize + entry.Record.FileSize;
        if (entry.HeadBytes.Length > LongestHead || size > LargestResponse)
        {
            return false;
        }

        // The bytes are here; that whoever brought them leaves is no reason to lose them.
        var call = new EntryCall<bool>(Add, absent: false);
        var isAdded = await IsDoneAsync(call, CancellationToken.None).ConfigureAwait(false)
            && await call.Outcome.ConfigureAwait(false);
        if (isAdded || !call.TryAbandon())
        {
            // Where nobody knows what becomes of the entry, the next sweep finds the file.
            body.Keep();
        }

        if (isAdded && Volatile.Read(ref _isRefused) != 0)
        {
            Volatile.Write(ref _isRefused, 0);
        }

        return isAdded;

        bool Add(Entries entries)
        {
            entries.Add(entry, MaximumVariants);

            return true;
        }
    }

    /// <summary>Takes no new entries for a while, because the medium refused one; makes room where it is full.</summary>
    internal void Refused(Exception cause)
    {
        Volatile.Write(ref _refusedAt, _timeProvider.GetTimestamp());
        Volatile.Write(ref _isRefused, 1);
        if (MediumFault.IsFull(cause))
        {
            _queue.TryAdd(new EntryCall<bool>(static entries => entries.Shrink(), absent: false));
        }
    }

    /// <summary>Waits until the thread has done what there was to do, and what it else does when it is idle.</summary>
    internal ValueTask<bool> SettleAsync() => AskAsync(
        _ =>
        {
            while (_session.DoIdleWork())
            {
                // There is more.
            }

            return true;
        },
        absent: false,
        CancellationToken.None);

    private async ValueTask<T> AskAsync<T>(Func<Entries, T> work, T absent, CancellationToken cancellationToken)
    {
        var call = new EntryCall<T>(work, absent);

        return await IsDoneAsync(call, cancellationToken).ConfigureAwait(false) ? await call.Outcome.ConfigureAwait(false) : absent;
    }

    private async ValueTask TellAsync(Action<Entries> work, bool isClearing, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (_session.IsAway)
        {
            _session.Outdate();
            return;
        }

        var call = Removal(work, isClearing);
        ObjectDisposedException.ThrowIf(!_queue.TryAdd(call), this);
        if (_queue.IsStuck)
        {
            throw new TimeoutException($"The database '{DatabasePath}' does not answer; what was to be removed is still there.");
        }

        try
        {
            await call.Outcome.WaitAsync(EngineQueue.Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (call.Outcome.IsCompleted)
        {
            // Done, as it turns out.
        }
    }

    // False when the call was turned away or given up.
    private async ValueTask<bool> IsDoneAsync<T>(EntryCall<T> call, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (_session.IsAway || !_queue.TryAdd(call))
        {
            return !call.TryAbandon();
        }

        try
        {
            // A thread is waited for, not the cache's clock.
            await call.Outcome.WaitAsync(EngineQueue.Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);

            return true;
        }
        catch (TimeoutException) when (call.Outcome.IsCompleted)
        {
            // The thread was in time, and none was free to say so.
            return true;
        }
        catch (TimeoutException)
        {
            call.TryAbandon();

            return false;
        }
        catch (OperationCanceledException)
        {
            call.TryAbandon();
            throw;
        }
    }

    private async ValueTask<StoredBody?> OpenFileAsync(StoredResponse response, FoundBody found, CancellationToken cancellationToken)
    {
        var file = _files.Open(found.Name);
        try
        {
            if (file is null || RandomAccess.GetLength(file) != found.Length)
            {
                RemoveDamaged(response);
                return null;
            }

            if (found.Length > WholeLimit)
            {
                var body = new ContentBody(file, found.Length, found.Checksum, () => RemoveDamaged(response));
                file = null;

                return body;
            }

            var bytes = new byte[found.Length];
            var count = await RandomAccess.ReadAsync(file, bytes, 0, cancellationToken).ConfigureAwait(false);
            if (count == bytes.Length && Crc32C.Of(bytes) == found.Checksum)
            {
                return new WholeBody(bytes);
            }

            RemoveDamaged(response);

            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private void RemoveDamaged(StoredResponse response) =>
        _queue.TryAdd(Removal(entries => entries.RemoveDamaged(response), isClearing: false));

    private static EntryCall<bool> Removal(Action<Entries> work, bool isClearing)
    {
        bool Remove(Entries entries)
        {
            work(entries);

            return true;
        }

        return new(Remove, absent: true) { IsRemoval = true, IsClearing = isClearing };
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
