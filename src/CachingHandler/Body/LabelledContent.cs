using System.Net;
using CachingHandler.Http;

namespace CachingHandler.Body;

/// <summary>The origin's content as it is, and with it the word of what the cache did.</summary>
/// <remarks>
/// A response is not the cache's to add a property to. A weak table from response to result costs half a microsecond a
/// response and a handle that every garbage collection looks at; content that passes everything on costs a quarter of it.
/// </remarks>
internal class LabelledContent : HttpContent
{
    public LabelledContent(HttpContent origin, HttpCacheResult result)
    {
        Origin = origin;
        Result = result;
        foreach (var (name, values) in origin.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    /// <summary>Gets the result of the request that this content answers.</summary>
    public HttpCacheResult Result { get; }

    /// <summary>Gets the origin's content; disposed with this.</summary>
    protected HttpContent Origin { get; }

    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) =>
        Origin.ReadAsStream(cancellationToken);

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => Origin.ReadAsStreamAsync();

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Origin.ReadAsStreamAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Origin.CopyTo(stream, context, cancellationToken);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        Origin.CopyToAsync(stream, context);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Origin.CopyToAsync(stream, context, cancellationToken);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        var known = DeclaredLength.Of(Origin);
        length = known ?? 0;

        return known is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Origin.Dispose();
        }

        base.Dispose(disposing);
    }
}
