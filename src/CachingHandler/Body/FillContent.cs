using System.Net;

namespace CachingHandler.Body;

/// <summary>The origin's content, staged as it is read; like any streamed content it can be read once.</summary>
internal sealed class FillContent : HttpContent
{
    private readonly HttpContent _origin;
    private readonly BodyFill _fill;
    private readonly long? _declaredLength;
    private bool _isTaken;

    public FillContent(HttpContent origin, BodyFill fill, HttpCacheResult result, long? declaredLength)
    {
        Result = result;
        _origin = origin;
        _fill = fill;
        _declaredLength = declaredLength;
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

    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken)
    {
        Take();

        return new FillStream(_origin.ReadAsStream(cancellationToken), _fill);
    }

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
    {
        Take();

        return new FillStream(await _origin.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _fill);
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
        length = _declaredLength ?? 0;

        return _declaredLength is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _fill.Dispose();
            _origin.Dispose();
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
