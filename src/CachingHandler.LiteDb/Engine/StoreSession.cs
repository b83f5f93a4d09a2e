using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Storage;

/// <summary>The database of a store from its opening to its end, through its failures.</summary>
/// <param name="paths">Where the files lie.</param>
/// <param name="files">The larger bodies.</param>
/// <param name="secret">The store's secret, to be kept with what is stored.</param>
/// <param name="maximumSize">How much of the disk everything may take, in bytes.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">Where it reports.</param>
/// <param name="metrics">What it counts.</param>
/// <remarks>
/// For the thread of the database. Whatever the engine throws means that it is not to be trusted any more: it closes itself on
/// some faults, keeps its transactions on others, and goes on with wrong pages after the rest.
/// </remarks>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A damaged database makes LiteDB throw anything; this is where it ends.")]
internal sealed partial class StoreSession(
    StorePaths paths,
    ContentFiles files,
    Lazy<byte[]> secret,
    long maximumSize,
    TimeProvider timeProvider,
    ILogger logger,
    LiteDbMetrics metrics) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MovedAsideFor = TimeSpan.FromDays(7);

    private string? _boot;
    private StoreOwner? _owner;
    private Database? _database;
    private Balance? _balance;
    private OrphanSweep? _sweep;
    private long _closedAt;
    private volatile bool _isClosed;
    private volatile bool _isDisabled;
    private volatile bool _isOutdated;
    private bool _isReported;
    private bool _isDatabaseAtWork;

    /// <summary>Gets the entries; null while the database is not open.</summary>
    public Entries? Entries { get; private set; }

    /// <summary>Gets a value indicating whether there is no database, and it is no use to try again already.</summary>
    /// <value>Safe to read from any thread.</value>
    public bool IsAway => _isDisabled || (_isClosed && timeProvider.GetElapsedTime(Volatile.Read(ref _closedAt)) < Pause);

    private string Boot => _boot ??= BootIdentity.Current(timeProvider);

    /// <summary>Notes that something was to be removed while there was no database: what will be found in it is not right any more.</summary>
    /// <remarks>Safe to call from any thread.</remarks>
    public void Outdate() => _isOutdated = true;

    /// <summary>Opens the database, if it is not open.</summary>
    public void Open()
    {
        if (Entries is not null || IsAway)
        {
            return;
        }

        try
        {
            _owner ??= StoreOwner.TryEnter(paths);
            if (_owner is null)
            {
                Close(() => logger.DirectoryInUse(paths.Database, Pause.TotalSeconds));
                return;
            }

            if (StoreOwner.IsForeign(paths))
            {
                throw new ForeignDatabaseException("The file is not one of this store's; it is left as it is.");
            }

            _owner.KeepSecret(secret.Value);
            paths.DeleteMovedAside(time => timeProvider.GetUtcNow() - time > MovedAsideFor);
            DropWhatIsNotToBeTrusted(_owner);
            OpenDatabase(_owner);
            (_isClosed, _isReported) = (false, false);
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }

    /// <summary>Makes what was changed count, and holds the store to its budget.</summary>
    public void Commit()
    {
        if (!Entries!.HasChanges && !Entries.Uses.AreDue)
        {
            return;
        }

        Entries.Commit();
        Hold();
    }

    /// <summary>Does what can wait until nobody waits.</summary>
    /// <returns>False when there is nothing left to do.</returns>
    public bool DoIdleWork()
    {
        if (Entries is not { } entries)
        {
            return false;
        }

        var more = _sweep!.Step(entries);
        entries.WriteUses();
        entries.Commit();
        Hold();
        _balance!.Checkpoint();

        return more;
    }

    /// <summary>Deletes everything that is stored.</summary>
    public void BeginAnew()
    {
        CloseDatabase();
        DeleteAll();
        OpenDatabase(_owner!);
    }

    /// <summary>Closes the database, with everything on the disk, and leaves the directory to others.</summary>
    public void Dispose()
    {
        try
        {
            if (Entries is { } entries)
            {
                entries.WriteUses();
                entries.Commit();
                Hold();
                _balance!.Checkpoint();
                CloseDatabase();
                _owner!.Unmark();
            }
        }
        catch (Exception exception)
        {
            Failed(exception);
            CloseDatabase();
        }

        Disable();
    }

    private void Hold()
    {
        if (!_balance!.TryHold())
        {
            BeginAnew();
        }
    }

    private void OpenDatabase(StoreOwner owner)
    {
        owner.Mark(Boot);
        _isDatabaseAtWork = true;
        _database = Database.Open(paths, out var totals);
        Entries = new Entries(_database, files, totals, timeProvider, metrics.DamagedEntryRemoved);
        _balance = new Balance(_database, Entries, maximumSize);
        _sweep = new OrphanSweep(files);
    }

    private void CloseDatabase()
    {
        Entries = null;
        _sweep?.Dispose();
        _database?.Dispose();
        _database = null;
        _isDatabaseAtWork = false;
    }

    private void DropWhatIsNotToBeTrusted(StoreOwner owner)
    {
        var hasLostPower = owner.HasLostPower(Boot);
        if (hasLostPower)
        {
            logger.PowerLost(paths.Database);
        }

        if (hasLostPower || _isOutdated)
        {
            _isOutdated = false;
            DeleteAll();
        }
    }

    private void DeleteAll()
    {
        paths.DeleteDatabase();
        files.DeleteAll();
    }
}
