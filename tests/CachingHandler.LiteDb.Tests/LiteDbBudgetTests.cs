using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.LiteDb.Tests;

/// <summary>How a store is held to its budget, and what goes first.</summary>
public sealed class LiteDbBudgetTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(700)]
    [InlineData(9_000)]
    [InlineData(60_000)]
    public async Task Commit_ManyResponses_HoldsTheBudgetOnTheDisk(int length)
    {
        await using var store = _fixture.Open(4 * Megabyte);
        var stored = new List<StoredResponse>();
        for (var written = 0; written < 12 * Megabyte; written += length + 2_000)
        {
            stored.AddRange(await StoreFixture.FillAsync(store, 1, from: stored.Count, length));
            Assert.InRange(SizeOnDisk(), 1, 4.6 * Megabyte);
        }

        await store.SettleAsync();

        Assert.InRange(SizeOnDisk(), Megabyte, 4 * Megabyte);
        Assert.InRange((await store.GetStatisticsAsync()).Size, 2 * Megabyte, 4 * Megabyte);
        var left = await StoreFixture.CountWholeAsync(store, stored);
        Assert.Equal(left, await StoreFixture.CountWholeAsync(store, stored[^left..]));
        Assert.Equal(left, (await store.GetStatisticsAsync()).Entries);
    }

    [Fact]
    public async Task Commit_OverTheBudget_RemovesWhatWasUsedLongestAgo()
    {
        await using var store = _fixture.Open(2 * Megabyte);
        var stored = await StoreFixture.FillAsync(store, 15, lengths: 100_000);
        await store.ReadBodyAsync(stored[0]);
        await store.ReadBodyAsync(stored[1]);

        await StoreFixture.FillAsync(store, 6, from: 15, 100_000);

        Assert.Equal(2, await StoreFixture.CountWholeAsync(store, stored[..2]));
        Assert.Equal(0, await StoreFixture.CountWholeAsync(store, stored[2..4]));
    }

    [Fact]
    public async Task Uses_BeforeTheEnd_CountInTheNextStore()
    {
        List<StoredResponse> stored;
        await using (var store = _fixture.Open(2 * Megabyte))
        {
            stored = await StoreFixture.FillAsync(store, 15, lengths: 100_000);
            await store.ReadBodyAsync(stored[0]);
        }

        await using var next = _fixture.Open(2 * Megabyte);
        await StoreFixture.FillAsync(next, 6, from: 15, 100_000);

        Assert.Equal(1, await StoreFixture.CountWholeAsync(next, stored[..1]));
        Assert.Equal(0, await StoreFixture.CountWholeAsync(next, stored[1..3]));
    }

    [Fact]
    public async Task Open_WithASmallerBudget_TrimsWhatIsThere()
    {
        await using (var store = _fixture.Open())
        {
            await StoreFixture.FillAsync(store, 60, lengths: 100_000);
        }

        await using var next = _fixture.Open(2 * Megabyte);
        await next.SettleAsync();

        Assert.InRange(SizeOnDisk(), Megabyte, 2 * Megabyte);
    }

    [Fact]
    public async Task Database_MostlyFreePages_IsBegunAnew()
    {
        await using var store = _fixture.Open();
        var stored = await StoreFixture.FillAsync(store, 1_400, lengths: 15_000);
        await store.SettleAsync();
        var before = new FileInfo(_fixture.Database).Length;
        foreach (var response in stored.Skip(200))
        {
            await store.RemoveAsync(response);
        }

        await store.SettleAsync();

        Assert.InRange(before, 20 * Megabyte, 30 * Megabyte);
        Assert.InRange(new FileInfo(_fixture.Database).Length, 1, Megabyte);
        Assert.Empty(_fixture.Events());
        Assert.NotNull(await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(1))));
    }

    [Fact]
    public async Task Clear_GivesTheRoomBack()
    {
        await using var store = _fixture.Open();
        await StoreFixture.FillAsync(store, 100);

        await store.ClearAsync();

        Assert.InRange(SizeOnDisk(), 1, Megabyte / 4);
        Assert.Empty(_fixture.ContentFiles());
        Assert.Equal(0, (await store.GetStatisticsAsync()).Size);
    }

    [Fact]
    public async Task BeginWrite_LargerThanTheBudget_IsNull()
    {
        await using var store = _fixture.Open(2 * Megabyte);
        await using var none = new LiteDbHttpCacheStore(_fixture.Below("none", "cache.db"), new() { MaximumSize = 0 });
        var head = StoredResponses.Of(StoreFixture.KeyOf(1));

        Assert.Null(await store.BeginWriteAsync(head, (2 * Megabyte) + 1, CancellationToken.None));
        Assert.Null(await none.BeginWriteAsync(head, 0, CancellationToken.None));
    }

    [Fact]
    public async Task Write_LargerThanTheBudget_ThrowsAndLeavesOthers()
    {
        await using var store = _fixture.Open(2 * Megabyte);
        var stored = await StoreFixture.FillAsync(store, 3);
        using (var writer = await store.BeginWriteAsync(StoredResponses.Of(StoreFixture.KeyOf(9)), null, CancellationToken.None))
        {
            writer!.Write(new byte[Megabyte]);
            Assert.Throws<IOException>(() => writer.Write(new byte[Megabyte + 1]));
        }

        Assert.Equal(3, await StoreFixture.CountWholeAsync(store, stored));
        Assert.NotNull(await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(9))));
    }

    [Fact]
    public async Task Commit_HeadTooLargeForTheDatabase_IsLetGo()
    {
        await using var store = _fixture.Open();
        var head = StoredResponses.Of(StoreFixture.KeyOf(1), ("X-Long", new string('l', 1024 * 1024)));

        Assert.Null(await store.BeginAndCommitAsync(head));
        var stored = await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));
        Assert.False(await store.UpdateAsync(stored, stored.WithFields(("X-Long", new string('l', 1024 * 1024)))));
    }

    [Fact]
    public async Task Entries_LastUsed_IsWhenTheBodyWasAskedFor()
    {
        await using var store = _fixture.Open();
        var stored = await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));
        _fixture.Time.Advance(TimeSpan.FromMinutes(5));
        await store.ReadBodyAsync(stored);
        var used = _fixture.Time.GetUtcNow();
        await store.SettleAsync();
        _fixture.Time.Advance(TimeSpan.FromMinutes(5));

        await foreach (var entry in store.EnumerateEntriesAsync(CancellationToken.None))
        {
            Assert.InRange(entry.LastUsed!.Value, used.AddSeconds(-1), used.AddSeconds(1));
        }
    }

    private long SizeOnDisk() =>
        Directory.GetFiles(_fixture.Directory, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
}
