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
internal sealed class StoreSession(
    StorePaths paths,
    ContentFiles files,
    Lazy<byte[]> secret,
    long maximumSize,
    TimeProvider timeProvider,
    ILogger logger,
    LiteDbMetrics metrics) : IDisposable
{
    // Each failure costs the process some megabytes; see LostDatabases. A disk that fails this often serves no cache.
    private const int MostFailures = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Relapse = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MovedAsideFor = TimeSpan.FromDays(7);

    private readonly string _boot = BootIdentity.Current(timeProvider);
    private StoreOwner? _owner;
    private Database? _database;
    private Balance? _balance;
    private OrphanSweep? _sweep;
    private int _failures;
    private long? _failedAt;
    private long? _fullAt;
    private long _closedAt;
    private volatile bool _isClosed;
    private volatile bool _isDisabled;
    private volatile bool _isOutdated;
    private bool _isReported;

    /// <summary>Gets the entries; null while the database is not open.</summary>
    public Entries? Entries { get; private set; }

    /// <summary>Gets a value indicating whether there is no database, and it is no use to try again already.</summary>
    /// <value>Safe to read from any thread.</value>
    public bool IsAway => _isDisabled || (_isClosed && timeProvider.GetElapsedTime(Volatile.Read(ref _closedAt)) < Pause);

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
        Entries!.Commit();
        if (!_balance!.TryHold())
        {
            BeginAnew();
        }
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
        Commit();
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

    /// <summary>Takes note that something has thrown, leaves the database that did it, and begins a new one where that is of use.</summary>
    public void Failed(Exception cause)
    {
        var isDatabase = _database is not null || cause is not (IOException or UnauthorizedAccessException);
        AbandonDatabase();
        try
        {
            if (cause is ForeignDatabaseException)
            {
                logger.DatabaseIsForeign(paths.Database);
                Disable();
            }
            else if (MediumFault.IsFull(cause))
            {
                MakeRoom(cause);
            }
            else if (isDatabase)
            {
                Replace(cause);
            }
            else
            {
                CannotUse(cause);
            }
        }
        catch (Exception exception)
        {
            AbandonDatabase();
            CannotUse(exception);
        }
    }

    /// <summary>Closes the database, with everything on the disk, and leaves the directory to others.</summary>
    public void Dispose()
    {
        try
        {
            if (Entries is { } entries)
            {
                entries.WriteUses();
                Commit();
                _balance!.Checkpoint();
                CloseDatabase();
                File.Delete(paths.Log);
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

    private void OpenDatabase(StoreOwner owner)
    {
        owner.Mark(_boot);
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
    }

    private void AbandonDatabase()
    {
        if (_database is { } lost)
        {
            _failures++;
            LostDatabases.Add(lost);
            try
            {
                CloseDatabase();
            }
            catch (Exception)
            {
                // It could not be closed either. That has been counted and logged, or will be.
                _database = null;
            }
        }
    }

    private void DropWhatIsNotToBeTrusted(StoreOwner owner)
    {
        var hasLostPower = owner.HasLostPower(_boot);
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

    private void MakeRoom(Exception cause)
    {
        metrics.DatabaseFailed("full");
        DeleteAll();
        if (_failures >= MostFailures)
        {
            logger.StoreDisabled(paths.Database, cause);
            Disable();
            return;
        }

        if (_fullAt is null || timeProvider.GetElapsedTime(_fullAt.Value) >= Relapse)
        {
            logger.MediumFull(paths.Database, cause);
        }

        _fullAt = timeProvider.GetTimestamp();
        Close(report: null);
    }

    private void Replace(Exception cause)
    {
        paths.MoveAside(timeProvider.GetUtcNow());
        files.DeleteAll();
        metrics.DatabaseFailed("damaged");
        if (_failures >= MostFailures || (_failedAt is { } before && timeProvider.GetElapsedTime(before) < Relapse))
        {
            logger.StoreDisabled(paths.Database, cause);
            Disable();
            return;
        }

        logger.DatabaseMovedAside(paths.Database, cause);
        _failedAt = timeProvider.GetTimestamp();
        OpenDatabase(_owner!);
    }

    private void CannotUse(Exception cause) => Close(() => logger.DirectoryNotUsable(paths.Database, Pause.TotalSeconds, cause));

    // A cause that lasts is reported once.
    private void Close(Action? report)
    {
        Volatile.Write(ref _closedAt, timeProvider.GetTimestamp());
        _isClosed = true;
        if (report is not null && !_isReported)
        {
            _isReported = true;
            report();
        }
    }

    private void Disable()
    {
        _isDisabled = true;
        _owner?.Dispose();
        _owner = null;
    }
}
