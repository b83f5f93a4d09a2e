using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CachingHandler.Storage;

namespace CachingHandler.Concurrency;

/// <summary>Refreshes stored responses while nobody waits for it (RFC 5861 §3): each once at a time, and only so many at once.</summary>
/// <remarks>
/// Belongs to a store: handlers come and go while it stays, and two of them over one store are not to ask twice. Safe for
/// concurrent use.
/// </remarks>
internal sealed class BackgroundRevalidator : IDisposable, IAsyncDisposable
{
    /// <summary>How many refreshes run at once. Enough for a client of many resources, and no burst for their origins.</summary>
    public const int MaximumAtOnce = 32;

    // Bounds the memory; to forget a pause too early costs a request at most.
    private const int MaximumPauses = 1024;

    /// <summary>How long a refresh may take; as long as HttpClient lets a request take by default.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(100);

    /// <summary>How long a response is left alone after a refresh of it has ended.</summary>
    /// <remarks>
    /// A failing origin is not asked by every request that comes, nor one that has just answered by a request that looked
    /// the response up before. Short beside any window that is given in seconds.
    /// </remarks>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Who heeds the token ends at once; who does not is left behind.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Variant, Running> _running = [];
    private readonly HashSet<Variant> _pausing = [];
    private readonly Queue<(Variant Variant, TimeProvider Clock, long Since)> _pauses = new();
    private bool _isClosed;

    /// <summary>Gets or sets how long <see cref="DisposeAsync"/> waits before it cancels.</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the work under way; completed when there is none.</summary>
    public Task Work
    {
        get
        {
            lock (_gate)
            {
                return Task.WhenAll(_running.Values.Select(static running => running.End.Task));
            }
        }
    }

    /// <summary>Starts a refresh, unless one of the same response is under way or has just ended, or the store is closed.</summary>
    /// <param name="stale">The response to refresh.</param>
    /// <param name="timeProvider">The clock of the refresh.</param>
    /// <param name="prepare">Makes the refresh, on this thread; not called where none is started.</param>
    /// <returns>False when too many run already; the next request for the response tries again.</returns>
    public bool TryStart(StoredResponse stale, TimeProvider timeProvider, Func<IBackgroundRefresh> prepare)
    {
        var variant = Variant.Of(stale);
        Running running;
        lock (_gate)
        {
            EndPauses();
            if (_isClosed || _pausing.Contains(variant) || _running.ContainsKey(variant))
            {
                return true;
            }

            if (_running.Count == MaximumAtOnce)
            {
                return false;
            }

            running = new(timeProvider);
            _running.Add(variant, running);
        }

        var refresh = Prepare(variant, running, prepare);

        _ = Detached.Run(() => RunAsync(variant, running, refresh));

        return true;
    }

    /// <summary>Cancels the refreshes under way for a key, whose answers are outdated before they are there.</summary>
    /// <returns>Their end, or the end of a second's patience with it. Never faults.</returns>
    public Task CancelAsync(HttpCacheKey key) => CancelAsync(key.Equals);

    /// <summary>Does the same for all keys that a predicate chooses, which is called under a lock.</summary>
    public async Task CancelAsync(Func<HttpCacheKey, bool> isMeant)
    {
        var ends = new List<Task>();
        lock (_gate)
        {
            foreach (var (_, running) in _running.Where(one => isMeant(one.Key.Key)))
            {
                ends.Add(running.Limit.CancelAsync());
                ends.Add(running.End.Task);
            }
        }

        await Task.WhenAll(ends).WaitAsync(EndLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Starts nothing from now on, and waits for what is under way; what takes longer than the limit is cancelled.</summary>
    /// <remarks>Does nothing the second time.</remarks>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        await Work.WaitAsync(DrainLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CancelAsync(static _ => true).ConfigureAwait(false);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Synchronously.Wait(DisposeAsync());

    private IBackgroundRefresh Prepare(Variant variant, Running running, Func<IBackgroundRefresh> prepare)
    {
        try
        {
            return prepare();
        }
        catch
        {
            Ended(variant, running);
            throw;
        }
    }

    private async Task RunAsync(Variant variant, Running running, IBackgroundRefresh refresh)
    {
        // What even the report of a failure throws, such as a logger that is gone, ends here.
        await GuardAsync(refresh, running.Limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Ended(variant, running);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Handlers below may throw anything, and nobody waits for it; this is where it ends.")]
    private static async Task GuardAsync(IBackgroundRefresh refresh, CancellationToken cancellationToken)
    {
        try
        {
            await refresh.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            refresh.Failed(exception);
        }
    }

    private void Ended(Variant variant, Running running)
    {
        lock (_gate)
        {
            _running.Remove(variant);
            _pausing.Add(variant);
            _pauses.Enqueue((variant, running.Clock, running.Clock.GetTimestamp()));
        }

        running.Limit.Dispose();
        running.End.SetResult();
    }

    private void EndPauses()
    {
        while (_pauses.TryPeek(out var oldest)
            && (_pauses.Count > MaximumPauses || oldest.Clock.GetElapsedTime(oldest.Since) >= Pause))
        {
            _pausing.Remove(_pauses.Dequeue().Variant);
        }
    }

    // By key and selecting fields and not by body: the refresh may put another body in its place.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Variant(HttpCacheKey Key, string SelectingFields)
    {
        // No field has a line break in it.
        public static Variant Of(StoredResponse response) => new(
            response.Key,
            string.Join('\n', response.SelectingFields.Select(
                static field => field.Value is null ? field.Key : $"{field.Key}:{field.Value}")));
    }

    private sealed class Running(TimeProvider clock)
    {
        public TimeProvider Clock => clock;

        public CancellationTokenSource Limit { get; } = new(TimeLimit, clock);

        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
