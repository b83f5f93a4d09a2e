using System.Net;

namespace CachingHandler.Body;

/// <summary>Content that carries the word of what the cache did.</summary>
/// <remarks>
/// A response is not the cache's to add a property to. A weak table from response to result costs half a microsecond a
/// response and a handle that every garbage collection looks at; content that passes everything on costs a quarter of it.
/// </remarks>
internal abstract class ResultContent(HttpCacheResult result) : HttpContent
{
    /// <summary>Gets the result of the request that this content answers.</summary>
    public HttpCacheResult Result { get; } = result;

    /// <inheritdoc/>
    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected sealed override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    /// <inheritdoc/>
    protected abstract override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected abstract override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken);

    /// <summary>Takes over the fields of other content.</summary>
    protected void AddFieldsOf(HttpContent other)
    {
        foreach (var (name, values) in other.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
