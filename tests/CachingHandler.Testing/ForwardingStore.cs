using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>A store that leaves everything to another one, for a test to change what it is about.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="isOwn">Whether it is disposed with this.</param>
public abstract class ForwardingStore(HttpCacheStore inner, bool isOwn) : HttpCacheStore
{
    public override ReadOnlyMemory<byte> Secret => inner.Secret;

    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        inner.FindAsync(key, cancellationToken);

    public override ValueTask<StoredBody?> OpenBodyAsync(StoredResponse response, CancellationToken cancellationToken) =>
        inner.OpenBodyAsync(response, cancellationToken);

    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken) =>
        inner.BeginWriteAsync(head, declaredLength, cancellationToken);

    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken) =>
        inner.TryUpdateHeadAsync(current, updated, cancellationToken);

    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        inner.RemoveAsync(key, cancellationToken);

    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken) =>
        inner.RemoveAsync(response, cancellationToken);

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) =>
        inner.EnumerateAsync(cancellationToken);

    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) => inner.ClearAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing && isOwn)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
