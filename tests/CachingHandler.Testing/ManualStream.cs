using System.Text;
using System.Threading.Channels;

namespace CachingHandler.Testing;

/// <summary>A body that arrives as the test sends it.</summary>
/// <remarks>A synchronous read waits on its thread.</remarks>
public sealed class ManualStream : Stream
{
    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Gets the moment when it is disposed.</summary>
    public Task Disposed => _disposed.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends more.</summary>
    public ManualStream Send(byte[] bytes)
    {
        _parts.Writer.TryWrite(bytes);

        return this;
    }

    /// <inheritdoc cref="Send(byte[])"/>
    public ManualStream Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>Ends it cleanly, or breaks it off.</summary>
    public void End(Exception? exception = null) => _parts.Writer.Complete(exception);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var copy = new byte[buffer.Length];
        var count = ReadAsync(copy).AsTask().GetAwaiter().GetResult();
        copy.AsSpan(0, count).CopyTo(buffer);

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.IsEmpty && !buffer.IsEmpty && await _parts.Reader.WaitToReadAsync(cancellationToken)
            && _parts.Reader.TryRead(out var part))
        {
            _rest = part;
        }

        var count = Math.Min(_rest.Length, buffer.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _disposed.TrySetResult();
        _parts.Writer.TryComplete(new ObjectDisposedException(nameof(ManualStream)));
        base.Dispose(disposing);
    }
}
