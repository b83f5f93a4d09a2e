using System.Runtime.CompilerServices;
using CachingHandler.Concurrency;
using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>One body on its way from the origin, for any number of readers, each at its own position.</summary>
/// <remarks>
/// <para>Whoever has read all that has arrived pulls the next chunk; it is staged, and then there for all. Nothing pulls by
/// itself, so a body arrives as quick as its quickest reader takes it. A reader that is slow, or gone, holds up nobody.</para>
/// <para>Where staging has stopped, as of a body that is too large while several read it and the store has failed, only the
/// latest chunk is there to be read, and the readers wait for each other.</para>
/// <para>Safe for concurrent use, by one call at a time of each reader.</para>
/// </remarks>
/// <param name="origin">The origin's content; disposed with this.</param>
/// <param name="head">The head with which the body is stored.</param>
/// <param name="staging">Where the body is staged; disposed with this.</param>
/// <param name="drainLimit">How much is received when nobody reads it any longer.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="owner">The fetch; null when nobody can join it.</param>
internal sealed partial class BodyFill(
    HttpContent origin,
    StoredResponse head,
    BodyStaging staging,
    DrainLimit drainLimit,
    TimeProvider timeProvider,
    IFillOwner? owner)
{
    /// <summary>The number of bytes that are pulled at once, at most; below the large-object threshold.</summary>
    public const int ChunkLength = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly List<FillReader> _readers = new(1);
    private byte[] _chunk = [];
    private int _chunkLength;
    private long _length;
    private bool _isPulling;
    private bool _hasEnded;
    private bool _isJoinable = true;
    private int _holds;
    private TaskCompletionSource? _changed;

    /// <summary>Gets the head with which the body is stored; its length is that which was declared, or zero.</summary>
    public StoredResponse Head => head;

    /// <summary>Gets what becomes of it in the store.</summary>
    public HttpCacheResult Result => staging.Result;

    /// <summary>Gets the length that the origin declared, in bytes; null when it did not.</summary>
    public long? DeclaredLength => staging.DeclaredLength;

    /// <summary>Adds the reader whose request the body answers.</summary>
    public FillReader Lead()
    {
        var reader = new FillReader(this, isLeader: true);
        _readers.Add(reader);

        return reader;
    }

    /// <summary>Adds another reader; null when it would not get all of the body, or the body is stored already.</summary>
    public FillReader? TryJoin()
    {
        lock (_gate)
        {
            // As of when the last chunk had come: while it is committed, it is neither open nor in the store.
            if (_isClosing || _failure is not null || staging.IsOutdated || !_isJoinable)
            {
                return null;
            }

            var reader = new FillReader(this, isLeader: false);
            _readers.Add(reader);

            return reader;
        }
    }

    /// <summary>Keeps the body coming for those who are about to join, until <see cref="EndHold"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds++;
        }
    }

    /// <summary>Ends a <see cref="Hold"/>.</summary>
    public void EndHold()
    {
        lock (_gate)
        {
            _holds--;
        }

        LookAfterDeserted();
    }

    /// <summary>Sees to it that the body is not stored, nor joined from now on: its resource has changed.</summary>
    public void Outdate() => staging.Outdate();

    /// <summary>Reads what comes next for a reader.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="stream">The caller's stream, which is not to be collected meanwhile.</param>
    /// <param name="cancellationToken">Ends the wait, and the reading.</param>
    /// <returns>The number of bytes; zero at the end, and for an empty buffer.</returns>
    /// <exception cref="IOException">The reader has left, or the store failed with what the reader had not read.</exception>
    /// <remarks>What the transport throws reaches the reader as it is. A reader that is cancelled leaves.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(
        FillReader reader, Memory<byte> buffer, FillStream stream, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var step = NextStep(reader, buffer.Span, out var count, out var changed);
                switch (step)
                {
                    case Step.Done:
                        return count;

                    case Step.ReadBack:
                        return ReadBack(reader, buffer.Span);

                    case Step.Fail:
                        Fail(reader);
                        break;

                    case Step.Pull:
                        var pull = WhilePresent(reader, PullAsync());
                        await (pull.IsCompleted || !cancellationToken.CanBeCanceled ? pull : pull.WaitAsync(cancellationToken))
                            .ConfigureAwait(false);
                        break;

                    default:
                        await WaitAsync(reader, step, changed!, cancellationToken).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            Leave(reader, "An earlier read was cancelled, which ended the response.");

            // As the transport's own streams do.
            throw exception as TaskCanceledException ?? new TaskCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            GC.KeepAlive(stream);
        }
    }

    /// <summary>Does the same for a reader that waits on its thread.</summary>
    public int Read(FillReader reader, Span<byte> buffer)
    {
        while (true)
        {
            var step = NextStep(reader, buffer, out var count, out var changed);
            switch (step)
            {
                case Step.Done:
                    return count;

                case Step.ReadBack:
                    return ReadBack(reader, buffer);

                case Step.Fail:
                    Fail(reader);
                    break;

                case Step.Pull:
                    Synchronously.Wait(new ValueTask(WhilePresent(reader, PullAsync())));
                    break;

                default:
                    Synchronously.Wait(new ValueTask(WaitAsync(reader, step, changed!, CancellationToken.None)));
                    break;
            }
        }
    }

    /// <summary>Takes a reader out; when it was the last, what is left is drained or dropped.</summary>
    public void Leave(FillReader reader) => Leave(reader, "The response was disposed.");

    // Programs that give up on a response that has failed do not always dispose it.
    private void Fail(FillReader reader)
    {
        Leave(reader, "The response has failed.");
        reader.Failure!.Throw();
    }

    private void Leave(FillReader reader, string why)
    {
        lock (_gate)
        {
            if (!_readers.Remove(reader))
            {
                return;
            }

            reader.Go(why);
            Changed();
        }

        LookAfterDeserted();
    }

    // Under the lock.
    private void Changed()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
