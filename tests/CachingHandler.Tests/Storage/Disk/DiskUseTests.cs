using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>What a disk store lets go, and what it keeps because it is in use.</summary>
public sealed class DiskUseTests : IDisposable
{
    private const int Block = DiskTrim.BlockSize;

    private static readonly HttpCacheKey Note = new(MethodClasses.GroupNote, "https://example.com group", string.Empty);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(100, 60)]
    [InlineData(100_000, 10)]
    [InlineData(300_000, 10)]
    public async Task Hit_Response_KeepsItLongerThanWhatIsNotUsed(int length, int count)
    {
        await using var store = WithBudget(1000 * Block);
        await StoreManyAsync(store, length, to: count);
        await HitAsync(store, 0);

        await FillAsync(store, 1000, until: () => !IsThere(1));

        Assert.True(IsThere(0));
    }

    [Fact]
    public async Task HeadUpdate_Response_KeepsItLongerThanWhatIsNotUsed()
    {
        await using var store = WithBudget(100 * Block);
        var first = await StoreAsync(store, 0);
        await StoreManyAsync(store, 1000, from: 1);
        Assert.True(await store.UpdateAsync(first, first.WithFields(("X", "1"))));

        await FillAsync(store, 100, until: () => !IsThere(1));

        Assert.True(IsThere(0));
    }

    [Fact]
    public async Task Find_WithoutOpeningTheBody_IsNoUse()
    {
        await using var store = WithBudget(100 * Block);
        await StoreManyAsync(store);
        await store.FindAsync(KeyOf(0));

        await FillAsync(store, 100, until: () => !IsThere(0));

        Assert.True(IsThere(9));
    }

    [Fact]
    public async Task Hit_InAnEarlierProcess_CountsInTheNext()
    {
        await using (var earlier = WithBudget(100 * Block))
        {
            await StoreManyAsync(earlier);
            await earlier.Trim.Work;
        }

        _time.Advance(TimeSpan.FromHours(1));
        await using (var reading = WithBudget(100 * Block))
        {
            await HitAsync(reading, 0);
        }

        await using var store = WithBudget(100 * Block);
        await FillAsync(store, 100, until: () => !IsThere(1));

        Assert.True(IsThere(0));
    }

    [Fact]
    public async Task Hit_HalfAMinuteAgo_IsToldToTheDiskWithTheNext()
    {
        await using var store = WithBudget(100 * Block);
        await StoreAsync(store, 0);
        await store.Trim.Work;
        _time.Advance(TimeSpan.FromHours(1));
        await HitAsync(store, 0);
        var path = new EntryPaths(_directory.Path).Of(KeyOf(0)).Plain;
        Assert.True(File.GetLastWriteTimeUtc(path) < _time.GetUtcNow().UtcDateTime.AddMinutes(-30));

        _time.Advance(TimeSpan.FromSeconds(30));
        await HitAsync(store, 0);
        await store.Trim.Work;

        Assert.True(File.GetLastWriteTimeUtc(path) >= _time.GetUtcNow().UtcDateTime.AddMinutes(-1));
    }

    [Fact]
    public async Task Read_OnlyAndNothingWritten_ScansNothing()
    {
        await using (var earlier = WithBudget(100 * Block))
        {
            await StoreAsync(earlier, 0);
            await StoreAsync(earlier, 1);
        }

        await using var store = WithBudget(100 * Block);
        await HitAsync(store, 0);
        _time.Advance(TimeSpan.FromMinutes(1));
        await HitAsync(store, 0);
        await store.Trim.Work;

        Assert.Equal(1, store.Index.Count);
    }

    [Fact]
    public async Task Index_AfterTheFirstCommitInAnHour_KnowsAllFilesAndTheirBlocks()
    {
        await using (var earlier = WithBudget(1000 * Block))
        {
            await StoreAsync(earlier, 0, 5 * Block);
            await StoreAsync(earlier, 1);
            await earlier.StoreAsync(StoredResponses.Variant(KeyOf(2), ("accept", "a")), 100);
            await earlier.StoreAsync(StoredResponses.Variant(KeyOf(2), ("accept", "b")), 100);
        }

        _time.Advance(TimeSpan.FromMinutes(61));
        await using var store = WithBudget(1000 * Block);
        await StoreAsync(store, 3);
        await store.Trim.Work;

        Assert.Equal(5, store.Index.Count);
        Assert.Equal(6 + 4, store.Index.Blocks);
    }

    [Fact]
    public async Task Commit_SoonAfterAnotherProcessHasScanned_ScansNothing()
    {
        await using (var earlier = WithBudget(1000 * Block))
        {
            await StoreManyAsync(earlier);
        }

        _time.Advance(TimeSpan.FromMinutes(59));
        await using (var store = WithBudget(1000 * Block))
        {
            await StoreAsync(store, 10);
            await store.Trim.Work;

            Assert.Equal(1, store.Index.Count);
        }

        Assert.Equal(new DiskTotals(11, 11), new SharedSize(_directory.Below("v1")).Read()!.Totals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Processes_OfOneResponseEach_HoldTheBudgetTogether(bool synchronously)
    {
        foreach (var number in Enumerable.Range(0, 50))
        {
            var store = WithBudget(20 * Block);
            await StoreAsync(store, number);
            if (synchronously)
            {
                store.Dispose();
            }
            else
            {
                await store.DisposeAsync();
            }

            Assert.InRange(_directory.Files().Count, 1, 20);
        }

        Assert.True(IsThere(49));
    }

    [Fact]
    public async Task Totals_AfterChangesOfEveryKind_AreWhatTheDirectoryHolds()
    {
        await using (var earlier = WithBudget(1000 * Block))
        {
            await StoreManyAsync(earlier, 10 * Block);
        }

        await using (var store = WithBudget(1000 * Block))
        {
            await HitAsync(store, 0);
            await StoreAsync(store, 0);
            await HitAsync(store, 1);
            await store.RemoveAsync(KeyOf(1));
            var plain = await store.StoreAsync(StoredResponses.Variant(KeyOf(20), ("accept", "a")), 100);
            var moved = await store.StoreAsync(StoredResponses.Variant(KeyOf(20), ("accept", "b")), 100);
            Assert.True(await store.UpdateAsync(moved, moved.WithSelecting([("accept", "c")])));
            Assert.True(await store.UpdateAsync(plain, plain.WithFields(("X-Long", new string('l', 9_000)))));
        }

        var files = _directory.Files();
        Assert.Equal(
            new DiskTotals(files.Sum(path => DiskTrim.InBlocks(new FileInfo(path).Length)) / Block, files.Count),
            new SharedSize(_directory.Below("v1")).Read()!.Totals);
    }

    [Fact]
    public async Task Index_AfterChangesOfEveryKind_IsWhatTheDirectoryHolds()
    {
        await using var store = WithBudget(1000 * Block);
        var removed = await StoreAsync(store, 0);
        await StoreAsync(store, 1, 10 * Block);
        await store.Trim.Work;
        await StoreAsync(store, 1);
        await store.RemoveAsync(removed);
        await StoreAsync(store, 2);
        await store.RemoveAsync(KeyOf(2));
        var plain = await store.StoreAsync(StoredResponses.Variant(KeyOf(3), ("accept", "a")), 100);
        var moved = await store.StoreAsync(StoredResponses.Variant(KeyOf(3), ("accept", "b")), 100);
        Assert.True(await store.UpdateAsync(moved, moved.WithSelecting([("accept", "c")])));
        Assert.True(await store.UpdateAsync(plain, plain.WithFields(("X-Long", new string('l', 9_000)))));
        AssertIndexIsTrue(store);

        await store.StoreAsync(StoredResponses.Of(KeyOf(3)), 100);
        AssertIndexIsTrue(store);

        await store.ClearAsync();
        Assert.Equal((0, 0), (store.Index.Count, store.Index.Blocks));
    }

    [Fact]
    public async Task MaximumEntries_Exceeded_LeavesNinetyFivePercent()
    {
        await using var store = new DiskHttpCacheStore(_directory.Path, new() { MaximumEntries = 40 }, _time);
        foreach (var number in Enumerable.Range(0, 41))
        {
            await StoreAsync(store, number);
            await store.Trim.Work;
        }

        Assert.Equal(38, _directory.Files().Count);
        Assert.False(IsThere(2));
        Assert.True(IsThere(3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void MaximumEntries_LessThanOne_SaysWhatIsWrong(int limit)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new DiskHttpCacheStore(_directory.Path, new() { MaximumEntries = limit }));

        Assert.Contains($"MaximumEntries is {limit}; it must be one or more", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Note_UsedBeforeWhatDependsOnIt_IsNotEvictedBeforeThat()
    {
        await using var store = WithBudget(100 * Block);
        await store.StoreAsync(StoredResponses.Of(Note), 0);
        await StoreAsync(store, 0);

        await FillAsync(store, 100, until: () => !IsThere(0));

        Assert.Single(await store.FindAsync(Note));
    }

    [Fact]
    public async Task TwoStoresOnOneDirectory_WritingInTurn_KeepTheBudgetTogether()
    {
        const int Budget = 1200;
        await using var one = WithBudget(Budget * Block);
        await using var other = WithBudget(Budget * Block);
        foreach (var number in Enumerable.Range(0, 1500))
        {
            await StoreAsync(one, 2 * number);
            await StoreAsync(other, (2 * number) + 1);
            await one.Trim.Work;
            await other.Trim.Work;
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        var taken = Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories).Count();

        // Each tells the other of what it has written by the megabyte.
        Assert.InRange(taken, Budget / 2, Budget + 520);
    }

    [Fact]
    public async Task Eviction_AnotherHasTheLock_IsLeftToIt()
    {
        await using var store = WithBudget(10 * Block);
        await StoreAsync(store, 0);
        await store.Trim.Work;
        using (new SharedSize(_directory.Below("v1")).TryEnter())
        {
            foreach (var number in Enumerable.Range(1, 20))
            {
                await StoreAsync(store, number);
                await store.Trim.Work;
            }

            Assert.Equal(21, store.Index.Count);
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        await StoreAsync(store, 21);
        await store.Trim.Work;

        Assert.Equal(9, store.Index.Count);
    }

    [Fact]
    public async Task Entries_LastUsed_IsTheLatestUse()
    {
        await using var store = WithBudget(100 * Block);
        await StoreAsync(store, 0);
        _time.Advance(TimeSpan.FromHours(1));
        await HitAsync(store, 0);

        await foreach (var entry in store.EnumerateEntriesAsync())
        {
            Assert.InRange(entry.LastUsed!.Value, _time.GetUtcNow(), _time.GetUtcNow().AddSeconds(1));
            Assert.Equal(Block, entry.Size);
        }
    }

    [Fact]
    public async Task Entries_InANewStore_HaveTheUsesThatTheDiskKnows()
    {
        await using (var earlier = WithBudget(100 * Block))
        {
            await StoreAsync(earlier, 0);
            _time.Advance(TimeSpan.FromHours(1));
            await HitAsync(earlier, 0);
        }

        await using var store = WithBudget(100 * Block);
        await foreach (var entry in store.EnumerateEntriesAsync())
        {
            Assert.InRange(entry.LastUsed!.Value, _time.GetUtcNow().AddSeconds(-1), _time.GetUtcNow().AddSeconds(1));
        }

        Assert.Equal(new HttpCacheStatistics(1, Block, 100 * Block), await store.GetStatisticsAsync());
    }

    private static HttpCacheKey KeyOf(int number) => StoredResponses.Key($"https://example.com/{number}");

    private static async Task<StoredResponse> StoreAsync(HttpCacheStore store, int number, int length = 1000) =>
        await store.StoreAsync(StoredResponses.Of(KeyOf(number)), length);

    private static async Task StoreManyAsync(HttpCacheStore store, int length = 1000, int from = 0, int to = 10)
    {
        foreach (var number in Enumerable.Range(from, to - from))
        {
            await StoreAsync(store, number, length);
        }
    }

    private static async Task HitAsync(HttpCacheStore store, int number)
    {
        var found = Assert.Single(await store.FindAsync(KeyOf(number)));
        Assert.NotNull(await store.ReadBodyAsync(found));
    }

    private static async Task FillAsync(DiskHttpCacheStore store, int limit, Func<bool> until)
    {
        for (var number = 1000; !until(); number++)
        {
            Assert.InRange(number, 1000, 1000 + (2 * limit));
            await StoreAsync(store, number);
            await store.Trim.Work;
        }
    }

    private void AssertIndexIsTrue(DiskHttpCacheStore store)
    {
        var files = _directory.Files();
        Assert.Equal(files.Count, store.Index.Count);
        Assert.Equal(files.Sum(path => DiskTrim.InBlocks(new FileInfo(path).Length)), store.Index.Blocks * Block);
    }

    private bool IsThere(int number) => File.Exists(new EntryPaths(_directory.Path).Of(KeyOf(number)).Plain);

    private DiskHttpCacheStore WithBudget(long bytes) => new(_directory.Path, new() { MaximumSize = bytes }, _time);
}
