using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingHandler.Storage;

/// <summary>Keeps responses in a LiteDB database, and larger bodies in files beside it, within a budget of bytes.</summary>
/// <remarks>
/// <para>What is stored outlives the process. One store at a time has a directory; another one there, in this process or not,
/// says so in the log once, finds nothing and takes nothing, and tries again every ten seconds. Put it on a local disk.</para>
/// <para>Everything that touches the database is done by one thread, because LiteDB loses its footing otherwise; so a call
/// waits for those before it. The thread opens the database as soon as the store is created, which takes a tenth of a second
/// or two, for which the first calls wait. No call waits for longer than five seconds; it finds nothing then. When too
/// many wait, those are turned away that can be done without.</para>
/// <para>Heads and bodies carry checksums; what is damaged is removed, counted, and a miss. A body up to 256 KiB is checked before
/// its first byte is given, a larger one while it is read from start to end. When LiteDB itself fails, the call is a miss, the
/// database is moved aside (<c>*.corrupt-</c> and the time; the latest is kept for a week) and an empty one takes its place;
/// when that fails within a minute, the store is done with until the process is started anew. Where the disk is full, what is stored
/// is deleted instead. It is deleted, too, when the machine was started anew while the database was open: LiteDB does not say
/// whether its pages have reached the disk.</para>
/// </remarks>
public sealed partial class LiteDbHttpCacheStore : HttpCacheStore
{
    // Up to here a body is read whole and checked before anybody sees a byte of it.
    private const int WholeLimit = 256 * 1024;

    // Heads lie in LiteDB's log, its cache and in documents of 16 MB at most. No server sends this much in fields.
    private const int LongestHead = 1024 * 1024;

    private static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(10);

    private readonly ContentFiles _files;
    private readonly Lazy<byte[]> _secret;
    private readonly LiteDbMetrics _metrics;
    private readonly StoreSession _session;
    private readonly EngineQueue _queue;
    private readonly TimeProvider _timeProvider;
    private long _refusedAt;
    private int _isRefused;
    private bool _isDisposed;
    private bool _endsAsynchronously;

    /// <summary>Creates a store over a database, and begins to open it on another thread.</summary>
    /// <param name="path">The database's file, which need not exist; a relative path counts from the current directory.</param>
    /// <param name="options">The limits; null takes the defaults. Read once.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="logger">Where the store reports; null keeps it silent.</param>
    /// <param name="meterFactory">Makes the meter; null makes one for this store.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null, blank, or no path of a file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public LiteDbHttpCacheStore(
        string path,
        LiteDbHttpCacheStoreOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<LiteDbHttpCacheStore>? logger = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Path.EndsInDirectorySeparator(path))
        {
            throw new ArgumentException($"'{path}' is a directory; name the database's file in it, as 'cache.db'.", nameof(path));
        }

        MaximumSize = (options ?? new()).MaximumSize;
        if (MaximumSize < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"MaximumSize is {MaximumSize}; it must be zero or more bytes. Leave it alone for the default of 1 GiB.");
        }

        DatabasePath = Path.GetFullPath(path);
        var paths = new StorePaths(DatabasePath);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _files = new(paths.Content);
        _secret = new(() => StoreOwner.ReadSecret(paths) ?? StoreOwner.NewSecret());
        _metrics = new(meterFactory);
        _session = new(
            paths, _files, _secret, MaximumSize, _timeProvider, logger ?? NullLogger<LiteDbHttpCacheStore>.Instance, _metrics);
        _queue = new(_session);
        _queue.Start();
    }

    /// <summary>Gets the database's file, absolute.</summary>
    public string DatabasePath { get; }

    /// <summary>Gets how much of the disk the database and the files beside it may take, in bytes.</summary>
    public long MaximumSize { get; }

    /// <summary>Gets how large a response may be, in bytes: what is larger would make everything else go, and then itself.</summary>
    internal long LargestResponse => MaximumSize - (MaximumSize / 8);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Secret => _secret.Value;

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        await AskAsync<IReadOnlyList<StoredResponse>>(entries => entries.Find(key), [], cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        var found = await AskAsync(entries => entries.FindBody(response), null, cancellationToken).ConfigureAwait(false);

        return found switch
        {
            null => null,
            { Bytes: { } bytes } => new WholeBody(bytes),
            _ => await OpenFileAsync(response, found.Value, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        ThrowIfDisposed();
        if (_session.IsAway || IsRefused || MaximumSize == 0 || declaredLength > LargestResponse)
        {
            return default;
        }

        var name = EntryName.Of(head);

        return new(new LiteDbEntryWriter(this, head, name, new StagedBody(_files, name)));
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken)
    {
        ThrowIfNotSameEntry(current, updated);

        return EntryRecord.BytesOf(updated).Length <= LongestHead
            && await AskAsync(entries => entries.TryUpdate(updated), absent: false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">The database has not come to it in five seconds. The removal is done when it does.</exception>
    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        TellAsync(entries => entries.Remove(key), isClearing: false, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">The database has not come to it in five seconds. The removal is done when it does.</exception>
    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);

        return TellAsync(entries => entries.Remove(response), isClearing: false, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The database and the files are deleted, which gives their room back.</remarks>
    /// <exception cref="TimeoutException">The database has not come to it in five seconds. It is done when it does.</exception>
    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) =>
        TellAsync(static _ => { }, isClearing: true, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _endsAsynchronously = true;
        await base.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _queue.Ended.WaitAsync(EngineQueue.EndsWithin, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The thread is stuck. It is left behind, and ends with the process.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _queue.Stop();
            if (!_endsAsynchronously)
            {
                _queue.Join();
            }

            _metrics.Dispose();
        }

        base.Dispose(disposing);
    }
}
