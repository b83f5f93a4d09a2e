using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>A store whose medium does not tell what it holds, as a distributed cache does not.</summary>
public sealed class UnwalkableStore : HttpCacheStore
{
    private readonly MemoryHttpCacheStore _inner = new();

    public override ReadOnlyMemory<byte> Secret => _inner.Secret;

    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        _inner.FindAsync(key, cancellationToken);

    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken) =>
        _inner.OpenBodyAsync(response, cancellationToken);

    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken) =>
        _inner.BeginWriteAsync(head, declaredLength, cancellationToken);

    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken) =>
        _inner.TryUpdateHeadAsync(current, updated, cancellationToken);

    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        _inner.RemoveAsync(key, cancellationToken);

    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken) =>
        _inner.RemoveAsync(response, cancellationToken);

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The medium does not tell what it holds.");

    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) => _inner.ClearAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
