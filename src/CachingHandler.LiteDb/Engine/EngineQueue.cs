using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace CachingHandler.Storage;

/// <summary>The one thread on which everything is done that touches LiteDB, and the calls that wait for it.</summary>
/// <param name="session">The database.</param>
/// <remarks>
/// Safe for concurrent use. The thread opens the database when it starts, so that no caller has to. Calls that wait together
/// share a transaction. When too many wait, those are turned away that can be done without.
/// </remarks>
internal sealed class EngineQueue(StoreSession session)
{
    private const int MostWaiting = 1024;
    private const int MostTogether = 64;
    private const int IdleAfter = 1000; // milliseconds

    // How long the thread may take to work off what is left. What it does not get to is not stored.
    private static readonly TimeSpan WorkOffWithin = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<EngineCall> _calls = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private long _busySince;
    private long _endsAt = long.MaxValue;

    /// <summary>Gets how long a call may take before its caller goes on without, and the thread counts as stuck.</summary>
    /// <value>A file that is damaged in the right way can keep LiteDB busy for ever.</value>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how long the end of the thread is waited for, once it has been stopped.</summary>
    public static TimeSpan EndsWithin { get; } = WorkOffWithin + TimeSpan.FromSeconds(5);

    /// <summary>Gets the end of the thread.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Gets a value indicating whether the thread is at one thing for so long that it will hardly come back.</summary>
    public bool IsStuck => Volatile.Read(ref _busySince) is not 0 and var since && TimeProvider.System.GetElapsedTime(since) > Patience;

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = nameof(LiteDbHttpCacheStore) };
        _thread.Start();
    }

    /// <summary>Puts a call at the end of the queue.</summary>
    /// <returns>False when it was turned away.</returns>
    public bool TryAdd(EngineCall call)
    {
        if (call.MayBeDropped && (_calls.Count >= MostWaiting || IsStuck))
        {
            return false;
        }

        try
        {
            _calls.Add(call);

            return true;
        }
        catch (InvalidOperationException)
        {
            // The queue has been stopped.
            return false;
        }
    }

    /// <summary>Lets the thread work off what waits, close the database, and end.</summary>
    public void Stop()
    {
        Volatile.Write(ref _endsAt, TimeProvider.System.GetTimestamp());
        _calls.CompleteAdding();
    }

    /// <summary>Waits for the end of the thread, but not for ever.</summary>
    public void Join() => _thread?.Join(EndsWithin);

    private void Run()
    {
        Work(session.Open);
        var group = new List<EngineCall>(MostTogether);
        var wait = IdleAfter;
        while (!_calls.IsCompleted)
        {
            if (_calls.TryTake(out var call, wait))
            {
                Gather(call, group);
                Work(() => RunTogether(group));
                group.Clear();
                wait = IdleAfter;
            }
            else if (!_calls.IsAddingCompleted)
            {
                wait = DoIdleWork() ? 0 : Timeout.Infinite;
            }
        }

        Work(session.Dispose);
        _ended.SetResult();
    }

    // What clears the store is done alone, for the database is another one after it.
    private void Gather(EngineCall call, List<EngineCall> group)
    {
        group.Add(call);
        while (!call.ClearsAll && group.Count < MostTogether && _calls.TryTake(out call!))
        {
            group.Add(call);
        }
    }

    private void Work(Action work)
    {
        Volatile.Write(ref _busySince, TimeProvider.System.GetTimestamp());
        work();
        Volatile.Write(ref _busySince, 0);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A damaged database makes LiteDB throw anything; see StoreSession.")]
    private void RunTogether(List<EngineCall> group)
    {
        try
        {
            session.Open();
            if (session.Entries is not null)
            {
                foreach (var call in group.Where(call => !(call.MayBeDropped && IsOverdue) && call.TryStart()))
                {
                    Run(call);
                }

                session.Commit();
                group.ForEach(static call => call.Complete());
                return;
            }
        }
        catch (Exception exception)
        {
            session.Failed(exception);
        }

        group.ForEach(Miss);
    }

    // Where the database has failed, everything in it is gone, and so is what was to be removed.
    private void Miss(EngineCall call)
    {
        if (!call.MayBeDropped && session.Entries is null)
        {
            session.Outdate();
        }

        call.Miss();
    }

    private bool IsOverdue => _calls.IsAddingCompleted && TimeProvider.System.GetElapsedTime(Volatile.Read(ref _endsAt)) > WorkOffWithin;

    private void Run(EngineCall call)
    {
        if (call.ClearsAll)
        {
            session.Commit();
            session.BeginAnew();
        }
        else
        {
            call.Run(session.Entries!);
            if (session.Entries is { HasChanges: false })
            {
                call.Complete();
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A damaged database makes LiteDB throw anything; see StoreSession.")]
    private bool DoIdleWork()
    {
        var more = false;
        Work(() =>
        {
            try
            {
                more = session.DoIdleWork();
            }
            catch (Exception exception)
            {
                session.Failed(exception);
            }
        });

        return more;
    }
}
