using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace CachingHandler.Body;

/// <content>What comes from the origin.</content>
internal sealed partial class BodyFill
{
    private HttpContent? _origin = origin;
    private Stream? _source;
    private ExceptionDispatchInfo? _failure;
    private ExceptionDispatchInfo? _breach;
    private long _continuedAt = -1;
    private bool _isUnstaged;

    /// <summary>Stores a body that is declared to be empty, which nobody reads.</summary>
    public async ValueTask ReceiveNothingAsync()
    {
        lock (_gate)
        {
            if (_isPulling || _hasEnded || _isClosing)
            {
                return;
            }

            _isPulling = true;
        }

        await ReceivedAsync(0).ConfigureAwait(false);
        EndPull();
    }

    // Under the lock.
    private void BeginPull()
    {
        _isPulling = true;
        if (_chunk.Length == 0)
        {
            _chunk = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(DeclaredLength ?? ChunkLength, 1, ChunkLength));
        }
    }

    // Ends whether whoever began it still waits or not.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is thrown to whoever reads.")]
    private async Task PullAsync()
    {
        try
        {
            await StageAsync().ConfigureAwait(false);
            if (TryDropChunk())
            {
                var source = _source ??= await OpenAsync().ConfigureAwait(false);
                var count = await source.ReadAsync(_chunk, _closing.Token).ConfigureAwait(false);
                await ReceivedAsync(count).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            if (Failed(exception))
            {
                await staging.EndAsync().ConfigureAwait(false);
            }
        }

        EndPull();
    }

    // Readers have a chunk at once, and it is staged when the next is wanted: the medium is not in the way of what has arrived.
    // The one that decides whether the body is stored is staged before anybody has it.
    private async ValueTask ReceivedAsync(int count)
    {
        var length = _length + count;
        var isLast = count == 0 || length >= DeclaredLength || length > staging.MaximumLength;
        if (isLast)
        {
            await staging.ReceivedAsync(_chunk.AsMemory(0, count), IsShared).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _chunkLength = count;
            _length = length;
            _hasEnded |= count == 0;
            _isUnstaged = !isLast;
        }
    }

    private async ValueTask StageAsync()
    {
        if (_isUnstaged)
        {
            _isUnstaged = false;
            await staging.ReceivedAsync(_chunk.AsMemory(0, _chunkLength), IsShared).ConfigureAwait(false);
        }
    }

    // The chunk's bytes are about to be overwritten; those who have not read them read them back. Where they cannot, because
    // staging has just stopped, the pull is over: whoever began it waits for them.
    private bool TryDropChunk()
    {
        lock (_gate)
        {
            if (staging.Readable < _length && _readers.Exists(IsBehind))
            {
                return false;
            }

            // Who joins now would miss it, unless it is staged.
            _isJoinable &= staging.Readable == _length;
            _chunkLength = 0;

            return true;
        }
    }

    // Who is disposed by another thread waits no longer, as with a transport's stream; the pull goes on for the others.
    private Task WhilePresent(FillReader reader, Task pull)
    {
        if (pull.IsCompleted)
        {
            return pull;
        }

        lock (_gate)
        {
            return reader.WhyGone is null ? Task.WhenAny(pull, reader.Gone) : Task.CompletedTask;
        }
    }

    private bool IsShared
    {
        get
        {
            lock (_gate)
            {
                return _readers.Count + _holds > 1;
            }
        }
    }

    private void EndPull()
    {
        bool isFilled;
        lock (_gate)
        {
            _isPulling = false;
            _isJoinable = staging is { IsOpen: true, IsStaging: true };
            Changed();
            ReleaseStaging();
            isFilled = !_isFilled && (_hasEnded || _failure is not null || !staging.IsOpen || !staging.IsStaging);
            _isFilled |= isFilled;
        }

        if (isFilled)
        {
            owner?.Filled();
        }

        LookAfterDeserted();
    }

    private async Task<Stream> OpenAsync()
    {
        if (_breach is not null && _origin is null)
        {
            return await ContinueAsync().ConfigureAwait(false);
        }

        return await _origin!.ReadAsStreamAsync(_closing.Token).ConfigureAwait(false);
    }

    // What the origin does not continue has failed as it failed before.
    private async Task<Stream> ContinueAsync()
    {
        var position = _continuedAt;
        if (await owner!.ContinueAsync(position, _closing.Token).ConfigureAwait(false) is not { } continuation)
        {
            _breach!.Throw();
            throw new InvalidOperationException();
        }

        _origin = continuation.Content;
        var source = await _origin.ReadAsStreamAsync(_closing.Token).ConfigureAwait(false);
        for (var known = continuation.Known; known > 0;)
        {
            var count = await source.ReadAsync(_chunk.AsMemory(0, (int)Math.Min(known, _chunk.Length)), _closing.Token).ConfigureAwait(false);
            if (count == 0)
            {
                _breach!.Throw();
            }

            known -= count;
        }

        return source;
    }

    // A failure is that of the request which it answers. Those who have joined are continued by another, as long as each
    // brings them further. Returns whether it has failed for all.
    private bool Failed(Exception exception)
    {
        HttpContent? broken = null;
        bool isFinal;
        lock (_gate)
        {
            var failure = ExceptionDispatchInfo.Capture(exception);
            isFinal = _isClosing || owner is null || _length <= _continuedAt || !staging.IsOpen || !staging.IsStaging
                || !_readers.Exists(static reader => !reader.IsLeader);
            if (isFinal)
            {
                _failure = _breach is null || _length > _continuedAt ? failure : _breach;
            }
            else
            {
                _breach = failure;
                _continuedAt = _length;
                (broken, _origin, _source) = (_origin, null, null);
                foreach (var leader in _readers.FindAll(static reader => reader.IsLeader && reader.Failure is null))
                {
                    (leader.Failure, leader.FailsAt) = (failure, _length);
                }
            }
        }

        broken?.Dispose();

        return isFinal;
    }
}
