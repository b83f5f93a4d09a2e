using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

public sealed class TieredOverFakeTests : HttpCacheStoreContract
{
    protected override HttpCacheStore CreateStore() => new TieredHttpCacheStore(new DistributedHttpCacheStore(new FakeBufferMedium()));
}
