using System.Runtime.InteropServices;
using CachingHandler.Storage;

namespace CachingHandler.Concurrency;

/// <summary>Knows what is asked of the origin at the moment, so that one request does for all who ask the same (RFC 9111 §4).</summary>
/// <remarks>
/// Belongs to a store: handlers come and go while it stays, and two of them over one store are not to ask twice. Safe for
/// concurrent use.
/// </remarks>
internal sealed class FetchesUnderWay : IDisposable, IAsyncDisposable
{
    // Bounds the memory; to forget one costs a wait at most.
    private const int MaximumOwnWays = 1024;

    // By default twice as long as a body is drained.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly Dictionary<HttpCacheKey, FetchUnderWay> _first = [];
    private readonly HashSet<HttpCacheKey> _ownWays = [];
    private readonly HashSet<Task> _work = [];
    private int _ended;

    /// <summary>Gets the lock of all that is under way.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Gets a number that changes whenever a fetch ends: what was looked up before may be there by now.</summary>
    public int Moment => Volatile.Read(ref _ended);

    /// <summary>Gets the number of keys for which something is under way.</summary>
    public int Count
    {
        get
        {
            lock (Gate)
            {
                return _first.Count;
            }
        }
    }

    /// <summary>Gets the end of the work that nobody waits for, and of what it leads to; completed when there is none.</summary>
    public Task Work => EndOfWorkAsync();

    /// <summary>Begins to wait for a fetch of the same key, or adds one.</summary>
    /// <typeparam name="T">Who asks.</typeparam>
    /// <param name="own">The fetch to add where there is none to wait for.</param>
    /// <param name="asking">Who asks; null when it does not want to wait.</param>
    /// <param name="failed">The fetch that it has waited for before, and that failed; null for none.</param>
    /// <param name="mayAnswer">Tells whether a fetch may answer it.</param>
    /// <returns>The fetch to wait for, with the wait begun; null when the own was added.</returns>
    public FetchUnderWay? WaitOrAdd<T>(
        FetchUnderWay own, T? asking, FetchUnderWay? failed, Func<T, FetchUnderWay, bool> mayAnswer)
        where T : class
    {
        lock (Gate)
        {
            // It may be over by the time that the last of many looks.
            if (asking is not null && failed?.Successor is { } successor && mayAnswer(asking, successor))
            {
                successor.BeginWait();
                return successor;
            }

            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, own.Key, out _);
            if (asking is not null && !_ownWays.Contains(own.Key))
            {
                for (var other = first; other is not null; other = other.Next)
                {
                    if (other.CanBeJoined && other.Outcome is FetchOutcome.UnderWay or FetchOutcome.Joinable && mayAnswer(asking, other))
                    {
                        other.BeginWait();
                        return other;
                    }
                }
            }

            own.Next = first;
            first = own;
            failed?.Successor ??= own;

            return null;
        }
    }

    /// <summary>Sees to it that nothing under way for a key is stored, or joined from now on.</summary>
    public void Outdate(HttpCacheKey key)
    {
        lock (Gate)
        {
            OutdateLocked(key);
        }
    }

    /// <summary>Does the same for all keys that a predicate chooses, which is called under the lock.</summary>
    public void Outdate(Func<HttpCacheKey, bool> isMeant)
    {
        lock (Gate)
        {
            foreach (var key in _first.Keys.Where(isMeant).ToList())
            {
                OutdateLocked(key);
            }
        }
    }

    /// <summary>Removes a fetch, if it is there; the caller holds the lock.</summary>
    public void Remove(FetchUnderWay fetch)
    {
        if (!_first.Remove(fetch.Key, out var first))
        {
            return;
        }

        Volatile.Write(ref _ended, _ended + 1);
        if (first == fetch)
        {
            first = fetch.Next;
        }
        else
        {
            var before = first;
            while (before is not null && before.Next != fetch)
            {
                before = before.Next;
            }

            before?.Next = fetch.Next;
        }

        if (first is not null)
        {
            _first.Add(fetch.Key, first);
        }
    }

    /// <summary>Remembers whether a key is one whose answers are each their own request's, for which nobody is to wait; the caller holds the lock.</summary>
    public void Learn(FetchUnderWay fetch, FetchOutcome outcome)
    {
        if (outcome == FetchOutcome.OwnWay && fetch.CanBeJoined)
        {
            if (_ownWays.Count == MaximumOwnWays)
            {
                _ownWays.Clear();
            }

            _ownWays.Add(fetch.Key);
        }
        else if (outcome is FetchOutcome.Joinable or FetchOutcome.Stored && _ownWays.Count > 0)
        {
            _ownWays.Remove(fetch.Key);
        }
    }

    /// <summary>Takes note of work that nobody waits for.</summary>
    public void Track(Task work)
    {
        lock (Gate)
        {
            _work.Add(work);
        }

        _ = ForgetAsync(work);
    }

    /// <summary>Waits for the work that nobody else waits for; what takes longer than two seconds is left behind.</summary>
    public async ValueTask DisposeAsync() =>
        await Work.WaitAsync(DrainLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Synchronously.Wait(DisposeAsync());

    private void OutdateLocked(HttpCacheKey key)
    {
        if (_first.Remove(key, out var fetch))
        {
            for (; fetch is not null; fetch = fetch.Next)
            {
                fetch.Outdate();
            }

            _ended++;
        }
    }

    private async Task EndOfWorkAsync()
    {
        while (true)
        {
            Task[] work;
            lock (Gate)
            {
                work = [.. _work];
            }

            if (work.Length == 0)
            {
                return;
            }

            // Each removes itself, which may come a moment after its end.
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        }
    }

    private async Task ForgetAsync(Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (Gate)
        {
            _work.Remove(work);
        }
    }
}
