namespace CachingHandler.Storage;

/// <summary>Holds the files of a disk store to its limits, together with the other processes on its directory.</summary>
/// <param name="limits">The limits.</param>
/// <param name="paths">Where the files lie.</param>
/// <param name="index">Knows the files.</param>
/// <param name="eviction">Lets files go.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>
/// How much lies there is known from what the processes tell each other, so that a process that starts need not look through
/// a large directory, and one that is short-lived can still hold the limits. The directory is scanned where nobody has told
/// anything, where nobody has scanned it for an hour (a process that is killed takes with it what it did not tell), and where
/// something has to go of which this process does not know all.
/// </remarks>
internal sealed class DiskBudget(
    DiskLimits limits, EntryPaths paths, DiskIndex index, Eviction eviction, TimeProvider timeProvider)
{
    // While another process evicts there is nothing to do but to look again later.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan TrustedFor = TimeSpan.FromHours(1);

    private readonly EntryScan _scan = new(paths, index, timeProvider);
    private readonly SharedSize _shared = new(paths.Root);
    private volatile SharedTotals? _told;
    private volatile bool _isScanned;
    private bool _knowsAll;
    private volatile bool _hasBeenRefused;
    private long _refusedAt;

    /// <summary>Gets a value indicating whether the index knows what lay in the directory, but for what others have done since.</summary>
    public bool IsScanned => _isScanned;

    /// <summary>Gets how much lies in the directory, as far as that is known without a look; null where nobody has told yet.</summary>
    public DiskTotals? Totals => _isScanned ? index.Totals : _told is { } told ? told.Totals + index.Net.Value : null;

    /// <summary>Gets a value indicating whether this process has changed anything that the others do not know.</summary>
    public bool HasNews => index.Net.Value != default;

    /// <summary>Gets a value indicating whether <see cref="BalanceAsync"/> is due.</summary>
    public bool IsDue => _told is not { } told
        || limits.AreExceededBy(told.Totals + index.Net.Value)
        || index.Net.Value.Blocks >= limits.BlocksToTell;

    /// <summary>Gets a value indicating whether another process had the lock just now.</summary>
    public bool IsRefused => _hasBeenRefused && timeProvider.GetElapsedTime(Volatile.Read(ref _refusedAt)) < Pause;

    /// <summary>Tells the others what this process has changed, learns of what they have, and evicts when it is too much.</summary>
    /// <param name="isStopped">Asked at times: ends the work where it is.</param>
    /// <param name="isClosing">Asked at times: leaves out what can as well be done by the next process.</param>
    public async Task BalanceAsync(Func<bool> isStopped, Func<bool> isClosing)
    {
        using var alone = await EnterAsync(isStopped, isClosing).ConfigureAwait(false);
        if (alone is null)
        {
            return;
        }

        var told = _shared.Read();
        _knowsAll &= told == _told;
        var net = index.Net.Take();
        var current = told is null ? null : told with { Totals = told.Totals + net };
        if (current is null || IsOld(current))
        {
            var canWait = current is not null && !limits.AreExceededBy(current.Totals);
            current = await ScanAsync(() => isStopped() || (isClosing() && canWait)).ConfigureAwait(false) ?? current;
        }

        if (current is not null)
        {
            Tell(limits.AreExceededBy(current.Totals) ? await EvictAsync(current, isStopped).ConfigureAwait(false) : current);
        }
    }

    /// <summary>Lets a twentieth of the files go, though they are within the limits: the medium has no room for more.</summary>
    /// <param name="isStopped">Asked at times.</param>
    public async Task ShrinkAsync(Func<bool> isStopped)
    {
        // Whoever else fills the disk may have stopped by the time of the next try. The lock is no condition: there is no time to lose.
        using var alone = TryEnter();
        if (_isScanned || await TryScanAsync(isStopped).ConfigureAwait(false))
        {
            await eviction.RunAsync(DiskLimits.Reduced(index.Blocks), long.MaxValue, isStopped).ConfigureAwait(false);
        }
    }

    // What a process does not tell before it ends, nobody knows.
    private async Task<IDisposable?> EnterAsync(Func<bool> isStopped, Func<bool> isClosing)
    {
        var alone = TryEnter();
        while (alone is null && isClosing() && !isStopped())
        {
            await Task.Delay(Retry, TimeProvider.System).ConfigureAwait(false);
            alone = TryEnter();
        }

        return alone;
    }

    private IDisposable? TryEnter()
    {
        var alone = _shared.TryEnter();
        Volatile.Write(ref _refusedAt, timeProvider.GetTimestamp());
        _hasBeenRefused = alone is null;

        return alone;
    }

    // Once a process has scanned, what it does itself is known without another look.
    private bool IsOld(SharedTotals told)
    {
        var age = timeProvider.GetUtcNow().UtcTicks - told.ScannedAt;

        return !_isScanned && (age < 0 || age > TrustedFor.Ticks);
    }

    private async Task<SharedTotals?> ScanAsync(Func<bool> isStopped) =>
        await TryScanAsync(isStopped).ConfigureAwait(false) ? Known(timeProvider.GetUtcNow().UtcTicks) : null;

    // What this process has not told yet stays to be told.
    private async Task<bool> TryScanAsync(Func<bool> isStopped)
    {
        if (!await _scan.RunAsync(isStopped).ConfigureAwait(false))
        {
            return false;
        }

        _isScanned = true;
        _knowsAll = true;

        return true;
    }

    private async Task<SharedTotals> EvictAsync(SharedTotals current, Func<bool> isStopped)
    {
        if (!_isScanned || !_knowsAll)
        {
            current = await ScanAsync(isStopped).ConfigureAwait(false) ?? current;
        }

        if (limits.AreExceededBy(current.Totals) && _knowsAll)
        {
            await eviction.RunAsync(limits.BlocksLeft, limits.EntriesLeft, isStopped).ConfigureAwait(false);
            current = Known(current.ScannedAt);
        }

        return current;
    }

    // What changes in between counts twice rather than not at all.
    private SharedTotals Known(long scannedAt)
    {
        index.Net.Take();

        return new SharedTotals(index.Totals, scannedAt);
    }

    private void Tell(SharedTotals current)
    {
        _shared.Write(current);
        _told = current;
    }
}
