using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>When the store behind is asked, and what becomes of the memory while it has no answer.</summary>
public sealed partial class TieredHttpCacheStoreTests
{
    [Theory]
    [InlineData(0, 0, 2)]
    [InlineData(10, 9, 1)]
    [InlineData(10, 10, 2)]
    public async Task Find_CheckAfter_LooksBehindFromThenOn(int checkAfter, int seconds, int looks)
    {
        await _behind.Inner.StoreAsync(StoredResponses.Of(Key));
        await using var store = Create(new() { CheckAfter = TimeSpan.FromSeconds(checkAfter) });
        await store.FindAsync(Key);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        await store.FindAsync(Key);

        Assert.Equal(looks, _behind.Finds);
    }

    [Fact]
    public async Task Find_StoreBehindDoesNotKnow_GoesOnWithWhatIsInMemory()
    {
        var stored = await _behind.Inner.StoreAsync(StoredResponses.Of(Key));
        await _store.ReadBodyAsync(Assert.Single(await _store.FindAsync(Key)));
        _behind.IsAway = true;
        _time.Advance(TimeSpan.FromHours(1));

        var found = Assert.Single(await _store.FindAsync(Key));

        Assert.Equal(BodyBytes.Of(stored.BodyId, 1000), await _store.ReadBodyAsync(found));
        Assert.Empty(await _store.FindAsync(OtherKey));
    }

    [Fact]
    public async Task Find_StoreBehindKnowsAgain_BelievesIt()
    {
        await _behind.Inner.StoreAsync(StoredResponses.Of(Key));
        await _store.FindAsync(Key);
        _behind.IsAway = true;
        _time.Advance(Second);
        await _store.FindAsync(Key);
        await _behind.Inner.RemoveAsync(Key);

        _behind.IsAway = false;

        Assert.Empty(await _store.FindAsync(Key));
    }

    [Fact]
    public async Task Find_StoreBehindDoesNotKnow_DoesNotBringBackWhatWasRemoved()
    {
        await _behind.Inner.StoreAsync(StoredResponses.Of(Key));
        await _store.FindAsync(Key);
        await _store.RemoveAsync(Key);

        _behind.IsAway = true;

        Assert.Empty(await _store.FindAsync(Key));
    }

    [Fact]
    public async Task Find_AloneWhereTheStoreBehindAllowsIt_StaysAndElseIsGone()
    {
        _behind.IsReadOnly = true;
        await StoreAloneAsync(StoredResponses.Of(Key));
        _time.Advance(Second);
        var allowed = await _store.FindAsync(Key);
        _behind.IsMemoryAllowedAlone = false;
        _time.Advance(Second);

        Assert.Single(allowed);
        Assert.Empty(await _store.FindAsync(Key));
    }

    [Fact]
    public async Task Find_OnItsWayWhereMemoryMayNotBeAlone_Stays()
    {
        _behind.IsMemoryAllowedAlone = false;
        _behind.Close();
        await _store.StoreAsync(StoredResponses.Of(Key));
        _time.Advance(Second);

        Assert.Single(await _store.FindAsync(Key));
    }

    [Fact]
    public async Task Commit_QueueFullAndStoreBehindDoesNotKnow_RemovesWhatItWouldHaveReplaced()
    {
        await _behind.Inner.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));
        await using var store = Create(new() { MaximumQueuedSize = 1 });
        _behind.Close();
        await store.StoreAsync(StoredResponses.Of(OtherKey));
        _behind.IsAway = true;

        using (var writer = await store.BeginWriteAsync(StoredResponses.Variant(Key, ("accept", "a")), 1000, CancellationToken.None))
        {
            writer!.Write(new byte[1000]);
            Assert.Null(await writer.CommitAsync(CancellationToken.None));
        }

        Assert.Empty(await _behind.Inner.FindAsync(Key));
        _behind.Open();
    }
}
