namespace CachingHandler.Storage;

/// <summary>Holds a disk store to its limits, in the background: what was used longest ago goes first.</summary>
/// <param name="limits">The limits.</param>
/// <param name="paths">Where the files lie.</param>
/// <param name="index">Knows the files.</param>
/// <param name="eviction">Lets files go.</param>
/// <param name="timeProvider">The clock.</param>
/// <remarks>
/// <para>Safe for concurrent use. The directory is scanned at the first commit, so that a process which only reads never
/// does. From then on the index knows what this process does. What others do it learns as a number, now and then; when that
/// says that something has to go, it scans again, for it does not know what they wrote.</para>
/// </remarks>
internal sealed class DiskTrim(
    DiskLimits limits, EntryPaths paths, DiskIndex index, Eviction eviction, TimeProvider timeProvider)
{
    /// <summary>How much of the disk a file takes at least, and in multiples of what, in bytes.</summary>
    public const int BlockSize = 4096;

    // While another process evicts there is nothing to do but to look again later.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly EntryScan _scan = new(paths, index, timeProvider);
    private readonly SharedSize _shared = new(paths.Root);
    private Task _work = Task.CompletedTask;
    private bool _isRunning;
    private bool _isFull;
    private volatile bool _isScanned;
    private bool _hasNews;
    private bool _hasBeenRefused;
    private long _refusedAt;
    private long _untold;
    private long? _told;
    private long _others;
    private volatile bool _isStopped;

    /// <summary>Gets the work under way; completed when there is none.</summary>
    public Task Work
    {
        get
        {
            lock (_gate)
            {
                return _work;
            }
        }
    }

    /// <summary>Gets a value indicating whether the index knows what lies in the directory.</summary>
    public bool IsScanned => _isScanned;

    /// <summary>Notes that a file got its name.</summary>
    /// <param name="length">Its length, in bytes.</param>
    public void Added(long length)
    {
        lock (_gate)
        {
            _untold += DiskIndex.BlocksOf(length);
            _hasNews = true;
            if (!_isScanned || (HasMuch && !IsRefused))
            {
                Start();
            }
        }
    }

    /// <summary>Lets some of the files go, though they are within the limits: the medium has no room for more.</summary>
    public void MakeRoom()
    {
        lock (_gate)
        {
            _isFull = true;
            Start();
        }
    }

    /// <summary>Notes that a file was used.</summary>
    public void Used()
    {
        if (index.Pending.AreDue)
        {
            lock (_gate)
            {
                Start();
            }
        }
    }

    /// <summary>Stops the work; what is removed by then stays removed.</summary>
    public void Stop()
    {
        _isStopped = true;
        UseTimes.Write(paths, index);
    }

    /// <summary>Returns how much of the disk a file takes, in bytes.</summary>
    public static long InBlocks(long length) => (length + BlockSize - 1) / BlockSize * BlockSize;

    private bool IsOver => index.Blocks + _others > limits.Blocks || index.Count > limits.Entries;

    private bool HasMuch => IsOver || Volatile.Read(ref _untold) >= limits.BlocksToTell;

    private bool IsRefused => _hasBeenRefused && timeProvider.GetElapsedTime(_refusedAt) < Pause;

    private void Start()
    {
        if (!_isRunning && !_isStopped)
        {
            _isRunning = true;
            _work = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            do
            {
                UseTimes.Write(paths, index);
                if ((TakeNews() || _isFull) && !_isScanned)
                {
                    await ScanAsync().ConfigureAwait(false);
                }

                if (_isFull)
                {
                    await ShrinkAsync().ConfigureAwait(false);
                }

                if (_isScanned && HasMuch)
                {
                    await BalanceAsync().ConfigureAwait(false);
                }
            }
            while (!IsDone());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The directory cannot be walked now; the next commit tries again.
            lock (_gate)
            {
                _isRunning = false;
            }
        }
    }

    private bool TakeNews()
    {
        lock (_gate)
        {
            var hasNews = _hasNews;
            _hasNews = false;

            return hasNews;
        }
    }

    private bool IsDone()
    {
        lock (_gate)
        {
            // Without a new file another look would find what this one could not remove.
            var done = _isStopped || (!_isFull && (!_hasNews || IsRefused || (_isScanned && !HasMuch)));
            _isRunning = !done;

            return done;
        }
    }

    private async Task ScanAsync()
    {
        var isWhole = await _scan.RunAsync(() => _isStopped).ConfigureAwait(false);
        lock (_gate)
        {
            _isScanned |= isWhole;
            _others = 0;
            _told = _shared.Read();
        }
    }

    // By a twentieth, as when the budget is exceeded. Whoever else fills the disk may have stopped by the time of the next try.
    private async Task ShrinkAsync()
    {
        using var alone = _shared.TryEnter();
        lock (_gate)
        {
            _isFull = false;
        }

        await eviction.RunAsync(DiskLimits.Reduced(index.Blocks), long.MaxValue, () => _isStopped).ConfigureAwait(false);
    }

    // What others have written since is the difference between the number as it is and as it was told last.
    private async Task BalanceAsync()
    {
        using var alone = _shared.TryEnter();
        lock (_gate)
        {
            _hasBeenRefused = alone is null;
            _refusedAt = timeProvider.GetTimestamp();
            if (alone is null)
            {
                return;
            }

            var shared = _shared.Read();
            _others += shared is null || _told is null ? 0 : shared.Value - _told.Value;
            _told = shared;
        }

        if (IsOver)
        {
            if (_others != 0)
            {
                await ScanAsync().ConfigureAwait(false);
            }

            if (IsOver)
            {
                await eviction.RunAsync(limits.BlocksLeft, limits.EntriesLeft, () => _isStopped).ConfigureAwait(false);
            }
        }

        lock (_gate)
        {
            // A store that is alone and small has nobody to tell.
            if (_told is not null || _untold >= limits.BlocksToTell)
            {
                _told = index.Blocks + _others;
                _shared.Write(_told.Value);
                _untold = 0;
            }
        }
    }
}
