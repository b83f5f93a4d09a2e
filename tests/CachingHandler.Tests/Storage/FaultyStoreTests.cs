using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class FaultyStoreTests
{
    private static readonly HttpCacheKey Key = StoredResponses.Key();

    [Theory]
    [InlineData(StoreFault.Throw)]
    [InlineData(StoreFault.FaultedTask)]
    [InlineData(StoreFault.LateFault)]
    public async Task AnyCall_TheOneToFail_ThrowsAndNoOtherDoes(StoreFault fault)
    {
        using var counting = new FaultyStore(new MemoryHttpCacheStore(), failAt: 0);
        await UseAsync(counting);
        Assert.False(counting.HasFailed);

        foreach (var failAt in Enumerable.Range(1, counting.Calls))
        {
            using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt, fault);
            await Assert.ThrowsAsync<IOException>(() => UseAsync(store));
            Assert.True(store.HasFailed);
            Assert.Equal(failAt, store.Calls);
        }
    }

    [Fact]
    public async Task Call_FaultedTask_DoesNotThrowByItself()
    {
        using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt: 1, StoreFault.FaultedTask);

        var find = store.FindAsync(Key, CancellationToken.None);

        Assert.True(find.IsFaulted);
        await Assert.ThrowsAsync<IOException>(async () => await find);
    }

    private static async Task UseAsync(FaultyStore store)
    {
        var stored = await store.StoreAsync(StoredResponses.Of(Key));
        var found = Assert.Single(await store.FindAsync(Key));
        await store.ReadBodyAsync(found);
        await store.UpdateAsync(stored, stored.WithFields(("X", "1")));
        await store.AllAsync();
        await store.RemoveAsync(stored);
        await store.RemoveAsync(Key);
        await store.ClearAsync();
    }
}
