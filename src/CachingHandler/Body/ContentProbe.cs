using System.Buffers;

namespace CachingHandler.Body;

/// <summary>Reads a request's content up to a limit; beyond it, the content waits until it can go on to where it is sent.</summary>
/// <param name="content">The content, which may be of the kind that can be read once.</param>
/// <param name="limit">How much is read, in bytes.</param>
/// <remarks>
/// Content of unknown length tells its length only by being read, and what was read of it may not be readable again. So
/// nothing is lost: a write beyond the limit does not end before somebody takes what is held. A write that is synchronous
/// cannot wait on the thread that would do the sending; it is held, however long.
/// </remarks>
internal sealed class ContentProbe(HttpContent content, int limit) : Stream
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _exceeded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private ArrayBufferWriter<byte> _held = new();
    private Stream? _target;
    private volatile bool _isSent;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the content.</summary>
    /// <returns>All of it; null when it is longer than the limit, and waits.</returns>
    public async ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(CancellationToken cancellationToken)
    {
        _reading = content.CopyToAsync(this, cancellationToken);
        await Task.WhenAny(_reading, _exceeded.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_exceeded.Task.IsCompleted)
        {
            return null;
        }

        await _reading.ConfigureAwait(false);

        return _held.WrittenMemory;
    }

    /// <summary>Writes what is held, and lets the content write the rest.</summary>
    public async Task ResumeAsync(Stream target, CancellationToken cancellationToken)
    {
        _isSent = true;
        while (Release(target) is { IsEmpty: false } bytes)
        {
            await target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        _resumed.TrySetResult();
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the wait of content that nobody sends; does nothing where it was sent, or is still being.</summary>
    /// <remarks>An answer may come before all of the request has been sent.</remarks>
    public void Abandon()
    {
        if (!_isSent)
        {
            _resumed.TrySetCanceled();
            _ = ObserveAsync(_reading);
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!Hold(buffer))
        {
            _target!.Write(buffer);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!Hold(buffer.Span))
        {
            return _target!.WriteAsync(buffer, cancellationToken);
        }

        return _exceeded.Task.IsCompleted ? new(_resumed.Task.WaitAsync(cancellationToken)) : default;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush() => _target?.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _target?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private bool Hold(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_target is not null)
            {
                return false;
            }

            _held.Write(bytes);
            if (_held.WrittenCount > limit)
            {
                _exceeded.TrySetResult();
            }

            return true;
        }
    }

    // Content may go on writing while what it wrote before is being sent; it gets through when nothing is held any more.
    private ReadOnlyMemory<byte> Release(Stream target)
    {
        lock (_gate)
        {
            var bytes = _held.WrittenMemory;
            _held = new();
            _target = bytes.IsEmpty ? target : null;

            return bytes;
        }
    }

    private static async Task ObserveAsync(Task reading) =>
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
