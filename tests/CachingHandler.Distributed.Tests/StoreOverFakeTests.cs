using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

public sealed class StoreOverFakeTests : HttpCacheStoreContract
{
    protected override HttpCacheStore CreateStore() => new DistributedHttpCacheStore(new FakeMedium());
}
