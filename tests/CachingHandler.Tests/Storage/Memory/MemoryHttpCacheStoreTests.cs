using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class MemoryHttpCacheStoreTests : EnumerableStoreContract
{
    protected override HttpCacheStore CreateStore() => new MemoryHttpCacheStore();

    [Fact]
    public async Task Commit_OverTheBudget_DropsWhatWasUsedLongestAgo()
    {
        using var store = WithRoomFor(3);
        var heads = await StoreAsync(store, 3);
        await store.ReadBodyAsync(heads[0]);
        await store.ReadBodyAsync(heads[2]);
        await store.ReadBodyAsync(heads[1]);

        var added = await StoreAsync(store, 2, from: 3);

        var left = await store.AllAsync();
        Assert.Equal(Ids(heads[1], added[0], added[1]), Ids([.. left]));
    }

    [Fact]
    public async Task Commit_ManyResponses_NeverExceedsTheBudget()
    {
        using var store = WithRoomFor(5);

        var sizes = new List<long>();
        foreach (var number in Enumerable.Range(0, 40))
        {
            await StoreAsync(store, 1, from: number);
            sizes.Add(store.Size);
        }

        Assert.All(sizes, size => Assert.InRange(size, 1, store.MaximumSize));
        Assert.Equal(5, store.Count);
    }

    [Fact]
    public async Task Commit_LargerThanTheBudget_IsRefusedAndLeavesOthers()
    {
        using var store = WithRoomFor(3);
        await StoreAsync(store, 3);

        var stored = await store.StoreAsync(StoredResponses.Of(Key), new byte[(int)store.MaximumSize - 100]);

        Assert.Null(stored);
        Assert.Equal(3, store.Count);
    }

    [Fact]
    public async Task Part_OfManyRanges_IsCountedWithThem()
    {
        using var store = new MemoryHttpCacheStore();
        var ranges = Enumerable.Range(0, 10_000).Select(number => new ByteRange(2 * number, 2 * number));

        await store.StoreAsync(StoredResponses.Of(Key).WithPart(new StoredPart(ranges, null)), 10_000);

        Assert.InRange(store.Size, 170_000, 200_000);
    }

    [Fact]
    public async Task BeginWrite_DeclaredLargerThanTheBudget_IsNull()
    {
        using var store = WithRoomFor(3);

        var writer = await store.BeginWriteAsync(
            StoredResponses.Of(Key), store.MaximumSize + 1, CancellationToken.None);

        Assert.Null(writer);
    }

    [Fact]
    public async Task Write_LargerThanTheBudget_Throws()
    {
        using var store = WithRoomFor(1);
        using var writer = await store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);

        Assert.Throws<IOException>(() => writer!.Write(new byte[(int)store.MaximumSize + 1]));
    }

    [Fact]
    public async Task UpdateHead_LargerHead_CountsIt()
    {
        using var store = WithRoomFor(3);
        var heads = await StoreAsync(store, 3);
        await store.UpdateAsync(heads[2], heads[2].WithFields(("X-Long", new string('l', 500))));

        Assert.Equal(2, store.Count);
        Assert.InRange(store.Size, 1, store.MaximumSize);
    }

    [Fact]
    public async Task Size_AfterClear_IsZero()
    {
        using var store = WithRoomFor(5);
        await StoreAsync(store, 5);
        Assert.True(store.Size > 0);

        await store.ClearAsync();

        Assert.Equal(0, store.Size);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task Size_AfterRemovingEach_IsZero()
    {
        using var store = WithRoomFor(5);
        var heads = await StoreAsync(store, 4);
        await store.UpdateAsync(heads[0], heads[0].WithFields(("X", "1")));

        await store.RemoveAsync(heads[0].Key);
        await store.RemoveAsync(heads[1]);
        await store.RemoveAsync(heads[2].Key);
        await store.RemoveAsync(heads[3]);

        Assert.Equal(0, store.Size);
    }

    [Fact]
    public async Task MaximumSize_Zero_StoresNothing()
    {
        using var store = new MemoryHttpCacheStore(new() { MaximumSize = 0 });

        Assert.Null(await store.StoreAsync(StoredResponses.Of(Key), []));
    }

    [Fact]
    public void MaximumSize_Negative_SaysWhatIsWrong()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new MemoryHttpCacheStore(new() { MaximumSize = -1 }));

        Assert.Contains("MaximumSize is -1; it must be zero or more bytes.", exception.Message, StringComparison.Ordinal);
    }

    // Sizes are estimates, so the budget is taken from what the responses turn out to cost.
    private static MemoryHttpCacheStore WithRoomFor(int responses)
    {
        var one = LeastRecentlyUsed.SizeOf(Head(0).WithBodyLength(1000), 1000);

        return new(new() { MaximumSize = (one * responses) + 10 });
    }

    private static async Task<StoredResponse[]> StoreAsync(MemoryHttpCacheStore store, int count, int from = 0)
    {
        var heads = Enumerable.Range(from, count).Select(Head).ToArray();
        foreach (var head in heads)
        {
            await store.StoreAsync(head, 1000);
        }

        return heads;
    }

    private static StoredResponse Head(int number) =>
        StoredResponses.Of(StoredResponses.Key($"https://example.com/{number:00}"));

    private static IEnumerable<Guid> Ids(params StoredResponse[] heads) => heads.Select(head => head.BodyId).Order();

    [Fact]
    public async Task Entries_LastUsed_IsTheLatestUseToTheSecond()
    {
        var time = new ManualTimeProvider();
        using var store = new MemoryHttpCacheStore(timeProvider: time);
        await store.StoreAsync(StoredResponses.Of(Key));
        Assert.Equal(time.GetUtcNow(), await LastUsedAsync(store));

        time.Advance(TimeSpan.FromSeconds(90));
        await store.ReadBodyAsync(Assert.Single(await store.FindAsync(Key)));

        Assert.Equal(time.GetUtcNow(), await LastUsedAsync(store));
    }

    private static async Task<DateTimeOffset?> LastUsedAsync(MemoryHttpCacheStore store)
    {
        await foreach (var entry in store.EnumerateEntriesAsync())
        {
            return entry.LastUsed;
        }

        return null;
    }
}
