using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CachingHandler.Concurrency;

namespace CachingHandler.Body;

/// <content>What becomes of a body that nobody reads any longer.</content>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The last reader to leave closes it.")]
internal sealed partial class BodyFill
{
    private readonly CancellationTokenSource _closing = new();
    private bool _isDraining;
    private bool _isClosing;
    private bool _isClosed;
    private bool _isFilled;
    private TaskCompletionSource? _aborted;

    // Under the lock. Whether the body is received for its own sake, if nobody reads it. The rest of one that broke off is not
    // asked for by nobody.
    private bool IsWanted => owner is not null && _origin is not null && !_hasEnded && _failure is null && staging is { IsOpen: true, IsStaging: true };

    // Who leaves may be the last, in the middle of anything: whoever is done looks whether anybody is left.
    private void LookAfterDeserted()
    {
        Action act;
        lock (_gate)
        {
            if (_readers.Count + _holds > 0 || _isClosed || (_isDraining && !_isClosing))
            {
                return;
            }

            if (!_isClosing && IsWanted && drainLimit.Allows(DeclaredLength - _length))
            {
                _isDraining = true;
                act = BeginDrain;
            }
            else
            {
                _isClosing = true;
                _isClosed = !_isPulling;
                _aborted ??= _isClosed ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);
                act = _isClosed ? Close : Abort;
            }
        }

        act();
    }

    private void Close() => Track(CloseAsync());

    private void BeginDrain() => Track(Detached.Run(DrainAsync));

    // The pull under way looks after the rest when it has ended.
    private void Abort()
    {
        Track(_aborted!.Task);
        _closing.Cancel();
    }

    private async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(drainLimit.Time, timeProvider);
        using var registration = limit.Token.UnsafeRegister(static fill => ((BodyFill)fill!).EndDrain(), this);
        var end = _length + drainLimit.Size;
        while (NextOfDrain(end, out var changed))
        {
            await (changed ?? PullAsync()).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _isDraining = false;
            _isClosing |= _readers.Count + _holds == 0;
        }

        LookAfterDeserted();
    }

    private bool NextOfDrain(long end, out Task? changed)
    {
        lock (_gate)
        {
            changed = null;
            var isWanted = _readers.Count + _holds == 0 && !_isClosing && IsWanted && _length <= end;
            if (isWanted && _isPulling)
            {
                changed = (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            else if (isWanted)
            {
                BeginPull();
            }

            return isWanted;
        }
    }

    private void EndDrain()
    {
        lock (_gate)
        {
            if (_readers.Count + _holds > 0 || !_isDraining)
            {
                return;
            }

            _isClosing = true;
        }

        _closing.Cancel();
    }

    private async Task CloseAsync()
    {
        try
        {
            // What is complete by the length that was declared needs no end.
            await StageAsync().ConfigureAwait(false);
            await staging.EndAsync().ConfigureAwait(false);
            staging.Dispose();
            _origin?.Dispose();
        }
        finally
        {
            ReturnChunk();
            if (!_isFilled)
            {
                owner?.Filled();
            }

            owner?.Closed();
            _aborted?.TrySetResult();
        }
    }

    private void ReturnChunk()
    {
        lock (_gate)
        {
            if (_chunk.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_chunk);
                (_chunk, _chunkLength) = ([], 0);
            }
        }
    }

    // Under the lock. Nobody reads back what everybody has read.
    private void ReleaseStaging()
    {
        if (!staging.IsStaging && !staging.IsOpen && !_isPulling && _holds == 0
            && !_readers.Exists(IsBehind))
        {
            staging.Dispose();
        }
    }

    private void Track(Task work)
    {
        if (!work.IsCompletedSuccessfully)
        {
            owner?.Track(work);
        }
    }
}
