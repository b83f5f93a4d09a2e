using CachingHandler.Concurrency;

namespace CachingHandler.Storage;

public sealed partial class DistributedHttpCacheStore
{
    private static readonly TimeSpan SecretPatience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    /// <remarks>
    /// That of <see cref="DistributedHttpCacheStoreOptions.Secret"/>, hashed. Else the one in the distributed cache, for which the first call
    /// waits; where there is no answer, for two seconds.
    /// </remarks>
    public override ReadOnlyMemory<byte> Secret
    {
        get
        {
            if (_ownSecret is not null)
            {
                return _ownSecret;
            }

            var secret = _sharedSecret!.Get();
            if (!_sharedSecret.IsShared && Interlocked.Exchange(ref _isSecretReported, 1) == 0)
            {
                _logger.SecretNotShared(_prefix);
            }

            return secret;
        }
    }

    /// <summary>Gets the end of what is made up for at the moment.</summary>
    internal Task CaughtUp => _catchingUp;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: a distributed cache does not tell what it holds.</exception>
    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) => throw CannotEnumerate();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: a distributed cache does not tell what it holds.</exception>
    public override IAsyncEnumerable<HttpCacheEntry> EnumerateEntriesAsync(CancellationToken cancellationToken = default) =>
        throw CannotEnumerate();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: a distributed cache does not tell what it holds.</exception>
    public override ValueTask<HttpCacheStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) => throw CannotEnumerate();

    /// <inheritdoc/>
    /// <remarks>
    /// What is stored is not found again from now on, by another process after a second more. It takes room in the distributed cache until
    /// it expires there.
    /// </remarks>
    /// <exception cref="IOException">The distributed cache failed; what is stored may be found again.</exception>
    public override async ValueTask ClearAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        if (!await _generation.RenewAsync().ConfigureAwait(false))
        {
            throw new IOException($"The distributed cache of '{_prefix}' does not answer; what was to be cleared is still there. Try again.");
        }

        _removals.ForgetAll();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _catchingUp.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _metrics.Dispose();
        }

        base.Dispose(disposing);
    }

    private static NotSupportedException CannotEnumerate() => new(
        "A distributed cache does not tell what it holds, so its responses cannot be walked or counted. "
        + "Remove those of a key by RemoveAsync, or all by ClearAsync.");

    private void MediumBack() => _logger.MediumBack(_prefix);

    private void MediumTakesWrites() => _logger.MediumTakesWrites(_prefix);

    // Where nobody knows what the medium has, nothing of it is to be used.
    private ChangeOutcome Settled(HttpCacheKey key, ChangeOutcome outcome)
    {
        if (outcome == ChangeOutcome.Failed)
        {
            Delay(key);
        }
        else
        {
            CatchUp();
        }

        return outcome;
    }

    private void Removed(HttpCacheKey key, bool wasAway, ChangeOutcome outcome)
    {
        if (Settled(key, outcome) == ChangeOutcome.Failed && !wasAway)
        {
            throw new IOException(
                $"The distributed cache of '{_prefix}' failed; what was to be removed is removed when it answers, and may be served elsewhere "
                + "until then.");
        }
    }

    private void Delay(HttpCacheKey key)
    {
        _metrics.RemovalDelayed();
        if (_removals.Add(key, _timeProvider.GetUtcNow()))
        {
            _logger.ClearedInstead(DelayedRemovals.Maximum, _prefix);
        }
    }

    // One at a time, beside the request that found the medium answering.
    private void CatchUp()
    {
        if (!_removals.IsEmpty && !_isDisposed && !_medium.IsLeftAlone && Interlocked.Exchange(ref _isCatchingUp, 1) == 0)
        {
            _catchingUp = Detached.Run(CatchUpAsync);
        }
    }

    private async Task CatchUpAsync()
    {
        try
        {
            if (_removals.IsEverything)
            {
                if (await _generation.RenewAsync().ConfigureAwait(false))
                {
                    _removals.ForgetAll();
                }

                return;
            }

            foreach (var key in _removals.Keys)
            {
                if (_isDisposed || await _entries.RemoveAsync(key, isDelayed: true).ConfigureAwait(false) == ChangeOutcome.Failed)
                {
                    return;
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isCatchingUp, 0);
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
