using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed partial class TieredHttpCacheStoreTests
{
    private const string Dropped = "cachinghandler.store.writes_dropped";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_WritesWaiting_WritesThem(bool isAsynchronous)
    {
        using var directory = new TemporaryDirectory();
        var heads = Enumerable.Range(0, 30).Select(number => StoredResponses.Of(Numbered(number))).ToList();
        var store = new TieredHttpCacheStore(new DiskHttpCacheStore(directory.Path));
        foreach (var head in heads)
        {
            await store.StoreAsync(head);
        }

        await (isAsynchronous ? store.DisposeAsync().AsTask() : Task.Run(store.Dispose));

        using var reopened = new DiskHttpCacheStore(directory.Path);
        Assert.Equal(heads.Select(head => head.BodyId).Order(), (await reopened.AllAsync()).Select(head => head.BodyId).Order());
    }

    [Fact]
    public async Task Dispose_WriteStuck_DropsAndCountsWhatWaits()
    {
        await OccupyAsync();
        await _store.StoreAsync(StoredResponses.Of(Key));
        await _store.StoreAsync(StoredResponses.Of(OtherKey));
        _store.Queue.DrainLimit = TimeSpan.Zero;

        await _store.DisposeAsync();

        Assert.Equal(2, _meters.Sum(Dropped));
    }

    [Fact]
    public async Task Dispose_Twice_DoesNothingMore()
    {
        await _store.DisposeAsync();
        await _store.DisposeAsync();
        _store.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await _store.FindAsync(Key));
    }

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(100, 1_500)]
    public async Task Commit_QueueFull_IsNotStoredAndLeavesNothingOlder(int maximumCount, int maximumSize)
    {
        await using var store = Create(new() { MaximumQueuedCount = maximumCount, MaximumQueuedSize = maximumSize });
        await store.StoreAsync(StoredResponses.Of(Key));
        await store.Queue.Work;
        _behind.Close();
        var first = await store.StoreAsync(StoredResponses.Of(OtherKey));
        await _behind.Reached;

        var newer = StoredResponses.Of(Key);
        var stored = await store.StoreAsync(newer, BodyBytes.Of(newer.BodyId, 1_000));

        Assert.Null(stored);
        Assert.Empty(await store.FindAsync(Key));
        Assert.Empty(await _behind.Inner.FindAsync(Key));
        Assert.Equal(first.BodyId, Assert.Single(await store.FindAsync(OtherKey)).BodyId);
        Assert.Equal(1, _meters.Sum(Dropped));
        _behind.Open();
    }

    [Fact]
    public async Task Commit_LargerThanTheEmptyQueue_IsStored()
    {
        await using var store = Create(new() { MaximumQueuedSize = 100 });

        await store.StoreAsync(StoredResponses.Of(Key), 5_000);
        await store.Queue.Work;

        Assert.Single(await _behind.Inner.FindAsync(Key));
        Assert.Equal(0, _meters.Sum(Dropped));
    }

    [Fact]
    public async Task Commit_QueueFullOfTheSameKey_TakesItsPlace()
    {
        await using var store = Create(new() { MaximumQueuedCount = 2 });
        _behind.Close();
        await store.StoreAsync(StoredResponses.Of(OtherKey));
        await _behind.Reached;
        await store.StoreAsync(StoredResponses.Of(Key));

        var newer = await store.StoreAsync(StoredResponses.Of(Key));
        _behind.Open();
        await store.Queue.Work;

        Assert.Equal(newer.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Commit_TooLargeForTheStoreBehind_TakesTheOneBeforeFromThere()
    {
        using var behind = new MemoryHttpCacheStore(new() { MaximumSize = 3_000 });
        await using var store = new TieredHttpCacheStore(behind);
        await store.StoreAsync(StoredResponses.Of(Key));
        await store.Queue.Work;

        var newer = await store.StoreAsync(StoredResponses.Of(Key), 5_000);
        await store.Queue.Work;

        Assert.Equal(newer.BodyId, Assert.Single(await store.FindAsync(Key)).BodyId);
        Assert.Empty(await behind.FindAsync(Key));
    }

    [Theory]
    [InlineData(StoreFault.Throw)]
    [InlineData(StoreFault.FaultedTask)]
    [InlineData(StoreFault.LateFault)]
    public async Task StoreBehindFailsOnce_AtAnyCall_NeverTheOlderResponseComesBack(StoreFault fault)
    {
        var failAt = 0;
        bool hasFailed;
        do
        {
            var behind = new FaultyStore(new MemoryHttpCacheStore(), ++failAt, fault);
            await using var store = new TieredHttpCacheStore(behind, timeProvider: _time, meterFactory: _meters);
            var heads = new List<StoredResponse>();
            foreach (var accept in new[] { "a", "a", "b", "a" })
            {
                heads.Add(StoredResponses.Variant(Key, ("accept", accept)));
                await store.StoreAsync(heads[^1]);
                await store.Queue.Work;
                _time.Advance(TimeSpan.FromSeconds(2));
                var newest = heads.GroupBy(head => head.SelectingFields[0].Value).Select(variants => variants.Last().BodyId);

                Assert.Subset(newest.ToHashSet(), (await FindOrNothingAsync(store)).Select(head => head.BodyId).ToHashSet());
            }

            hasFailed = behind.HasFailed;
        }
        while (hasFailed);

        Assert.InRange(failAt, 10, 100);
    }

    [Fact]
    public async Task Write_StoreBehindFails_IsCountedAndTheQueueGoesOn()
    {
        using var behind = new FaultyStore(new MemoryHttpCacheStore(), failAt: 1);
        await using var store = new TieredHttpCacheStore(behind, meterFactory: _meters);

        var lone = await store.StoreAsync(StoredResponses.Of(Key));
        await store.Queue.Work;
        var other = await store.StoreAsync(StoredResponses.Of(OtherKey));
        await store.Queue.Work;

        Assert.Equal(1, _meters.Sum("cachinghandler.store.failures", "operation=write"));
        Assert.Equal(other.BodyId, Assert.Single(await behind.AllAsync()).BodyId);
        Assert.Equal(lone.BodyId, Assert.Single(await store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Remove_StoreBehindFails_ReachesTheCaller()
    {
        await using var store = new TieredHttpCacheStore(new FaultyStore(new MemoryHttpCacheStore(), failAt: 1));

        await Assert.ThrowsAsync<IOException>(async () => await store.RemoveAsync(Key));

        Assert.Empty(await store.FindAsync(Key));
    }

    [Fact]
    public async Task OpenBody_GoneFromTheStoreBehind_IsNullAndThenForgotten()
    {
        await _store.StoreAsync(StoredResponses.Of(Key), 300_000);
        var found = Assert.Single(await _store.FindAsync(Key));
        await _behind.Inner.RemoveAsync(Key);
        var opened = await _store.OpenBodyAsync(StoredResponses.Create(Key, bodyId: found.BodyId), CancellationToken.None);

        Assert.Null(opened);
        Assert.Empty(await _store.FindAsync(Key));
    }

    private static async Task<IReadOnlyList<StoredResponse>> FindOrNothingAsync(TieredHttpCacheStore store)
    {
        try
        {
            return await store.FindAsync(Key);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
