using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

public sealed class StoreOverBuffersTests : HttpCacheStoreContract
{
    protected override HttpCacheStore CreateStore() => new DistributedHttpCacheStore(new FakeBufferMedium());
}
