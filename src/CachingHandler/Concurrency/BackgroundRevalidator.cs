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
    private readonly HashSet<Variant> _leftAlone = [];
    private readonly Queue<(Variant Variant, TimeProvider Clock, long Since)> _pauses = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private TaskCompletionSource _work = new();
    private int _running;
    private bool _isClosed;

    public BackgroundRevalidator()
    {
        // Of use when the source is disposed, which is all that a refresh that starts too late finds.
        _closed = _closing.Token;
        _work.SetResult();
    }

    /// <summary>Gets or sets how long <see cref="DisposeAsync"/> waits before it cancels.</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the work under way; completed when there is none.</summary>
    public Task Work
    {
        get
        {
            lock (_gate)
            {
                return _work.Task;
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
        lock (_gate)
        {
            EndPauses();
            if (_isClosed || _leftAlone.Contains(variant))
            {
                return true;
            }

            if (_running == MaximumAtOnce)
            {
                return false;
            }

            Began(variant);
        }

        var refresh = prepare();

        // Neither the caller's scope nor its activity, nor whatever else flows with the caller, is the refresh's.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => RunAsync(variant, refresh, timeProvider), CancellationToken.None);
        }

        return true;
    }

    /// <summary>Starts nothing from now on, and waits for what is under way; what takes longer than the limit is cancelled.</summary>
    /// <remarks>Does nothing the second time.</remarks>
    public async ValueTask DisposeAsync()
    {
        Task work;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            work = _work.Task;
        }

        await work.WaitAsync(DrainLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
        {
            await _closing.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await work.WaitAsync(EndLimit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _closing.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Synchronously.Wait(DisposeAsync());

    private async Task RunAsync(Variant variant, IBackgroundRefresh refresh, TimeProvider timeProvider)
    {
        // What even the report of a failure throws, such as a logger that is gone, ends here.
        await GuardAsync(refresh, timeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            Ended(variant, timeProvider);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Handlers below may throw anything, and nobody waits for it; this is where it ends.")]
    private async Task GuardAsync(IBackgroundRefresh refresh, TimeProvider timeProvider)
    {
        using var limit = new CancellationTokenSource(TimeLimit, timeProvider);
        using var closing = _closed.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
        try
        {
            await refresh.RunAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            refresh.Failed(exception);
        }
    }

    private void Began(Variant variant)
    {
        _leftAlone.Add(variant);
        if (_running++ == 0)
        {
            _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Ended(Variant variant, TimeProvider timeProvider)
    {
        _pauses.Enqueue((variant, timeProvider, timeProvider.GetTimestamp()));
        if (--_running == 0)
        {
            _work.SetResult();
        }
    }

    private void EndPauses()
    {
        while (_pauses.TryPeek(out var oldest)
            && (_pauses.Count > MaximumPauses || oldest.Clock.GetElapsedTime(oldest.Since) >= Pause))
        {
            _leftAlone.Remove(_pauses.Dequeue().Variant);
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
}
