using System.Net;
using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>A stored body as a response's content; can be read any number of times. Owns the body.</summary>
internal sealed class StoredContent(StoredBody body) : HttpContent
{
    // Large enough to keep the number of reads low, small enough for the pool.
    private const int CopyBufferSize = 64 * 1024;

    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new StoredBodyStream(body);

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new StoredBodyStream(body));

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var source = new StoredBodyStream(body);
        source.CopyTo(stream, CopyBufferSize);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var source = new StoredBodyStream(body);
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(stream, CopyBufferSize, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
