using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>All goes straight to the store behind.</summary>
public sealed class TieredWithoutMemoryTests : EnumerableStoreContract
{
    protected override HttpCacheStore CreateStore() =>
        new TieredHttpCacheStore(new MemoryHttpCacheStore(), new() { MaximumSize = 0 });

    protected override Task SettleAsync() => ((TieredHttpCacheStore)Store).Queue.Work;
}
