using System.Diagnostics.Metrics;
using CachingHandler.Concurrency;
using CachingHandler.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingHandler.Storage;

/// <summary>Keeps responses in another store, as on a disk, and the small ones that are used also in memory, where a hit costs least.</summary>
/// <remarks>
/// <para>A small response is in memory as soon as it is complete, and is written to the store behind right after, through a bounded
/// queue; where the queue is full it is not stored, which <c>cachinghandler.store.writes_dropped</c> counts. A large one goes to
/// the store behind while it arrives. A removal returns when the response is gone from both, and no write that waits or is
/// under way brings it back.</para>
/// <para>The store behind decides: what it loses, or another process removes or replaces there, is gone from memory within
/// <see cref="TieredHttpCacheStoreOptions.CheckAfter"/>, a second if nothing else is said; where it cannot be asked, the memory goes on without.
/// A small response that it does not take, because its medium is full or cannot be written, stays in memory alone for as long as
/// there is room, until it is removed, or another process stores something newer there; each validation tries again to write it.</para>
/// <para>The store behind belongs to this one and is disposed with it; until then nobody else in the process is to change it.
/// Disposing writes what waits, for five seconds at most; a host does so when it shuts down.</para>
/// </remarks>
public sealed partial class TieredHttpCacheStore : HttpCacheStore, IMeasuredStore
{
    private readonly HttpCacheStore _behind;
    private readonly StoreMetrics _metrics;
    private readonly Lock _gate = new();
    private readonly MemoryTier _memory;
    private readonly TierReads _reads;
    private readonly TierChanges _changes;
    private readonly TierHeads _heads;
    private readonly TierWalk _walk;
    private readonly long _maximumInMemory;
    private bool _isDisposed;
    private bool _isDisposedLater;

    /// <summary>Puts memory in front of a store.</summary>
    /// <param name="behind">The store behind, which is disposed with this one.</param>
    /// <param name="options">The limits; null takes the defaults. Read once.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="logger">Where failures to write are reported; null keeps the store silent.</param>
    /// <param name="meterFactory">Makes the meter <c>CachingHandler</c>; null takes one of the process.</param>
    /// <exception cref="ArgumentNullException"><paramref name="behind"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public TieredHttpCacheStore(
        HttpCacheStore behind,
        TieredHttpCacheStoreOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<TieredHttpCacheStore>? logger = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(behind);
        options ??= new();
        ThrowIfNegative(options);
        timeProvider ??= TimeProvider.System;
        _behind = behind;
        _behind.IsBehindMemory = true;
        var metrics = HttpCacheMetrics.Of(meterFactory);
        var isQueued = options is { MaximumSize: > 0, MaximumQueuedSize: > 0, MaximumQueuedCount: > 0 };
        _maximumInMemory = isQueued ? Math.Min(Math.Min(options.MaximumEntrySize, options.MaximumSize), Array.MaxLength) : -1;

        var unattended = new StoreBehind(new GuardedStore(behind, metrics, logger ?? NullLogger<TieredHttpCacheStore>.Instance));
        var turns = new KeyTurns(_gate);
        _metrics = metrics.Stores.Of(this);
        _memory = new(options.MaximumSize, options.MaximumEntrySize, MaximumVariants, timeProvider, _metrics);
        Queue = new(_gate, _memory, turns, unattended, options.MaximumQueuedCount, options.MaximumQueuedSize);
        _reads = new(_gate, _memory, turns, behind, unattended, options.CheckAfter, timeProvider);
        _walk = new(_gate, _memory, behind);
        _heads = new(_gate, _memory, turns, Queue, behind, unattended);
        _changes = new(_gate, _memory, turns, Queue, behind, unattended, _metrics, timeProvider);
        _metrics.Observe();
    }

    /// <summary>Gets the store behind, which belongs to this one.</summary>
    public HttpCacheStore Behind => _behind;

    /// <summary>Gets the secret of the store behind.</summary>
    public override ReadOnlyMemory<byte> Secret => _behind.Secret;

    /// <summary>Gets how much memory the responses in memory take, in bytes; heads by an estimate.</summary>
    public long Size
    {
        get
        {
            lock (_gate)
            {
                return _memory.Size;
            }
        }
    }

    /// <summary>Gets what is to be written to the store behind.</summary>
    internal WriteQueue Queue { get; }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();

        return _reads.FindAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ThrowIfDisposed();

        return _reads.OpenBodyAsync(response, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        ThrowIfDisposed();

        // To replace a note is to invalidate what depends on it, and who does that waits until every process can see it.
        if (!(declaredLength > _maximumInMemory) && _maximumInMemory >= 0 && !head.Key.IsNote)
        {
            return new TieredEntryWriter(_changes, _behind, head, declaredLength, _maximumInMemory);
        }

        var writer = await _behind.BeginWriteAsync(head, declaredLength, cancellationToken).ConfigureAwait(false);

        return writer is null ? null : new TieredEntryWriter(_changes, _behind, head, declaredLength, _maximumInMemory, writer);
    }

    /// <inheritdoc/>
    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken)
    {
        ThrowIfNotSameEntry(current, updated);
        ThrowIfDisposed();

        return _heads.TryUpdateAsync(current, updated, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();

        return _changes.RemoveAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ThrowIfDisposed();

        return _changes.RemoveAsync(response, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();

        return _walk.HeadsAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask ClearAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();

        return _changes.ClearAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _isDisposedLater = true;
        await base.DisposeAsync().ConfigureAwait(false);
        if (!_isDisposed)
        {
            await CloseAsync().ConfigureAwait(false);
            await _behind.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed && !_isDisposedLater)
        {
            Synchronously.Wait(CloseAsync());
            _behind.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void ThrowIfNegative(TieredHttpCacheStoreOptions options)
    {
        if (options.CheckAfter < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"CheckAfter is {options.CheckAfter}; it must be zero or more. Leave it alone for the default of a second.");
        }

        (string Name, long Value)[] limits =
        [
            (nameof(options.MaximumSize), options.MaximumSize),
            (nameof(options.MaximumEntrySize), options.MaximumEntrySize),
            (nameof(options.MaximumQueuedSize), options.MaximumQueuedSize),
            (nameof(options.MaximumQueuedCount), options.MaximumQueuedCount),
        ];
        if (Array.Find(limits, static limit => limit.Value < 0) is { Name: not null } wrong)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"{wrong.Name} is {wrong.Value}; it must be zero or more. Leave it alone for the default.");
        }
    }

    private async ValueTask CloseAsync()
    {
        _isDisposed = true;
        if (await Queue.CloseAsync().ConfigureAwait(false) is var dropped and > 0)
        {
            _metrics.WritesDropped(dropped);
        }

        _metrics.Dispose();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
