using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using CachingHandler.Body;
using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Concurrency;

/// <summary>A request to the origin that is under way, which others may wait for and join (RFC 9111 §4).</summary>
/// <remarks>
/// It goes on when the caller who made it is gone, as long as others wait. Safe for concurrent use; what changes is changed
/// under the lock of <see cref="FetchesUnderWay"/>.
/// </remarks>
/// <param name="fetches">Where it is kept.</param>
/// <param name="key">The key of the request.</param>
/// <param name="leader">Who makes it.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a timer or a handle, there is nothing to dispose.")]
internal sealed class FetchUnderWay(FetchesUnderWay fetches, HttpCacheKey key, IFetchLeader leader) : IFillOwner
{
    private CancellationTokenSource? _ending;
    private TaskCompletionSource? _settled;
    private UseCount? _handlers;
    private bool _isLeaderGone;
    private int _waiters;

    /// <summary>Gets the key of the request.</summary>
    public HttpCacheKey Key => key;

    /// <summary>Gets the request.</summary>
    public ref readonly RequestHead Head => ref leader.Head;

    /// <summary>Gets a value indicating whether others may wait for it.</summary>
    public bool CanBeJoined { get; init; }

    /// <summary>Gets a value indicating whether its caller has waited for another fetch, which failed.</summary>
    public bool IsSecond { get; init; }

    /// <summary>Gets or sets the next fetch of the same key.</summary>
    public FetchUnderWay? Next { get; set; }

    /// <summary>Gets or sets the fetch that the others wait for where this has failed; changed under the lock.</summary>
    public FetchUnderWay? Successor { get; set; }

    /// <summary>Gets what it has come to.</summary>
    public FetchOutcome Outcome { get; private set; }

    /// <summary>Gets the body; null while it has not begun, and where none is stored.</summary>
    public BodyFill? Fill { get; private set; }

    /// <summary>Gets what the transport threw; null unless it has failed.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Gets a value indicating whether the resource has changed since it was asked for.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>Returns the token that ends the fetch when nobody is left who wants it.</summary>
    /// <param name="callers">The token of the caller who makes it.</param>
    public CancellationToken TokenFor(CancellationToken callers) =>
        callers.CanBeCanceled ? (_ending = new()).Token : CancellationToken.None;

    /// <summary>Keeps the handlers in use that the fetch goes through, until it has ended.</summary>
    public void Use(UseCount handlers) => _handlers = handlers.TryBegin() ? handlers : null;

    /// <summary>Waits for the header; to be followed by <see cref="EndWait"/>, whatever comes of it.</summary>
    /// <returns>What the fetch has come to; under way when that took longer than the limit.</returns>
    /// <exception cref="OperationCanceledException">The caller has been cancelled.</exception>
    public async Task<FetchOutcome> WaitAsync(TimeSpan limit, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Task settled;
        lock (fetches.Gate)
        {
            if (Outcome != FetchOutcome.UnderWay)
            {
                return Outcome;
            }

            settled = (_settled ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await settled.WaitAsync(limit, timeProvider, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        // At the very moment when the limit is met, it may be about to be settled.
        lock (fetches.Gate)
        {
            return Outcome;
        }
    }

    /// <summary>Begins a wait; the caller holds the lock.</summary>
    public void BeginWait()
    {
        if (_waiters++ == 0 && Outcome == FetchOutcome.Joinable)
        {
            Fill!.Hold();
        }
    }

    /// <summary>Ends a wait; when nobody is left who wants it, the fetch is cancelled.</summary>
    public void EndWait()
    {
        BodyFill? held;
        bool isAbandoned;
        lock (fetches.Gate)
        {
            _waiters--;
            held = _waiters == 0 && Outcome == FetchOutcome.Joinable ? Fill : null;
            isAbandoned = TryAbandon();
        }

        held?.EndHold();
        CancelIf(isAbandoned);
    }

    /// <summary>Notes that the caller who made it is gone.</summary>
    public void LeaderLeaves()
    {
        bool isAbandoned;
        lock (fetches.Gate)
        {
            _isLeaderGone = true;
            isAbandoned = TryAbandon();
        }

        CancelIf(isAbandoned);
    }

    /// <summary>Tells those who wait what it has come to; does nothing the second time.</summary>
    public void Settle(FetchOutcome outcome, BodyFill? fill = null, Exception? failure = null)
    {
        TaskCompletionSource? settled;
        lock (fetches.Gate)
        {
            if (Outcome != FetchOutcome.UnderWay)
            {
                return;
            }

            if (IsOutdated)
            {
                fill?.Outdate();
                outcome = outcome == FetchOutcome.Joinable ? FetchOutcome.OwnWay : outcome;
            }
            else
            {
                fetches.Learn(this, outcome);
            }

            Outcome = outcome;
            Fill = fill;
            Failure = failure is null ? null : ExceptionDispatchInfo.Capture(failure);
            if (fill is null)
            {
                fetches.Remove(this);
            }
            else if (outcome == FetchOutcome.Joinable && _waiters > 0)
            {
                fill.Hold();
            }

            settled = _settled;
        }

        settled?.TrySetResult();
    }

    /// <summary>Sees to it that the answer is not stored, nor joined by those who ask from now on; the caller holds the lock.</summary>
    public void Outdate()
    {
        IsOutdated = true;
        Fill?.Outdate();
    }

    /// <inheritdoc/>
    public Task<Continuation?> ContinueAsync(long position, CancellationToken cancellationToken) =>
        leader.ContinueAsync(Fill!.Head, position, cancellationToken);

    /// <inheritdoc/>
    public void Filled()
    {
        lock (fetches.Gate)
        {
            fetches.Remove(this);
        }
    }

    /// <inheritdoc/>
    public void Closed() => Interlocked.Exchange(ref _handlers, null)?.End();

    /// <inheritdoc/>
    public void Track(Task work) => fetches.Track(work);

    // Under the lock.
    private bool TryAbandon()
    {
        if (Outcome != FetchOutcome.UnderWay || !_isLeaderGone || _waiters > 0)
        {
            return false;
        }

        fetches.Remove(this);

        return true;
    }

    private void CancelIf(bool isAbandoned)
    {
        if (isAbandoned)
        {
            _ending?.Cancel();
        }
    }
}
