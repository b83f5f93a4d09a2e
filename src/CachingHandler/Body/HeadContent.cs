using System.Net;

namespace CachingHandler.Body;

/// <summary>The content of an answer to HEAD: none, and of its length only what the fields say (RFC 9110 §9.3.2).</summary>
/// <remarks>Content that knows itself to be empty would tell the caller that a GET has no body.</remarks>
internal sealed class HeadContent : HttpContent
{
    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => Stream.Null;

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(Stream.Null);

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;

        return false;
    }
}
