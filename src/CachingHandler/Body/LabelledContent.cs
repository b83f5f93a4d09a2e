using System.Net;
using CachingHandler.Http;

namespace CachingHandler.Body;

/// <summary>The origin's content as it is, and with it the word of what the cache did.</summary>
internal sealed class LabelledContent : ResultContent
{
    private readonly HttpContent _origin;

    /// <param name="origin">The origin's content; disposed with this.</param>
    /// <param name="result">What the cache did.</param>
    public LabelledContent(HttpContent origin, HttpCacheResult result)
        : base(result)
    {
        _origin = origin;
        AddFieldsOf(origin);
    }

    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        _origin.ReadAsStream(cancellationToken);

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        _origin.ReadAsStreamAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _origin.CopyTo(stream, context, cancellationToken);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _origin.CopyToAsync(stream, context, cancellationToken);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        var known = DeclaredLength.Of(_origin);
        length = known ?? 0;

        return known is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _origin.Dispose();
        }

        base.Dispose(disposing);
    }
}
