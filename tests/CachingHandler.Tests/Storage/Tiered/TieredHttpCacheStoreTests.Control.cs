using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>What is told of responses that are in memory, in the store behind, or in both.</summary>
public sealed partial class TieredHttpCacheStoreTests
{
    [Fact]
    public async Task Entries_WrittenWaitingAndAlone_AreEachThereOnce()
    {
        var written = await StoreAloneAsync(StoredResponses.Of(Key));
        _behind.IsReadOnly = true;
        var alone = await StoreAloneAsync(StoredResponses.Of(OtherKey));
        _behind.IsReadOnly = false;
        await OccupyAsync();
        var waiting = await _store.StoreAsync(StoredResponses.Of(Numbered(1)));

        var entries = await EntriesAsync();

        Assert.Equal(4, entries.Count);
        Assert.All(
            new[] { written, alone, waiting },
            head => Assert.Single(entries, entry => entry.Response.BodyId == head.BodyId));
        Assert.All(entries, entry => Assert.InRange(entry.Size, 1_000, 5_000));
    }

    [Fact]
    public async Task Entries_ReplacedByOneThatWaits_IsLeftOut()
    {
        await StoreAloneAsync(StoredResponses.Of(Key));
        _behind.Close();
        var newer = await _store.StoreAsync(StoredResponses.Of(Key));

        Assert.Equal(newer.BodyId, Assert.Single(await EntriesAsync()).Response.BodyId);
    }

    [Fact]
    public async Task Entries_UsedInMemory_SayWhen()
    {
        await using var store = new TieredHttpCacheStore(new MemoryHttpCacheStore(timeProvider: _time), timeProvider: _time);
        await store.StoreAsync(StoredResponses.Of(Key));
        await store.Queue.Work;
        await store.FindAsync(Key);
        _time.Advance(TimeSpan.FromSeconds(1));
        await store.FindAsync(Key);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        var used = _time.GetUtcNow();
        await store.FindAsync(Key);
        _time.Advance(TimeSpan.FromMinutes(1));

        var entry = Assert.Single(await EntriesAsync(store));

        Assert.Equal(used.AddMilliseconds(-500), entry.LastUsed);
    }

    [Fact]
    public async Task Statistics_WrittenWaitingAndAlone_CountAll()
    {
        await StoreAloneAsync(StoredResponses.Of(Key));
        _behind.IsReadOnly = true;
        await StoreAloneAsync(StoredResponses.Of(OtherKey));
        await OccupyAsync();

        var statistics = await _store.GetStatisticsAsync();

        Assert.Equal((3, _behind.Inner.MaximumSize), (statistics.Entries, statistics.MaximumSize));
        Assert.InRange(statistics.Size, 3_000, 10_000);
    }

    [Fact]
    public async Task RemoveAll_WrittenWaitingAndAlone_RemovesThem()
    {
        await StoreAloneAsync(StoredResponses.Of(Key));
        _behind.IsReadOnly = true;
        await StoreAloneAsync(StoredResponses.Of(OtherKey));
        _behind.IsReadOnly = false;
        await OccupyAsync();
        await _store.StoreAsync(StoredResponses.Of(Numbered(1)));

        var removed = await _store.RemoveAllAsync(entry => !entry.Uri.EndsWith("first", StringComparison.Ordinal));
        await DrainAsync();

        Assert.Equal(3, removed);
        Assert.Single(await _store.AllAsync());
        Assert.Single(await _behind.Inner.AllAsync());
    }

    [Fact]
    public async Task Hits_InMemory_KeepTheResponseInTheStoreBehind()
    {
        var behind = new MemoryHttpCacheStore(new() { MaximumSize = 10_000 });
        await using var store = new TieredHttpCacheStore(behind, timeProvider: _time);
        await store.StoreAsync(StoredResponses.Of(Key));
        foreach (var number in Enumerable.Range(0, 20))
        {
            await store.StoreAsync(StoredResponses.Of(Numbered(number)));
            await store.Queue.Work;
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Single(await store.FindAsync(Key));
        }

        Assert.Single(await behind.FindAsync(Key));
        Assert.Empty(await behind.FindAsync(Numbered(0)));
    }

    private async Task<List<HttpCacheEntry>> EntriesAsync(HttpCacheStore? store = null)
    {
        var entries = new List<HttpCacheEntry>();
        await foreach (var entry in (store ?? _store).EnumerateEntriesAsync())
        {
            entries.Add(entry);
        }

        return entries;
    }
}
