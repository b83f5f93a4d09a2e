using System.Net;

namespace CachingHandler.Body;

/// <summary>The origin's content, staged as it is read; like any streamed content it can be read once.</summary>
internal sealed class FillContent(HttpContent origin, BodyFill fill, HttpCacheResult result, long? declaredLength)
    : LabelledContent(origin, result)
{
    private bool _isTaken;

    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken)
    {
        Take();

        return new FillStream(Origin.ReadAsStream(cancellationToken), fill);
    }

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
    {
        Take();

        return new FillStream(await Origin.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), fill);
    }

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
        length = declaredLength ?? 0;

        return declaredLength is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            fill.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take()
    {
        if (_isTaken)
        {
            throw new InvalidOperationException("The content was read already; it comes from the network and can be read once.");
        }

        _isTaken = true;
    }
}
