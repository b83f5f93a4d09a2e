namespace CachingHandler.Storage;

/// <summary>Writes to the store behind what is in memory, one response after the other, in the background.</summary>
/// <param name="gate">The tier's lock.</param>
/// <param name="memory">What is in memory.</param>
/// <param name="turns">The order of changes.</param>
/// <param name="behind">Where the responses go.</param>
/// <param name="maximumCount">How many may wait.</param>
/// <param name="maximumSize">How many bytes of bodies may wait.</param>
internal sealed class WriteQueue(
    Lock gate, MemoryTier memory, KeyTurns turns, StoreBehind behind, int maximumCount, long maximumSize)
{
    private readonly LinkedList<QueuedWrite> _waiting = new();
    private Task _work = Task.CompletedTask;
    private int _count;
    private long _size;
    private bool _isRunning;

    /// <summary>Gets a value indicating whether nothing is taken any more. Needs the tier's lock.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Gets how many wait, or are being written. Needs the tier's lock.</summary>
    public int Count => _count;

    /// <summary>Gets or sets how long <see cref="CloseAsync"/> waits for what is outstanding.</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the work under way; completed when there is none.</summary>
    public Task Work
    {
        get
        {
            lock (gate)
            {
                return _work;
            }
        }
    }

    /// <summary>Takes a write; false when there is no room. Needs the tier's lock.</summary>
    public bool TryAdd(QueuedWrite write)
    {
        if (IsClosed || _count >= maximumCount || (_count > 0 && _size + write.Body.Length > maximumSize))
        {
            return false;
        }

        _count++;
        _size += write.Body.Length;
        write.Place = _waiting.AddLast(write);
        write.Known.Writes.Add(write);
        if (!_isRunning)
        {
            _isRunning = true;

            // Neither the caller's scope nor its activity is the writer's.
            using (ExecutionContext.SuppressFlow())
            {
                _work = RunAsync();
            }
        }

        return true;
    }

    /// <summary>Cancels the waiting writes of a key that match, and returns their heads. Needs the tier's lock.</summary>
    public List<StoredResponse> Cancel(KnownKey? known, Func<StoredResponse, bool> isMeant)
    {
        if (known is null || known.Writes.Count == 0)
        {
            return [];
        }

        var cancelled = known.Writes.FindAll(write => write.IsWaiting && isMeant(write.Head));
        cancelled.ForEach(Cancel);

        return cancelled.ConvertAll(static write => write.Head);
    }

    /// <summary>Cancels every waiting write. Needs the tier's lock.</summary>
    /// <returns>How many there were.</returns>
    public int CancelAll()
    {
        var count = _waiting.Count;
        while (_waiting.First is { Value: var write })
        {
            Cancel(write);
        }

        return count;
    }

    /// <summary>Takes nothing from now on, and lets what is outstanding be written; what takes longer than the limit is dropped.</summary>
    /// <returns>How many were dropped.</returns>
    public async ValueTask<int> CloseAsync()
    {
        Task work;
        lock (gate)
        {
            IsClosed = true;
            work = _work;
        }

        await work.WaitAsync(DrainLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            return CancelAll();
        }
    }

    private void Cancel(QueuedWrite write)
    {
        _waiting.Remove(write.Place!);
        write.Place = null;
        End(write);
    }

    private void End(QueuedWrite write)
    {
        _count--;
        _size -= write.Body.Length;
        memory.Settle(write);
        write.End();
    }

    private async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (TakeNext() is var (write, turn))
        {
            await turn.Before.ConfigureAwait(false);
            var writing = behind.WriteOrOutdateAsync(write.Head, write.Body.Bytes);

            // What even the report of a failure throws, such as a logger that is gone, must not end the queue.
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Ended(write, turn, writing.IsCompletedSuccessfully && await writing.ConfigureAwait(false));
        }
    }

    // From here on the head is fixed, and what changes the response lines up behind.
    private (QueuedWrite Write, Turn Turn)? TakeNext()
    {
        lock (gate)
        {
            if (_waiting.First is not { Value: var write })
            {
                _isRunning = false;
                return null;
            }

            _waiting.RemoveFirst();
            write.Place = null;

            return (write, turns.Enter(write.Known.Key, isWrite: true));
        }
    }

    private void Ended(QueuedWrite write, Turn turn, bool isWritten)
    {
        lock (gate)
        {
            End(write);
            var known = write.Known;

            // Without the store behind, the memory goes on alone.
            if (!isWritten && memory.Find(known.Key) == known && known.HeadOf(write.Head.BodyId)?.AttachedBody is KeptBody body)
            {
                body.IsAlone = true;
            }

            turns.Leave(turn);
        }
    }
}
