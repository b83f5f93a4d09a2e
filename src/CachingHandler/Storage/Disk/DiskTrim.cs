namespace CachingHandler.Storage;

/// <summary>Does in the background, one thing after the other, what a disk store's callers do not wait for.</summary>
/// <param name="budget">Is kept.</param>
/// <param name="paths">Where the files lie.</param>
/// <param name="index">Knows the files.</param>
/// <remarks>Safe for concurrent use. A process that only reads tells the disk what it has used, and does nothing else.</remarks>
internal sealed class DiskTrim(DiskBudget budget, EntryPaths paths, DiskIndex index)
{
    /// <summary>How much of the disk a file takes at least, and in multiples of what, in bytes.</summary>
    public const int BlockSize = 4096;

    // A store over its budget is not left so by a process that ends; one that is within is hardly waited for.
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task _work = Task.CompletedTask;
    private bool _isRunning;
    private bool _isFull;
    private bool _hasNews;
    private volatile bool _isClosing;
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

    /// <summary>Notes that a file got its name.</summary>
    public void Added()
    {
        lock (_gate)
        {
            _hasNews = true;
            if (budget.IsDue && !budget.IsRefused)
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

    /// <summary>Tells disk and other processes what they do not know, evicts what is too much, and stops; what takes longer than two seconds stays undone.</summary>
    public async Task CloseAsync()
    {
        Task work;
        lock (_gate)
        {
            _isClosing = true;
            if (budget.HasNews)
            {
                _hasNews = true;
                Start();
            }

            work = _work;
        }

        await work.WaitAsync(CloseLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isStopped = true;
        UseTimes.Write(paths, index);
    }

    /// <summary>Returns how much of the disk a file takes, in bytes.</summary>
    public static long InBlocks(long length) => (length + BlockSize - 1) / BlockSize * BlockSize;

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
                var (isFull, hasNews) = TakeTasks();
                if (isFull)
                {
                    await budget.ShrinkAsync(() => _isStopped).ConfigureAwait(false);
                }

                if (hasNews)
                {
                    await budget.BalanceAsync(() => _isStopped, () => _isClosing).ConfigureAwait(false);
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

    private (bool IsFull, bool HasNews) TakeTasks()
    {
        lock (_gate)
        {
            var tasks = (_isFull, _hasNews && IsDue);
            (_isFull, _hasNews) = (false, false);

            return tasks;
        }
    }

    private bool IsDone()
    {
        lock (_gate)
        {
            // Without a new file another look would find what this one could not remove.
            var done = _isStopped || (!_isFull && (!_hasNews || !IsDue || (budget.IsRefused && !_isClosing)));
            _isRunning = !done;

            return done;
        }
    }

    private bool IsDue => budget.IsDue || (_isClosing && budget.HasNews);
}
