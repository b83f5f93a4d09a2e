using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>What becomes of responses that the store behind does not take.</summary>
public sealed partial class TieredHttpCacheStoreTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Commit_StoreBehindReadOnly_StaysInMemory()
    {
        _behind.IsReadOnly = true;
        var stored = await StoreAloneAsync(StoredResponses.Of(Key));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            _time.Advance(Second);
            var found = Assert.Single(await _store.FindAsync(Key));

            Assert.Equal(BodyBytes.Of(stored.BodyId, 1000), await _store.ReadBodyAsync(found));
        }

        Assert.Empty(await _behind.Inner.AllAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Commit_WriteFailsAtAnyStep_StaysInMemory(int failAt)
    {
        await using var store = new TieredHttpCacheStore(new FaultyStore(new MemoryHttpCacheStore(), failAt), timeProvider: _time);
        var stored = await store.StoreAsync(StoredResponses.Of(Key));
        await store.Queue.Work;
        _time.Advance(Second);

        Assert.Equal(stored.BodyId, Assert.Single(await store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Commit_TooLargeForMemoryOnAReadOnlyStore_IsRefused()
    {
        _behind.IsReadOnly = true;

        Assert.Null(await _store.BeginWriteAsync(StoredResponses.Of(Key), 300_000, CancellationToken.None));
    }

    [Fact]
    public async Task Alone_StoreBehindCannotBeRead_IsServed()
    {
        _behind.IsReadOnly = true;
        var stored = await StoreAloneAsync(StoredResponses.Variant(Key, ("accept", "a")));
        _behind.IsGone = true;
        _time.Advance(Second);

        Assert.Equal(stored.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
        Assert.Equal(1, _meters.Sum("cachinghandler.store.failures", "operation=find"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Alone_OlderOneThatCouldNotBeRemoved_DoesNotComeBack(bool isVariant)
    {
        var older = StoredResponses.Create(Key, isVariant ? [("accept", "a")] : [], responseTime: StoredResponses.Now.AddHours(-1));
        await _behind.Inner.StoreAsync(older);
        await _store.FindAsync(Key);
        _behind.IsReadOnly = true;
        var newer = await StoreAloneAsync(StoredResponses.Variant(Key, ("accept", "a")));
        _time.Advance(Second);

        Assert.Equal(newer.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
        Assert.Equal(newer.BodyId, Assert.Single(await _store.AllAsync()).BodyId);
        Assert.Equal(older.BodyId, Assert.Single(await _behind.Inner.AllAsync()).BodyId);
    }

    [Fact]
    public async Task Alone_AnotherVariantInTheStoreBehind_IsFoundBesides()
    {
        var other = await _behind.Inner.StoreAsync(StoredResponses.Variant(Key, ("accept", "b")));
        _behind.IsReadOnly = true;
        var stored = await StoreAloneAsync(StoredResponses.Variant(Key, ("accept", "a")));
        _time.Advance(Second);

        var found = await _store.FindAsync(Key);

        Assert.Equal(new[] { stored.BodyId, other.BodyId }.Order(), found.Select(head => head.BodyId).Order());
    }

    [Fact]
    public async Task Alone_NewerOneOfAnotherProcess_TakesItsPlaceWithinASecond()
    {
        _behind.IsReadOnly = true;
        await StoreAloneAsync(StoredResponses.Of(Key));
        var newer = StoredResponses.Create(Key, responseTime: StoredResponses.Now.AddMinutes(1));
        await _behind.Inner.StoreAsync(newer);
        _time.Advance(Second);

        var found = Assert.Single(await _store.FindAsync(Key));
        await _behind.Inner.RemoveAsync(Key);
        _time.Advance(Second);

        Assert.Equal(newer.BodyId, found.BodyId);
        Assert.Empty(await _store.FindAsync(Key));
    }

    [Fact]
    public async Task Alone_Removed_IsGone()
    {
        _behind.IsReadOnly = true;
        await StoreAloneAsync(StoredResponses.Of(Key));
        var response = await StoreAloneAsync(StoredResponses.Of(OtherKey));
        _behind.IsReadOnly = false;

        await _store.RemoveAsync(Key);
        await _store.RemoveAsync(response);

        Assert.Empty(await _store.FindAsync(Key));
        Assert.Empty(await _store.FindAsync(OtherKey));
    }

    [Fact]
    public async Task Alone_Removed_TakesWhatItReplacedAlong()
    {
        await _behind.Inner.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));
        _behind.IsReadOnly = true;
        var stored = await StoreAloneAsync(StoredResponses.Variant(Key, ("accept", "a")));
        _behind.IsReadOnly = false;

        await _store.RemoveAsync(stored);
        _time.Advance(Second);

        Assert.Empty(await _store.FindAsync(Key));
        Assert.Empty(await _behind.Inner.AllAsync());
    }

    [Fact]
    public async Task Alone_Cleared_IsGone()
    {
        _behind.IsReadOnly = true;
        await StoreAloneAsync(StoredResponses.Of(Key));
        _behind.IsReadOnly = false;

        await _store.ClearAsync();

        Assert.Empty(await _store.FindAsync(Key));
        Assert.Empty(await _store.AllAsync());
        Assert.Equal(0, _store.Size);
    }

    [Fact]
    public async Task Alone_Replaced_IsWrittenAgain()
    {
        _behind.IsReadOnly = true;
        await StoreAloneAsync(StoredResponses.Of(Key));
        _behind.IsReadOnly = false;

        var newer = await StoreAloneAsync(StoredResponses.Of(Key));

        Assert.Equal(newer.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
        Assert.Equal(newer.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Alone_ManyResponses_KeepToTheBudgetAndTheUsedOnesStay()
    {
        await using var store = Create(new() { MaximumSize = 20_000 });
        _behind.IsReadOnly = true;
        foreach (var number in Enumerable.Range(0, 40))
        {
            await store.StoreAsync(StoredResponses.Of(Numbered(number)), 2_000);
            await store.Queue.Work;
            _time.Advance(Second);
            Assert.Single(await store.FindAsync(Numbered(0)));
        }

        Assert.InRange(store.Size, 10_000, 20_000);
        Assert.InRange((await store.AllAsync()).Count, 4, 8);
        Assert.Empty(await store.FindAsync(Numbered(1)));
    }

    [Fact]
    public async Task UpdateHead_OfOneAloneWhenTheCauseIsGone_WritesItToTheStoreBehind()
    {
        _behind.IsReadOnly = true;
        var stored = await StoreAloneAsync(StoredResponses.Of(Key));
        _behind.IsReadOnly = false;

        var isUpdated = await _store.UpdateAsync(stored, stored.WithFields(("X", "1")));
        await _store.Queue.Work;

        Assert.True(isUpdated);
        var written = Assert.Single(await _behind.Inner.FindAsync(Key));
        Assert.Equal(["1"], written.Fields.GetValues("X"));
        Assert.Equal(BodyBytes.Of(stored.BodyId, 1000), await _behind.Inner.ReadBodyAsync(written));
        await _behind.Inner.RemoveAsync(Key);
        _time.Advance(Second);
        Assert.Empty(await _store.FindAsync(Key));
    }

    [Fact]
    public async Task UpdateHead_OfOneAloneWhileTheCauseLasts_IsInMemory()
    {
        _behind.IsReadOnly = true;
        var stored = await StoreAloneAsync(StoredResponses.Of(Key));

        Assert.True(await _store.UpdateAsync(stored, stored.WithFields(("X", "1"))));
        await _store.Queue.Work;
        _time.Advance(Second);

        var found = Assert.Single(await _store.FindAsync(Key));
        Assert.Equal(["1"], found.Fields.GetValues("X"));
        Assert.Equal(BodyBytes.Of(stored.BodyId, 1000), await _store.ReadBodyAsync(found));
    }

    [Fact]
    public async Task UpdateHead_WhileTheWriteIsUnderWayThatIsRefused_IsInMemory()
    {
        _behind.IsReadOnly = true;
        _behind.Close();
        var stored = await _store.StoreAsync(StoredResponses.Of(Key));
        await _behind.Reached;

        var update = _store.UpdateAsync(stored, stored.WithFields(("X", "1")));
        var hasWaited = !update.IsCompleted;
        await DrainAsync();
        var isUpdated = await update;
        await _store.Queue.Work;

        Assert.True(hasWaited && isUpdated);
        Assert.Equal(["1"], Assert.Single(await _store.FindAsync(Key)).Fields.GetValues("X"));
    }

    [Fact]
    public async Task UpdateHead_OfOneAloneToOtherSelectingFields_ReplacesUnderBothNames()
    {
        await _behind.Inner.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));
        await _behind.Inner.StoreAsync(StoredResponses.Variant(Key, ("accept", "b")));
        _behind.IsReadOnly = true;
        var stored = await StoreAloneAsync(StoredResponses.Variant(Key, ("accept", "a")));
        _behind.IsReadOnly = false;

        Assert.True(await _store.UpdateAsync(stored, stored.WithSelecting([("accept", "b")])));
        await _store.Queue.Work;
        _time.Advance(Second);

        Assert.Equal(stored.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
        Assert.Equal(stored.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 3)]
    [InlineData(7, 3)]
    [InlineData(8, 3)]
    public async Task AnySequence_OneWriteInSomeRefused_LeavesWhatAPlainStoreWould(int seed, int refuses)
    {
        var behind = new SlowStore(new MemoryHttpCacheStore(), new Random(seed), refuses);
        await using var store = new TieredHttpCacheStore(behind, timeProvider: _time);
        using var plain = new MemoryHttpCacheStore();
        var sequence = new StoreSequence(new Random(seed), _time);

        foreach (var _ in Enumerable.Range(0, 600))
        {
            await sequence.StepAsync(store, plain);
        }

        await store.Queue.Work;
        await sequence.CompareAsync(store, plain);
    }

    private async Task<StoredResponse> StoreAloneAsync(StoredResponse head)
    {
        var stored = await _store.StoreAsync(head);
        await _store.Queue.Work;

        return stored;
    }
}
