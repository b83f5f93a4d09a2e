using System.Text;

namespace CachingHandler.Testing;

/// <summary>A body as a network delivers it: in parts, each when its turn has come, and an end or an error.</summary>
/// <param name="parts">The parts; each is awaited, so that a test can hold one back or let it fail.</param>
public sealed class ScriptedStream(params Task<byte[]>[] parts) : Stream
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _rest;
    private int _next;

    public bool IsDisposed => Disposed.IsCompleted;

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

    /// <summary>Delivers the parts and ends cleanly.</summary>
    public static ScriptedStream Of(params string[] parts) => new([.. parts.Select(Part)]);

    /// <summary>Delivers the parts and then throws.</summary>
    public static ScriptedStream Failing(Exception exception, params string[] parts) =>
        new([.. parts.Select(Part), Task.FromException<byte[]>(exception)]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!buffer.IsEmpty && _rest.IsEmpty && _next < parts.Length)
        {
            _rest = parts[_next++].GetAwaiter().GetResult();
        }

        var count = Math.Min(_rest.Length, buffer.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!buffer.IsEmpty && _rest.IsEmpty && _next < parts.Length)
        {
            await Task.WhenAny(parts[_next], Task.Delay(Timeout.Infinite, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Read(buffer.Span);
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
        base.Dispose(disposing);
    }

    private static Task<byte[]> Part(string text) => Task.FromResult(Encoding.UTF8.GetBytes(text));
}
