using System.Net;

namespace CachingHandler.Body;

/// <summary>A body on its way as a response's content; like any streamed content it can be read once.</summary>
internal sealed class FillContent : ResultContent
{
    private readonly FillStream _stream;
    private readonly long? _declaredLength;
    private bool _isTaken;

    /// <param name="reader">The caller's place in the body; leaves it with this.</param>
    /// <param name="result">What the cache did.</param>
    /// <param name="declaredLength">The length that the origin declared, in bytes; null when it did not.</param>
    /// <param name="origin">The content whose fields this has, too; null for none.</param>
    public FillContent(FillReader reader, HttpCacheResult result, long? declaredLength, HttpContent? origin = null)
        : base(result)
    {
        _stream = new FillStream(reader);
        _declaredLength = declaredLength;
        if (origin is not null)
        {
            AddFieldsOf(origin);
        }
    }

    /// <inheritdoc/>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => Take();

    /// <inheritdoc/>
    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(Take());

    /// <inheritdoc/>
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var source = Take();
        source.CopyTo(stream, BufferLength);
    }

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var source = Take();
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(stream, BufferLength, cancellationToken).ConfigureAwait(false);
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
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private int BufferLength => (int)Math.Clamp(_declaredLength ?? BodyFill.ChunkLength, 1, BodyFill.ChunkLength);

    private FillStream Take()
    {
        if (_isTaken)
        {
            throw new InvalidOperationException("The content was read already; it comes from the network and can be read once.");
        }

        _isTaken = true;

        return _stream;
    }
}
