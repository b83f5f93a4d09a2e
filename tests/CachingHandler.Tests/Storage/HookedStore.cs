using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

/// <summary>A memory store in which a test can hold back the writing of a response.</summary>
/// <param name="beforeWrite">What is awaited before a response is begun.</param>
internal sealed class HookedStore(Func<StoredResponse, Task> beforeWrite) : HttpCacheStore
{
    private readonly MemoryHttpCacheStore _inner = new();

    public override ReadOnlyMemory<byte> Secret => _inner.Secret;

    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(
        HttpCacheKey key, CancellationToken cancellationToken) => _inner.FindAsync(key, cancellationToken);

    public override ValueTask<StoredBody?> OpenBodyAsync(
        StoredResponse response, CancellationToken cancellationToken) => _inner.OpenBodyAsync(response, cancellationToken);

    public override async ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken)
    {
        await beforeWrite(head);

        return await _inner.BeginWriteAsync(head, declaredLength, cancellationToken);
    }

    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken) =>
        _inner.TryUpdateHeadAsync(current, updated, cancellationToken);

    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) =>
        _inner.RemoveAsync(key, cancellationToken);

    public override ValueTask RemoveAsync(StoredResponse response, CancellationToken cancellationToken) =>
        _inner.RemoveAsync(response, cancellationToken);

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) =>
        _inner.EnumerateAsync(cancellationToken);

    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) =>
        _inner.ClearAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }
}
