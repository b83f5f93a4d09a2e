using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>What every store promises that can walk and count what is stored; see <see cref="HttpCacheStoreContract"/>.</summary>
public abstract class EnumerableStoreContract : HttpCacheStoreContract
{
    [Fact]
    public async Task Enumerate_Empty_ReturnsNothing() => Assert.Empty(await Store.AllAsync());

    [Fact]
    public async Task Enumerate_SeveralKeysAndVariants_ReturnsEachHead()
    {
        StoredResponse[] heads =
        [
            StoredResponses.Variant(Key, ("accept", "text/html")),
            StoredResponses.Variant(Key, ("accept", "text/plain")),
            StoredResponses.Of(OtherKey),
        ];
        foreach (var head in heads)
        {
            await Store.StoreAsync(head);
        }

        var all = await Store.AllAsync();

        Assert.Equal(heads.Select(head => head.BodyId).Order(), all.Select(head => head.BodyId).Order());
    }

    [Fact]
    public async Task Enumerate_BeforeCommit_SeesNothing()
    {
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);

        writer!.Write([1, 2, 3]);

        Assert.Empty(await Store.AllAsync());
    }

    [Fact]
    public async Task Enumerate_APart_SaysWhatItHolds()
    {
        var part = new StoredPart([new(0, 9), new(20, 29)], null);
        await Store.StoreAsync(StoredResponses.Of(Key).WithPart(part), 20);

        Assert.Equal(part.Ranges, Assert.Single(await Store.AllAsync()).Part!.Ranges);
    }

    [Fact]
    public async Task Enumerate_Cleared_ReturnsNothing()
    {
        await Store.StoreAsync(StoredResponses.Of(Key));
        await Store.StoreAsync(StoredResponses.Of(OtherKey), 300_000);

        await Store.ClearAsync();

        Assert.Empty(await Store.AllAsync());
    }

    [Fact]
    public async Task Enumerate_AfterConcurrentWork_ReturnsNoMixture()
    {
        _ = Store;

        await WorkOnFewKeysAsync(seed: 3);

        Assert.All(await Store.AllAsync(), AssertWhole);
    }

    [Fact]
    public async Task Entries_OfAResponse_SayWhatIsKnownOfIt()
    {
        var freshUntil = StoredResponses.Now.AddMinutes(5);
        var head = StoredResponses.Of(Key, ("ETag", "\"1\""), ("Last-Modified", "Tue, 01 Jan 2030 00:00:00 GMT"));
        await Store.StoreAsync(head.FreshTo(freshUntil), 10_000);

        var entry = Assert.Single(await EntriesAsync());

        AssertSameHead(head.WithBodyLength(10_000), entry.Response);
        Assert.Equal(Key.Uri, entry.Uri);
        Assert.InRange(entry.Size, 10_000, 20_000);
        Assert.Equal(head.ResponseTime, entry.Stored);
        Assert.Equal(freshUntil, entry.FreshUntil);
        Assert.Equal("\"1\"", entry.ETag);
        Assert.Equal("Tue, 01 Jan 2030 00:00:00 GMT", entry.LastModified);
    }

    [Fact]
    public async Task Entries_WhatIsNotKnown_IsNull()
    {
        await Store.StoreAsync(StoredResponses.Of(Key));

        var entry = Assert.Single(await EntriesAsync());

        Assert.Null(entry.FreshUntil);
        Assert.Null(entry.ETag);
        Assert.Null(entry.LastModified);
    }

    [Fact]
    public async Task Entries_NotesAmongResponses_AreLeftOut()
    {
        await Store.StoreAsync(StoredResponses.Of(new HttpCacheKey("GROUP", Key.Uri, string.Empty)), 0);
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "b")));

        Assert.Equal(2, (await EntriesAsync()).Count);
    }

    [Fact]
    public async Task RemoveAll_OfAUri_TakesEveryMethodVariantAndPartition()
    {
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "b")));
        await Store.StoreAsync(StoredResponses.Of(Key with { Partition = "alice" }));
        await Store.StoreAsync(StoredResponses.Of(Key with { Method = "QUERY#0" }));
        var other = await Store.StoreAsync(StoredResponses.Of(OtherKey));

        var removed = await Store.RemoveAllAsync(new Uri("HTTPS://EXAMPLE.com:443/./one#part"));

        Assert.Equal(4, removed);
        Assert.Equal(other.BodyId, Assert.Single(await Store.AllAsync()).BodyId);
    }

    [Fact]
    public async Task RemoveAll_OfARelativeUri_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.RemoveAllAsync(new Uri("/one", UriKind.Relative)));

    [Fact]
    public async Task RemoveAll_ByPredicate_TakesWhatItChooses()
    {
        var note = await Store.StoreAsync(StoredResponses.Of(new HttpCacheKey("GROUP", Key.Uri, string.Empty)), 0);
        await Store.StoreAsync(StoredResponses.Of(Key), 100_000);
        var small = await Store.StoreAsync(StoredResponses.Of(OtherKey), 100);

        Assert.Equal(1, await Store.RemoveAllAsync(entry => entry.Size > 50_000));
        Assert.Equal(0, await Store.RemoveAllAsync(_ => false));

        var left = await Store.AllAsync();
        Assert.Equal(new[] { note.BodyId, small.BodyId }.Order(), left.Select(head => head.BodyId).Order());
    }

    [Fact]
    public async Task Statistics_CountWhatIsStored()
    {
        Assert.Equal((0, 0), Numbers(await Store.GetStatisticsAsync()));

        await Store.StoreAsync(StoredResponses.Of(Key), 100_000);
        await Store.StoreAsync(StoredResponses.Variant(OtherKey, ("accept", "a")), 5_000);
        await Store.StoreAsync(StoredResponses.Variant(OtherKey, ("accept", "b")), 5_000);
        await SettleAsync();

        var (entries, size) = Numbers(await Store.GetStatisticsAsync());
        Assert.Equal(3, entries);
        Assert.InRange(size, 110_000, 140_000);
    }

    private static (long Entries, long Size) Numbers(HttpCacheStatistics statistics) => (statistics.Entries, statistics.Size);

    private async Task<List<HttpCacheEntry>> EntriesAsync()
    {
        var entries = new List<HttpCacheEntry>();
        await foreach (var entry in Store.EnumerateEntriesAsync())
        {
            entries.Add(entry);
        }

        return entries;
    }
}
