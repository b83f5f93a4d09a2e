using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CachingHandler.Distributed.Tests;

/// <summary>Over the distributed cache that .NET has for tests and for one process, with values protected.</summary>
public sealed class StoreOverMemoryCacheTests : HttpCacheStoreContract
{
    protected override HttpCacheStore CreateStore() => new DistributedHttpCacheStore(
        new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())),
        new() { Secret = new byte[32], Protector = new AesGcmHttpCacheProtector(new byte[AesGcmHttpCacheProtector.KeyLength]) });
}
