using System.Net;
using CachingHandler.Storage;

namespace CachingHandler.Body;

/// <summary>A body of which a part is stored and what is missing is on its way (RFC 9111 §3.4). Owns both.</summary>
/// <param name="stored">The stored part's body.</param>
/// <param name="part">What it holds.</param>
/// <param name="missing">The bytes on their way.</param>
/// <param name="rest">Their content.</param>
internal sealed class AssembledContent(StoredBody stored, StoredPart part, ByteRange missing, HttpContent rest) : HttpContent
{
    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        new AssembledStream(stored, part, missing, rest.ReadAsStream(cancellationToken));

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new AssembledStream(stored, part, missing, await rest.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var source = CreateContentReadStream(cancellationToken);
        source.CopyTo(stream);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var source = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = part.CompleteLength!.Value;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stored.Dispose();
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
