using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.LiteDb.Tests;

public sealed class LiteDbHttpCacheStoreTests : EnumerableStoreContract
{
    private readonly TemporaryDirectory _directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override HttpCacheStore CreateStore() => new LiteDbHttpCacheStore(_directory.Below("cache.db"));
}
