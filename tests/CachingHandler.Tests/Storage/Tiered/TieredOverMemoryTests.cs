using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class TieredOverMemoryTests : EnumerableStoreContract
{
    protected override HttpCacheStore CreateStore() => new TieredHttpCacheStore(new MemoryHttpCacheStore());

    protected override Task SettleAsync() => ((TieredHttpCacheStore)Store).Queue.Work;
}
