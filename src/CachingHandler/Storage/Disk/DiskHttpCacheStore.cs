using System.Diagnostics.Metrics;
using CachingHandler.Concurrency;
using CachingHandler.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingHandler.Storage;

/// <summary>Keeps responses in a directory, one file each, within a budget of bytes.</summary>
/// <remarks>
/// <para>What is stored outlives the process, and several processes can use one directory; put it on a local disk. Every file
/// says what it is and carries checksums, so that damage costs one entry at most: it is removed, counted, and a miss. A body up
/// to 256 KiB is checked before its first byte is given, a larger one while it is read from start to end: the last bytes of
/// a damaged one are withheld, and reading fails. Parts read out of a larger body are not checked.</para>
/// <para>What is used least recently goes first. Processes on one directory tell each other by the megabyte, or by a hundredth of
/// the budget, and when they end, what they wrote, and exceed the budget together by so much at most for each of them. The
/// directory is looked through in the background, and only where that is needed: when something has to go, or when nobody has
/// done so for an hour.</para>
/// <para>A directory that cannot be made or written is logged once. The store finds nothing then and takes nothing, and tries
/// again every ten seconds.</para>
/// <para>Creating the store touches no disk. Small entries are read and written on the calling thread. Disposing the store waits for
/// up to two seconds where it is over its budget.</para>
/// </remarks>
public sealed partial class DiskHttpCacheStore : HttpCacheStore, IMeasuredStore
{
    private readonly EntryPaths _paths;
    private readonly EntryRemoval _removal;
    private readonly DiskEntries _entries;
    private readonly EntryChanges _changes;
    private readonly DiskSecret _secret;
    private readonly StoreMetrics _metrics;
    private readonly WriteGate _gate;
    private readonly DiskBudget _budget;
    private bool _isDisposed;
    private bool _isClosedLater;

    /// <summary>Creates a store over a directory.</summary>
    /// <param name="directory">The directory, which need not exist; a relative path counts from the current directory.</param>
    /// <param name="options">The limits; null takes the defaults. Read once.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="logger">Where the store reports; null keeps it silent.</param>
    /// <param name="meterFactory">Makes the meter <c>CachingHandler</c>; null takes one of the process.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null, blank, or no path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public DiskHttpCacheStore(
        string directory,
        DiskHttpCacheStoreOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<DiskHttpCacheStore>? logger = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        options ??= new();
        var limits = new DiskLimits(options);
        MaximumSize = limits.Size;
        MaximumEntries = options.MaximumEntries;
        DirectoryPath = Path.GetFullPath(directory);
        timeProvider ??= TimeProvider.System;
        _paths = new(DirectoryPath);
        Index = new(timeProvider);
        _metrics = HttpCacheMetrics.Of(meterFactory).Stores.Of(this);
        _removal = new(Index, _metrics.DamagedEntryRemoved);
        var locks = new KeyLocks();
        _entries = new(_paths, locks, Index, _removal);
        _changes = new(_paths, locks, _entries, _removal, Index, MaximumVariants, MaximumSize, options.Durable);
        _secret = new(_paths);
        _gate = new(DirectoryPath, timeProvider, logger ?? NullLogger<DiskHttpCacheStore>.Instance);
        _budget = new(limits, _paths, Index, new(_paths, locks, _removal, Index, _metrics), timeProvider);
        Trim = new(_budget, _paths, Index);
        _metrics.Observe();
    }

    /// <summary>Gets the application's own directory among what the user's system keeps for programs that can do without.</summary>
    /// <value>
    /// <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>, <c>~/Library/Caches</c>, or <c>%LocalAppData%</c>, then the application's name and
    /// <c>http-cache</c>. Null when the user has no home, as in some containers.
    /// </value>
    public static string? UserCacheDirectory => Storage.UserCacheDirectory.Find();

    /// <summary>Gets the directory, absolute.</summary>
    public string DirectoryPath { get; }

    /// <summary>Gets how much of the disk the stored responses may take, in bytes.</summary>
    public long MaximumSize { get; }

    /// <summary>Gets how many responses may be stored, variants counted each.</summary>
    /// <value>Null when their number is not limited.</value>
    public int? MaximumEntries { get; }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Secret => _secret.Value;

    /// <inheritdoc/>
    internal override bool IsBehindMemory
    {
        set => _entries.IsBehindMemory = value;
    }

    /// <summary>Gets what is known of the files.</summary>
    internal DiskIndex Index { get; }

    /// <summary>Gets what holds the store to its budget.</summary>
    internal DiskTrim Trim { get; }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();

        return new(_entries.Find(key));
    }

    /// <inheritdoc/>
    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ThrowIfDisposed();

        var body = _entries.OpenBody(response);
        Trim.Used();

        return new(body);
    }

    /// <inheritdoc/>
    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        ThrowIfDisposed();
        if (!_gate.IsOpen)
        {
            return default;
        }

        return _changes.Stage(head, declaredLength ?? 0) is { } staged && IsWritable(staged)
            ? new(new DiskEntryWriter(this, head, staged))
            : default;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken)
    {
        ThrowIfNotSameEntry(current, updated);
        ThrowIfDisposed();

        return new(_changes.TryUpdateHead(current, updated));
    }

    /// <inheritdoc/>
    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        _entries.Remove(key);

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        ThrowIfDisposed();
        _entries.Remove(response);

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _isClosedLater = true;
        await base.DisposeAsync().ConfigureAwait(false);
        await Trim.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Makes a written entry visible.</summary>
    /// <exception cref="IOException">The medium refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    internal bool TryPublish(StagedEntry staged, StoredResponse stored)
    {
        ThrowIfDisposed();
        if (!_changes.TryPublish(staged, stored))
        {
            return false;
        }

        Trim.Added();

        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            if (!_isClosedLater)
            {
                Synchronously.Wait(new ValueTask(Trim.CloseAsync()));
            }

            _metrics.Dispose();
        }

        base.Dispose(disposing);
    }

    // The first file, and the first after a refusal, is created at once: a directory that cannot be written is not found by a
    // commit that fails, after a body has been staged for nothing.
    private bool IsWritable(StagedEntry staged)
    {
        if (_gate.IsProven)
        {
            return true;
        }

        try
        {
            staged.EnsureFile();
            _gate.Passed();

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _gate.Close(exception);
            if (MediumFault.IsFull(exception))
            {
                Trim.MakeRoom();
            }

            return false;
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
