using System.Net;
using CachingHandler.Concurrency;

namespace CachingHandler.Body;

/// <summary>A request's content that has been read in part: what was read, and then the rest.</summary>
/// <param name="content">The content; where it is sent once more, that is up to the content.</param>
/// <param name="probe">Holds what was read of it.</param>
internal sealed class ResumedContent(HttpContent content, ContentProbe probe) : HttpContent
{
    private int _isTaken;

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Synchronously.Wait(new ValueTask(SerializeToStreamAsync(stream, context, cancellationToken)));

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _isTaken, 1) == 0
            ? probe.ResumeAsync(stream, cancellationToken)
            : content.CopyToAsync(stream, context, cancellationToken);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;

        return false;
    }
}
