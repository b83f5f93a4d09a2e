using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>A store that gives up whenever its caller has, as one over a network would.</summary>
public sealed class ObedientStore : HttpCacheStore
{
    private readonly MemoryHttpCacheStore _inner = new();

    public override ReadOnlyMemory<byte> Secret => _inner.Secret;

    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(
        HttpCacheKey key, CancellationToken cancellationToken) =>
        Obey(cancellationToken)._inner.FindAsync(key, cancellationToken);

    public override ValueTask<StoredBody?> OpenBodyAsync(
        StoredResponse response, CancellationToken cancellationToken) =>
        Obey(cancellationToken)._inner.OpenBodyAsync(response, cancellationToken);

    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken) =>
        Obey(cancellationToken)._inner.BeginWriteAsync(head, declaredLength, cancellationToken);

    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken) =>
        Obey(cancellationToken)._inner.TryUpdateHeadAsync(current, updated, cancellationToken);

    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        Obey(cancellationToken)._inner.RemoveAsync(key, cancellationToken);

    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken) =>
        Obey(cancellationToken)._inner.RemoveAsync(response, cancellationToken);

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) =>
        Obey(cancellationToken)._inner.EnumerateAsync(cancellationToken);

    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) =>
        Obey(cancellationToken)._inner.ClearAsync(cancellationToken);

    private ObedientStore Obey(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return this;
    }
}
