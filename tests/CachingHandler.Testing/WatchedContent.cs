using System.Net;
using System.Text;

namespace CachingHandler.Testing;

/// <summary>A content that tells whether it has been disposed.</summary>
public sealed class WatchedContent(string body = "") : HttpContent
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(body);

    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDisposed => _disposed.Task.IsCompleted;

    /// <summary>Gets the moment when it is disposed.</summary>
    public Task Disposed => _disposed.Task;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(_bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;

        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _disposed.TrySetResult();
        base.Dispose(disposing);
    }
}
