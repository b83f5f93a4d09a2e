using System.Buffers;
using System.Net;

namespace CachingHandler.Benchmarks;

/// <summary>The least a hit from disk can be: open a file, read its bytes at once, close it, build the same response by hand.</summary>
/// <remarks>
/// What is large is read into memory of the pool, and copied from there as the caller reads. A new array of that size would be
/// a floor that is easy to undercut, for the collector pays for it.
/// </remarks>
internal sealed class FileFloor : HttpMessageHandler
{
    private const int PooledFrom = 64 * 1024;

    private readonly Origin _origin;
    private readonly Dictionary<string, string> _paths;

    public FileFloor(Origin origin, Uri uri, string directory)
    {
        var path = Path.Combine(directory, "floor");
        File.WriteAllBytes(path, origin.Body.Span);
        _origin = origin;
        _paths = new(StringComparer.Ordinal) { [uri.AbsoluteUri] = path };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var length = _origin.Body.Length;
        var bytes = length < PooledFrom ? new byte[length] : ArrayPool<byte>.Shared.Rent(length);
        using (var file = File.OpenHandle(_paths[request.RequestUri!.AbsoluteUri]))
        {
            RandomAccess.Read(file, bytes.AsSpan(0, length), 0);
        }

        return Task.FromResult(DictionaryFloor.Build(
            _origin, length < PooledFrom ? new ReadOnlyMemoryContent(bytes) : new PooledContent(bytes, length), request));
    }

    private sealed class PooledContent(byte[] bytes, int length) : HttpContent
    {
        protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
            new MemoryStream(bytes, 0, length, writable: false);

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(CreateContentReadStream(default));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(bytes, 0, length);

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            base.Dispose(disposing);
        }
    }
}
