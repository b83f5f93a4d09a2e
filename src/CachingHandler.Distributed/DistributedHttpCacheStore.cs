using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingHandler.Storage;

/// <summary>Keeps responses in a distributed cache, for many processes to share: Redis, SQL Server, PostgreSQL, Cosmos DB, or any other.</summary>
/// <remarks>
/// <para>Put a <see cref="TieredHttpCacheStore"/> in front, as <c>AddDistributedHttpCacheStore</c> does: it serves what is used from memory, and
/// asks here again after its <see cref="TieredHttpCacheStoreOptions.CheckAfter"/>. What one process stores, validates or removes, the others
/// see by then.</para>
/// <para>A body is written under its own id and never changed; the heads of a key, and its small bodies, are one value. A body is read
/// whole before its first byte is given, so a reader gets all of one body or a miss, and never a part or a mixture.</para>
/// <para>The distributed cache may be away, slow, full, emptied, or answer with nonsense. A call takes no longer than
/// <see cref="DistributedHttpCacheStoreOptions.Timeout"/>; after some failures in a row none is made for
/// <see cref="DistributedHttpCacheStoreOptions.Pause"/>, after which one tries. Reading and storing never throw for it. What cannot be removed is
/// remembered, not used by this process, and removed as soon as there is an answer.</para>
/// <para><b>What a distributed cache cannot promise</b>, since it has no compare-and-swap, no transaction and no list of what it holds:</para>
/// <list type="bullet">
/// <item>Of two processes that change the responses of one key at the same moment, one may undo what the other did. Where they
/// store two variants, one is lost, and is fetched again; where they validate, the older validation may stay, and is validated again.</item>
/// <item>An invalidation leaves a mark for five minutes. A process that writes looks for it before and after, and takes back what was asked for
/// earlier. What gets through: a response that was on its way for longer; one of a process whose clock is ahead of the other's by more than
/// the time between; one of a process that ends, or loses its connection, between its write and its second look; and one where the medium does not give
/// every process its latest value, as replicas do not. Such a response is served until it is stale.</item>
/// <item>What is removed while the medium is away is removed when it is back. Another process that reaches it meanwhile may serve it; if this
/// process ends before, it stays until it is stale. The first failure of a removal throws, and is logged as an error.</item>
/// <item>Values that nothing names any more, of lost races, of processes that ended and of what was cleared, take room until they expire.</item>
/// <item>It cannot be walked: <see cref="EnumerateAsync"/> and what is built on it throw <see cref="NotSupportedException"/>.</item>
/// <item>Two processes that have nothing fetch both. Nothing keeps one waiting for the other.</item>
/// </list>
/// <para>Who may write to the distributed cache can serve its readers what he likes, unless there is a
/// <see cref="DistributedHttpCacheStoreOptions.Protector"/>; who may read it reads the responses.</para>
/// <para>The distributed cache belongs to whoever made it, and is not disposed.</para>
/// </remarks>
public sealed partial class DistributedHttpCacheStore : HttpCacheStore
{
    private readonly MediumCalls _medium;
    private readonly Generation _generation;
    private readonly SharedEntries _entries;
    private readonly DelayedRemovals _removals = new();
    private readonly DistributedMetrics _metrics;
    private readonly SharedSecret? _sharedSecret;
    private readonly byte[]? _ownSecret;
    private readonly string _prefix;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private Task _catchingUp = Task.CompletedTask;
    private int _isCatchingUp;
    private int _isSecretReported;
    private volatile bool _isDisposed;

    /// <summary>Creates a store over a distributed cache, which is not called yet.</summary>
    /// <param name="cache">The distributed cache, which stays its owner's. Its <see cref="IBufferDistributedCache"/> is used where it has one.</param>
    /// <param name="options">What the store is told; null takes the defaults. Read once.</param>
    /// <param name="timeProvider">The clock; null takes the system's. Calls are timed by the system's.</param>
    /// <param name="logger">Where the store reports; null keeps it silent.</param>
    /// <param name="meterFactory">Makes the meter <c>CachingHandler</c>; null makes one for this store.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cache"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DistributedHttpCacheStore(
        IDistributedCache cache,
        DistributedHttpCacheStoreOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<DistributedHttpCacheStore>? logger = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        options ??= new();
        OptionRules.Check(options);
        timeProvider ??= TimeProvider.System;
        _timeProvider = timeProvider;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _prefix = options.KeyPrefix;
        MaximumBodySize = options.MaximumBodySize;
        _metrics = new(meterFactory);
        _medium = Calls(options.Timeout, options.FailuresBeforePause, MediumAway, MediumBack, MediumFull, MediumTakesWrites);

        // What names and credentials are hashed with are two things, so that neither gives the other away.
        _ownSecret = options.Secret is { } secret ? DerivedSecret.Of(secret, "partitions") : null;
        var names = new EntryNames(options.KeyPrefix, options.Secret is null ? null : DerivedSecret.Of(options.Secret, "names"));
        var envelope = new Envelope(options.Protector);
        var chunks = new BodyChunks(_medium, names, envelope, MaximumBodySize, options.MaximumAge, _metrics);
        _generation = new(_medium, names.Generation, envelope, 2 * options.MaximumAge, timeProvider);
        _entries = new(
            _medium, names, envelope, _generation, chunks, _removals, options.MaximumAge, MaximumVariants, timeProvider, _metrics);
        if (options.Secret is null)
        {
            // At the start of a process it takes a while to connect, and the secret is worth the wait.
            var patience = options.Timeout < SecretPatience ? SecretPatience : options.Timeout;
            _sharedSecret = new(
                Calls(patience, failures: 1, static _ => { }, static () => { }, static _ => { }, static () => { }),
                names.Secret,
                envelope,
                2 * options.MaximumAge,
                timeProvider);
        }

        MediumCalls Calls(
            TimeSpan timeout, int failures, Action<Exception> away, Action back, Action<Exception> full, Action notFull) => new(
                cache,
                timeout,
                new Circuit(failures, options.Pause, timeProvider, away, back),
                new Circuit(failures, options.Pause, timeProvider, full, notFull),
                _metrics);

        void MediumAway(Exception cause)
        {
            _metrics.MediumPaused("read");
            _logger.MediumAway(_prefix, options.Pause.TotalSeconds, cause);
        }

        void MediumFull(Exception cause)
        {
            _metrics.MediumPaused("write");
            _logger.MediumFull(_prefix, options.Pause.TotalSeconds, cause);
        }
    }

    /// <summary>Gets the largest body to store, in bytes.</summary>
    public long MaximumBodySize { get; }

    /// <inheritdoc/>
    /// <value>
    /// True while the distributed cache takes no writes. Else what it did not take is fetched again and shared, and what another process
    /// has invalidated meanwhile is not served.
    /// </value>
    protected override bool AllowsMemoryAlone => !_medium.TakesWrites;

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (_removals.Contains(key))
        {
            CatchUp();

            return [];
        }

        var found = await _entries.FindAsync(key, cancellationToken).ConfigureAwait(false);
        CatchUp();

        return found is null ? Unknown : found.ConvertAll(Found);
    }

    /// <inheritdoc/>
    public override async ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ThrowIfDisposed();
        if (BodyOf(response) is { } body)
        {
            return body;
        }

        if (_removals.Contains(response.Key))
        {
            return null;
        }

        if (EntryIndex.Holds(response.BodyLength))
        {
            var found = await _entries.FindAsync(response.Key, cancellationToken).ConfigureAwait(false);

            return found?.Find(each => each.Head.BodyId == response.BodyId) is { Body: { } small } ? new MemoryBody(small.ToArray()) : null;
        }

        return await _entries.ReadBodyAsync(response, cancellationToken).ConfigureAwait(false) is { } large ? new MemoryBody(large) : null;
    }

    /// <inheritdoc/>
    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        ThrowIfDisposed();

        return declaredLength > MaximumBodySize || !_medium.TakesWrites
            ? default
            : new(new DistributedEntryWriter(this, head, declaredLength));
    }

    /// <inheritdoc/>
    /// <remarks>False, too, when the distributed cache fails. What it has of the key is not used by this process then.</remarks>
    public override async ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken)
    {
        ThrowIfNotSameEntry(current, updated);
        ThrowIfDisposed();

        return Settled(updated.Key, await _entries.UpdateAsync(updated).ConfigureAwait(false)) == ChangeOutcome.Done;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">
    /// The distributed cache failed. What is to be removed is not used by this process, and is removed when there is an answer. Not
    /// thrown while the distributed cache is left alone.
    /// </exception>
    public override async ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var wasAway = _medium.IsAway;
        Removed(key, wasAway, await _entries.RemoveAsync(key, isDelayed: false).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">
    /// The distributed cache failed. Nothing of the key is used by this process, and all of it is removed when there is an answer. Not
    /// thrown while the distributed cache is left alone.
    /// </exception>
    public override async ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ThrowIfDisposed();
        var wasAway = _medium.IsAway;
        Removed(response.Key, wasAway, await _entries.RemoveAsync(response).ConfigureAwait(false));
    }

    /// <summary>Stores a response; false when it is not known to be stored.</summary>
    internal async ValueTask<bool> TryPutAsync(StoredResponse head, ReadOnlyMemory<byte> body)
    {
        ThrowIfDisposed();
        if (_sharedSecret is not null)
        {
            await _sharedSecret.KeepUpAsync().ConfigureAwait(false);
        }

        return Settled(head.Key, await _entries.PutAsync(head, body).ConfigureAwait(false)) == ChangeOutcome.Done;
    }

    // The body in an array of its own: the value that it was read in has the bodies of all variants.
    private static StoredResponse Found(IndexedVariant variant) =>
        variant.Body is { } body ? WithBody(variant.Head, new MemoryBody(body.ToArray())) : variant.Head;
}
