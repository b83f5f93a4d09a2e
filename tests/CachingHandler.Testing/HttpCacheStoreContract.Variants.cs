using CachingHandler.Storage;

namespace CachingHandler.Testing;

public abstract partial class HttpCacheStoreContract
{
    private const int MaximumVariants = 32;

    [Fact]
    public async Task Commit_OtherSelectingFields_StandSideBySide()
    {
        var html = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html"), ("accept-language", "de")));
        var plain = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain"), ("accept-language", "de")));

        var found = await Store.FindAsync(Key);

        Assert.Equal(Ids(html, plain), Ids([.. found]));
        Assert.Equal(BodyBytes.Of(html.BodyId, 1000), await Store.ReadBodyAsync(html));
        Assert.Equal(BodyBytes.Of(plain.BodyId, 1000), await Store.ReadBodyAsync(plain));
    }

    [Fact]
    public async Task Commit_AbsentEmptyAndGivenValue_AreThreeVariants()
    {
        var absent = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", null)));
        var empty = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "")));
        var given = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));

        var found = await Store.FindAsync(Key);

        Assert.Equal(Ids(absent, empty, given), Ids([.. found]));
        Assert.Equal([null, "", "text/html"], found.Select(head => head.SelectingFields[0].Value).OrderBy(value => value?.Length ?? -1));
    }

    [Fact]
    public async Task Commit_FieldsThatReadAlikeWhenJoined_AreDistinct()
    {
        var one = await Store.StoreAsync(StoredResponses.Variant(Key, ("a", "bc"), ("d", "e")));
        var two = await Store.StoreAsync(StoredResponses.Variant(Key, ("ab", "c"), ("d", "e")));
        var three = await Store.StoreAsync(StoredResponses.Variant(Key, ("a", "bcde")));

        Assert.Equal(Ids(one, two, three), Ids([.. await Store.FindAsync(Key)]));
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("Accept")]
    public async Task Commit_SameSelectingFields_ReplacesThatVariantOnly(string name)
    {
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        var other = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain")));

        var newer = await Store.StoreAsync(StoredResponses.Variant(Key, (name, "text/html")));

        Assert.Equal(Ids(other, newer), Ids([.. await Store.FindAsync(Key)]));
    }

    [Fact]
    public async Task Commit_WithoutSelectingFields_SupersedesEveryVariant()
    {
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain")));

        var plain = await Store.StoreAsync(StoredResponses.Of(Key));
        var found = await Store.FindAsync(Key);
        await Store.RemoveAsync(plain);

        Assert.Equal(plain.BodyId, Assert.Single(found).BodyId);
        Assert.Empty(await Store.FindAsync(Key));
    }

    [Fact]
    public async Task Commit_WithSelectingFields_SupersedesTheOneWithout()
    {
        await Store.StoreAsync(StoredResponses.Of(Key));

        var variant = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));

        Assert.Equal(variant.BodyId, Assert.Single(await Store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Commit_MoreVariantsThanTheMaximum_DropsTheOneReceivedLongestAgo()
    {
        var heads = Enumerable.Range(0, MaximumVariants + 1)
            .Select(i => StoredResponses.Create(
                Key, [("accept", $"type/{i}")], responseTime: StoredResponses.Now.AddSeconds(i == 7 ? -100 : i)))
            .ToArray();
        foreach (var head in heads)
        {
            await Store.StoreAsync(head, 10);
        }

        var found = await Store.FindAsync(Key);

        Assert.Equal(Ids([.. heads.Where((_, i) => i != 7)]), Ids([.. found]));
    }

    [Fact]
    public async Task UpdateHead_OfOneVariant_LeavesTheOthers()
    {
        var html = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        var plain = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain")));
        var updated = html.WithFields(("X", "1"));

        Assert.True(await Store.UpdateAsync(html, updated));

        var found = await Store.FindAsync(Key);
        AssertSameHead(updated, found.Single(head => head.BodyId == html.BodyId));
        AssertSameHead(plain, found.Single(head => head.BodyId == plain.BodyId));
    }

    [Theory]
    [InlineData(1_000, 10)]
    [InlineData(300_000, 10)]
    [InlineData(1_000, 50_000)]
    public async Task UpdateHead_OtherSelectingFields_TakesTheOtherVariantsPlace(int bodyLength, int valueLength)
    {
        var html = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")), bodyLength);
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain")), bodyLength);
        var updated = html.WithSelecting([("accept", "text/plain")], ("X", new string('x', valueLength)));

        Assert.True(await Store.UpdateAsync(html, updated));

        var found = Assert.Single(await Store.FindAsync(Key));
        AssertSameHead(updated, found);
        Assert.Equal(BodyBytes.Of(html.BodyId, bodyLength), await Store.ReadBodyAsync(updated));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50_000)]
    public async Task UpdateHead_NoSelectingFieldsAnyMore_SupersedesEveryVariant(int valueLength)
    {
        var html = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain")));
        var updated = html.WithSelecting([], ("X", new string('x', valueLength)));

        Assert.True(await Store.UpdateAsync(html, updated));

        AssertSameHead(updated, Assert.Single(await Store.FindAsync(Key)));
        Assert.Equal(BodyBytes.Of(html.BodyId, 1000), await Store.ReadBodyAsync(updated));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50_000)]
    public async Task UpdateHead_FirstSelectingFields_BecomesAVariant(int valueLength)
    {
        var plain = await Store.StoreAsync(StoredResponses.Of(Key));
        var updated = plain.WithSelecting([("accept", null)], ("X", new string('x', valueLength)));

        Assert.True(await Store.UpdateAsync(plain, updated));
        var other = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain")));

        Assert.Equal(Ids(updated, other), Ids([.. await Store.FindAsync(Key)]));
        Assert.Equal(BodyBytes.Of(plain.BodyId, 1000), await Store.ReadBodyAsync(updated));
    }

    private static IEnumerable<Guid> Ids(params StoredResponse[] heads) => heads.Select(head => head.BodyId).Order();
}
