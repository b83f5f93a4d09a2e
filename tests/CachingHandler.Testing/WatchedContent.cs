using System.Net;
using System.Text;

namespace CachingHandler.Testing;

/// <summary>A content that tells whether it has been disposed.</summary>
public sealed class WatchedContent(string body = "") : HttpContent
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(body);

    public bool IsDisposed { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(_bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;

        return true;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
