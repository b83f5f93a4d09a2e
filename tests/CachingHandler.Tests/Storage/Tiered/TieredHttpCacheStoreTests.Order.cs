using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed partial class TieredHttpCacheStoreTests
{
    [Fact]
    public async Task Remove_WriteWaiting_CancelsIt()
    {
        await OccupyAsync();
        var stored = await _store.StoreAsync(StoredResponses.Of(Key));

        await _store.RemoveAsync(Key);
        await DrainAsync();

        Assert.Empty(await _store.FindAsync(Key));
        Assert.DoesNotContain(stored.BodyId, _behind.Begun);
    }

    [Fact]
    public async Task Remove_WriteUnderWay_WaitsForItAndRemovesIt()
    {
        _behind.Close();
        await _store.StoreAsync(StoredResponses.Of(Key));
        await _behind.Reached;

        var removal = _store.RemoveAsync(Key);
        var found = await _store.FindAsync(Key);
        var hasWaited = !removal.IsCompleted;
        await DrainAsync();
        await removal;

        Assert.True(hasWaited);
        Assert.Empty(found);
        Assert.Empty(await _behind.Inner.FindAsync(Key));
        Assert.Empty(await _store.FindAsync(Key));
    }

    [Fact]
    public async Task Remove_ThenCommitWhileTheOlderIsWritten_KeepsTheNewer()
    {
        _behind.Close();
        await _store.StoreAsync(StoredResponses.Of(Key));
        await _behind.Reached;
        var removal = _store.RemoveAsync(Key);
        var newer = await _store.StoreAsync(StoredResponses.Of(Key));

        await DrainAsync();
        await removal;
        await _store.Queue.Work;

        Assert.Equal(newer.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
        Assert.Equal(newer.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RemoveResponse_ThatReplacesOneAndWaits_LeavesNeither(bool isVariant)
    {
        await _store.StoreAsync(New(isVariant));
        await _store.Queue.Work;
        await OccupyAsync();
        var newer = await _store.StoreAsync(New(isVariant));

        await _store.RemoveAsync(newer);
        await DrainAsync();

        Assert.Empty(await _behind.Inner.FindAsync(Key));
        Assert.Empty(await _store.FindAsync(Key));

        static StoredResponse New(bool isVariant) =>
            isVariant ? StoredResponses.Variant(Key, ("accept", "a")) : StoredResponses.Of(Key);
    }

    [Fact]
    public async Task RemoveResponse_ReplacedByVariantsThatWait_LeavesThem()
    {
        var variant = await _store.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));
        await _store.Queue.Work;
        await OccupyAsync();
        var replaced = await _store.StoreAsync(StoredResponses.Of(Key));
        var newer = await _store.StoreAsync(StoredResponses.Variant(Key, ("accept", "b")));

        await _store.RemoveAsync(replaced);
        await _store.RemoveAsync(variant);
        await DrainAsync();

        Assert.Equal(newer.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
        Assert.Equal(newer.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task RemoveResponse_ThatReplacedOneThatWaits_BringsNothingBack()
    {
        await OccupyAsync();
        await _store.StoreAsync(StoredResponses.Of(Key));
        var newer = await _store.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));

        await _store.RemoveAsync(newer);
        await DrainAsync();

        Assert.Empty(await _behind.Inner.FindAsync(Key));
        Assert.Empty(await _store.FindAsync(Key));
    }

    [Fact]
    public async Task RemoveResponse_Written_TakesItsBodyWithIt()
    {
        var stored = await _store.StoreAsync(StoredResponses.Of(Key));
        await _store.Queue.Work;

        await _store.RemoveAsync(stored);

        Assert.Null(await _store.ReadBodyAsync(stored));
    }

    [Fact]
    public async Task Remove_CallerLeaves_HappensAllTheSame()
    {
        _behind.Close();
        var stored = await _store.StoreAsync(StoredResponses.Of(Key));
        await _behind.Reached;
        using var leaving = new CancellationTokenSource();
        var removal = _store.RemoveAsync(Key, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await removal);

        var next = _store.UpdateAsync(stored, stored.WithFields(("X", "1")));
        var hasWaited = !next.IsCompleted;
        await DrainAsync();

        Assert.True(hasWaited);
        Assert.False(await next);
        Assert.Empty(await _behind.Inner.FindAsync(Key));
    }

    [Fact]
    public async Task Commit_OlderOneWaiting_NeverWritesThat()
    {
        await OccupyAsync();
        var older = await _store.StoreAsync(StoredResponses.Of(Key));
        var newer = await _store.StoreAsync(StoredResponses.Of(Key));

        await DrainAsync();

        Assert.DoesNotContain(older.BodyId, _behind.Begun);
        Assert.Equal(newer.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Commit_OlderOneUnderWay_IsWrittenAfterIt()
    {
        _behind.Close();
        await _store.StoreAsync(StoredResponses.Of(Key));
        await _behind.Reached;
        var newer = await _store.StoreAsync(StoredResponses.Of(Key));

        await DrainAsync();

        Assert.Equal(newer.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
        Assert.Equal(newer.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_LargeOneAfterASmallOneUnderWay_ReplacesIt(bool isVariant)
    {
        var head = isVariant ? StoredResponses.Variant(Key, ("accept", "a")) : StoredResponses.Of(Key);
        using var writer = await _store.BeginWriteAsync(head, 300_000, CancellationToken.None);
        await writer!.WriteAsync(BodyBytes.Of(head.BodyId, 300_000), CancellationToken.None);
        await OccupyAsync();
        await _store.StoreAsync(StoredResponses.Of(Key));

        var commit = writer.CommitAsync(CancellationToken.None);
        await DrainAsync();
        await commit;
        await _store.Queue.Work;

        Assert.Equal(head.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
        Assert.Equal(head.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task UpdateHead_WriteWaiting_GoesIntoIt()
    {
        await OccupyAsync();
        var stored = await _store.StoreAsync(StoredResponses.Of(Key));

        var isUpdated = await _store.UpdateAsync(stored, stored.WithFields(("X", "1")));
        await DrainAsync();

        Assert.True(isUpdated);
        Assert.Equal(["1"], Assert.Single(await _store.FindAsync(Key)).Fields.GetValues("X"));
        Assert.Equal(["1"], Assert.Single(await _behind.Inner.FindAsync(Key)).Fields.GetValues("X"));
    }

    [Fact]
    public async Task UpdateHead_WriteUnderWay_ComesAfterIt()
    {
        _behind.Close();
        var stored = await _store.StoreAsync(StoredResponses.Of(Key));
        await _behind.Reached;

        var update = _store.UpdateAsync(stored, stored.WithFields(("X", "1")));
        await DrainAsync();

        Assert.True(await update);
        Assert.Equal(["1"], Assert.Single(await _store.FindAsync(Key)).Fields.GetValues("X"));
        Assert.Equal(["1"], Assert.Single(await _behind.Inner.FindAsync(Key)).Fields.GetValues("X"));
    }

    [Fact]
    public async Task UpdateHead_OtherSelectingFieldsWhileWaiting_ReplacesUnderBothNames()
    {
        await _store.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));
        await _store.StoreAsync(StoredResponses.Variant(Key, ("accept", "b")));
        await _store.Queue.Work;
        await OccupyAsync();
        var newer = await _store.StoreAsync(StoredResponses.Variant(Key, ("accept", "a")));

        var update = _store.UpdateAsync(newer, newer.WithSelecting([("accept", "b")]));
        await DrainAsync();

        Assert.True(await update);
        Assert.Equal(newer.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
        Assert.Equal(newer.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task UpdateHead_ReplacedByOneThatWaits_IsFalse()
    {
        var older = await _store.StoreAsync(StoredResponses.Of(Key));
        await _store.Queue.Work;
        await OccupyAsync();
        var newer = await _store.StoreAsync(StoredResponses.Of(Key));

        Assert.False(await _store.UpdateAsync(older, older.WithFields(("X", "1"))));
        Assert.Equal(newer.BodyId, Assert.Single(await _store.FindAsync(Key)).BodyId);
    }

    [Fact]
    public async Task Clear_WritesWaitingAndUnderWay_LeavesNothing()
    {
        _behind.Close();
        await _store.StoreAsync(StoredResponses.Of(Key));
        await _behind.Reached;
        await _store.StoreAsync(StoredResponses.Of(OtherKey));

        var clearing = _store.ClearAsync();
        await DrainAsync();
        await clearing;

        Assert.Empty(await _store.AllAsync());
        Assert.Empty(await _behind.Inner.AllAsync());
    }

    [Theory]
    [InlineData(1, 64 * 1024 * 1024)]
    [InlineData(2, 64 * 1024 * 1024)]
    [InlineData(3, 64 * 1024 * 1024)]
    [InlineData(4, 4_000)]
    [InlineData(5, 4_000)]
    [InlineData(6, 0)]
    [InlineData(105, 4_000)]
    [InlineData(111, 2_500)]
    [InlineData(304, 64 * 1024 * 1024)]
    [InlineData(501, 10_000)]
    public async Task AnySequence_HoweverTheWritesFall_LeavesWhatAPlainStoreWould(int seed, int maximumSize)
    {
        var behind = new SlowStore(new MemoryHttpCacheStore(), new Random(seed));
        await using var store = new TieredHttpCacheStore(
            behind, new() { MaximumSize = maximumSize, MaximumEntrySize = 2_000 }, _time);
        using var plain = new MemoryHttpCacheStore();
        var sequence = new StoreSequence(new Random(seed), _time);

        foreach (var _ in Enumerable.Range(0, 600))
        {
            await sequence.StepAsync(store, plain);
        }

        await store.Queue.Work;
        await sequence.CompareAsync(behind, plain);
    }

    // The one writer is held up with another key.
    private async Task OccupyAsync()
    {
        _behind.Close();
        await _store.StoreAsync(StoredResponses.Of(StoredResponses.Key("https://example.com/first")));
        await _behind.Reached;
    }
}
