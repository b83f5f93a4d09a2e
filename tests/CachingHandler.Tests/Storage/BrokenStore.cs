using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

/// <summary>A store of which nothing works.</summary>
internal sealed class BrokenStore : HttpCacheStore
{
    public override ReadOnlyMemory<byte> Secret => throw Broken();

    public override ValueTask<IReadOnlyList<StoredResponse>> FindAsync(
        HttpCacheKey key, CancellationToken cancellationToken) => throw Broken();

    public override ValueTask<StoredBody?> OpenBodyAsync(
        StoredResponse response, CancellationToken cancellationToken) => throw Broken();

    public override ValueTask<HttpCacheEntryWriter?> BeginWriteAsync(
        StoredResponse head, long? declaredLength, CancellationToken cancellationToken) => throw Broken();

    public override ValueTask<bool> TryUpdateHeadAsync(
        StoredResponse current, StoredResponse updated, CancellationToken cancellationToken) => throw Broken();

    public override ValueTask RemoveAsync(HttpCacheKey key, CancellationToken cancellationToken) => throw Broken();

    public override ValueTask RemoveAsync(
        StoredResponse response, CancellationToken cancellationToken) => throw Broken();

    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(
        CancellationToken cancellationToken = default) => throw Broken();

    public override ValueTask ClearAsync(CancellationToken cancellationToken = default) => throw Broken();

    private static NotSupportedException Broken() => new("Nothing works here.");
}
