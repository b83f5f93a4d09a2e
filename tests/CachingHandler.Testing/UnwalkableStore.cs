using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>A store whose medium does not tell what it holds, as a distributed cache does not.</summary>
public sealed class UnwalkableStore() : ForwardingStore(new MemoryHttpCacheStore(), isOwn: true)
{
    public override IAsyncEnumerable<StoredResponse> EnumerateAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The medium does not tell what it holds.");
}
