namespace CachingHandler.Testing;

public abstract partial class HttpCacheStoreContract
{
    [Fact]
    public async Task Remove_Key_RemovesEveryVariantOfItAlone()
    {
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain")));
        await Store.StoreAsync(StoredResponses.Of(OtherKey));

        await Store.RemoveAsync(Key);

        Assert.Empty(await Store.FindAsync(Key));
        Assert.Single(await Store.FindAsync(OtherKey));
    }

    [Fact]
    public async Task Remove_KeyNotStored_DoesNothing()
    {
        await Store.RemoveAsync(Key);

        Assert.Empty(await Store.FindAsync(Key));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Remove_Response_RemovesHeadAndBody(int length)
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key), length);

        await Store.RemoveAsync(stored);

        Assert.Empty(await Store.FindAsync(Key));
        Assert.Null(await Store.ReadBodyAsync(stored));
    }

    [Fact]
    public async Task Remove_Response_LeavesTheOtherVariants()
    {
        var html = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        var plain = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/plain")));

        await Store.RemoveAsync(html);

        Assert.Equal(plain.BodyId, Assert.Single(await Store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Remove_ResponseReplacedMeanwhile_LeavesTheNewOne()
    {
        var old = await Store.StoreAsync(StoredResponses.Of(Key));
        var newer = await Store.StoreAsync(StoredResponses.Of(Key));

        await Store.RemoveAsync(old);

        Assert.Equal(newer.BodyId, Assert.Single(await Store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Remove_ResponseFreshenedMeanwhile_RemovesIt()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key));
        await Store.UpdateAsync(stored, stored.WithFields(("X", "1")));

        await Store.RemoveAsync(stored);

        Assert.Empty(await Store.FindAsync(Key));
    }

    [Fact]
    public async Task Remove_ResponseNotStored_DoesNothing()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key));

        await Store.RemoveAsync(StoredResponses.Of(OtherKey));

        Assert.Equal(stored.BodyId, Assert.Single(await Store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Clear_SeveralStored_RemovesAll()
    {
        await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));
        await Store.StoreAsync(StoredResponses.Of(OtherKey), 300_000);

        await Store.ClearAsync();

        Assert.Empty(await Store.FindAsync(Key));
        Assert.Empty(await Store.FindAsync(OtherKey));
    }

    [Fact]
    public async Task Clear_ThenStore_StoresAgain()
    {
        await Store.StoreAsync(StoredResponses.Of(Key));
        await Store.ClearAsync();

        var stored = await Store.StoreAsync(StoredResponses.Variant(Key, ("accept", "text/html")));

        Assert.Equal(stored.BodyId, Assert.Single(await Store.FindAsync(Key)).BodyId);
    }
}
