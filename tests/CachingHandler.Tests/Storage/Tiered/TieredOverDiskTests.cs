using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class TieredOverDiskTests : EnumerableStoreContract
{
    private readonly TemporaryDirectory _directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override HttpCacheStore CreateStore() => new TieredHttpCacheStore(new DiskHttpCacheStore(_directory.Path));

    protected override Task SettleAsync() => ((TieredHttpCacheStore)Store).Queue.Work;
}
