using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>The memory lets go most of what it takes, and what is still to be written has to be had all the same.</summary>
public sealed class TieredWithLittleMemoryTests : EnumerableStoreContract
{
    protected override HttpCacheStore CreateStore() => new TieredHttpCacheStore(
        new MemoryHttpCacheStore(), new() { MaximumSize = 3_000, MaximumEntrySize = 100_000 });

    protected override Task SettleAsync() => ((TieredHttpCacheStore)Store).Queue.Work;
}
