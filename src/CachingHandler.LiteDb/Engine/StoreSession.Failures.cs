namespace CachingHandler.Storage;

internal sealed partial class StoreSession
{
    // Each failure costs the process some megabytes; see LostDatabases. A disk that fails this often serves no cache.
    private const int MostFailures = 10;

    private static readonly TimeSpan Relapse = TimeSpan.FromMinutes(1);

    private int _failures;
    private long? _failedAt;
    private long? _fullAt;

    /// <summary>Takes note that something has thrown, and leaves the database that did it. The next call opens another, where that is of use.</summary>
    public void Failed(Exception cause)
    {
        var isDatabase = _isDatabaseAtWork;
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
            // What has failed is still there, and not to be trusted.
            _isOutdated = true;
            GiveUp(() => CannotUse(exception));
        }
    }

    private void AbandonDatabase()
    {
        if (_database is { } lost)
        {
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

        _isDatabaseAtWork = false;
    }

    private void MakeRoom(Exception cause)
    {
        metrics.DatabaseFailed("full");
        DeleteAll();
        if (++_failures >= MostFailures)
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
        if (++_failures >= MostFailures || (_failedAt is { } before && timeProvider.GetElapsedTime(before) < Relapse))
        {
            logger.StoreDisabled(paths.Database, cause);
            Disable();
            return;
        }

        logger.DatabaseMovedAside(paths.Database, cause);
        _failedAt = timeProvider.GetTimestamp();
    }

    // A logger may throw, too, and there is nobody left to hear of it.
    private void GiveUp(Action report)
    {
        try
        {
            report();
        }
        catch (Exception)
        {
            Disable();
        }
    }

    private void CannotUse(Exception cause) => Close(() => logger.DirectoryNotUsable(paths.Database, Pause.TotalSeconds, cause));

    // A cause that lasts is reported once.
    private void Close(Action? report)
    {
        if (report is not null && !_isReported)
        {
            _isReported = true;
            report();
        }

        Volatile.Write(ref _closedAt, timeProvider.GetTimestamp());
        _isClosed = true;
    }

    private void Disable()
    {
        _isDisabled = true;
        _owner?.Dispose();
        _owner = null;
    }
}
