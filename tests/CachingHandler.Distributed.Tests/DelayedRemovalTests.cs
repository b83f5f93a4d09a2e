using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>What is to be gone while the medium is away is not used, and goes when it is back.</summary>
public sealed class DelayedRemovalTests : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly StoreFixture _fixture = new();
    private readonly DistributedHttpCacheStore _store;

    public DelayedRemovalTests() => _store = _fixture.Open();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Remove_MediumFails_ThrowsOnceItHasBeenRemembered()
    {
        await _store.StoreAsync(_fixture.Head());
        _fixture.TakeAway();

        await Assert.ThrowsAsync<IOException>(() => _store.RemoveAsync(StoreFixture.Key));

        _fixture.BringBack();
        Assert.Empty(await _store.FindAsync(StoreFixture.Key));
        Assert.Equal(1, _fixture.Meters.Sum("cachinghandler.store.delayed_removals"));
    }

    [Fact]
    public async Task Remove_MediumLeftAlone_DoesNotThrow()
    {
        await _store.StoreAsync(_fixture.Head());
        await AwayAsync();

        await _store.RemoveAsync(StoreFixture.Key);

        Assert.Equal(1, _fixture.Meters.Sum("cachinghandler.store.delayed_removals"));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("response")]
    [InlineData("update")]
    public async Task Change_MediumAway_IsMadeUpForWhenItIsBack(string what)
    {
        var stored = await _store.StoreAsync(_fixture.Head());
        await AwayAsync();
        await (what switch
        {
            "key" => _store.RemoveAsync(StoreFixture.Key),
            "response" => _store.RemoveAsync(stored),
            _ => _store.UpdateAsync(stored, stored),
        });

        await BackAsync();

        Assert.Empty(await _store.FindAsync(StoreFixture.Key));
        Assert.Empty(await _fixture.Open().FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Store_UnderAKeyThatIsToBeGone_StaysWhenTheRestGoes()
    {
        var store = _fixture.Open(options => options.FailuresBeforePause = 100);
        await store.StoreAsync(_fixture.Head(selecting: ("accept", "old")));
        await store.StoreAsync(_fixture.Head(StoreFixture.OtherKey));
        _fixture.TakeAway();
        await Assert.ThrowsAsync<IOException>(() => store.RemoveAsync(StoreFixture.Key));
        await Assert.ThrowsAsync<IOException>(() => store.RemoveAsync(StoreFixture.OtherKey));
        _fixture.BringBack();

        await store.StoreAsync(_fixture.Head(selecting: ("accept", "new")));

        await store.CaughtUp;
        var found = Assert.Single(await _fixture.Open().FindAsync(StoreFixture.Key));
        Assert.Equal("new", found.SelectingFields[0].Value);
        Assert.Empty(await _fixture.Open().FindAsync(StoreFixture.OtherKey));
    }

    [Fact]
    public async Task Change_MadeUpForWhenAnotherHasStoredSomethingNewer_LeavesThat()
    {
        await _store.StoreAsync(_fixture.Head());
        await AwayAsync();
        await _store.RemoveAsync(StoreFixture.Key);
        _fixture.BringBack();
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        var newer = await _fixture.Open().StoreAsync(_fixture.Head());

        await BackAsync();

        Assert.Equal(newer.BodyId, Assert.Single(await _store.FindAsync(StoreFixture.Key)).BodyId);
    }

    [Fact]
    public async Task Remove_MoreThanCanBeRemembered_ClearsEverything()
    {
        await _store.StoreAsync(_fixture.Head());
        await AwayAsync();
        foreach (var number in Enumerable.Range(0, DelayedRemovals.Maximum + 1))
        {
            await _store.RemoveAsync(StoredResponses.Key($"https://example.com/{number}"));
        }

        await BackAsync();

        Assert.Empty(await _fixture.Open().FindAsync(StoreFixture.Key));
        Assert.Contains("ClearedInstead", _fixture.Events);
        await _store.StoreAsync(_fixture.Head());
        Assert.Single(await _store.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Clear_MediumAway_Throws()
    {
        await _store.StoreAsync(_fixture.Head());
        _fixture.TakeAway();

        await Assert.ThrowsAsync<IOException>(async () => await _store.ClearAsync());
    }

    [Fact]
    public async Task Memory_MediumAway_GoesOnAndForgetsWhatIsRemoved()
    {
        await using var tier = new TieredHttpCacheStore(_fixture.Open(), timeProvider: _fixture.Time);
        await _store.StoreAsync(_fixture.Head());
        await _store.StoreAsync(_fixture.Head(StoreFixture.OtherKey));
        foreach (var key in new[] { StoreFixture.Key, StoreFixture.OtherKey })
        {
            await tier.ReadBodyAsync(Assert.Single(await tier.FindAsync(key)));
        }

        _fixture.TakeAway();
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await tier.FindAsync(StoreFixture.Key));
        Assert.Single(await tier.FindAsync(StoreFixture.Key));
        Assert.Single(await tier.FindAsync(StoreFixture.Key));
        await tier.RemoveAsync(StoreFixture.Key);

        Assert.Empty(await tier.FindAsync(StoreFixture.Key));
        Assert.NotNull(await tier.ReadBodyAsync(Assert.Single(await tier.FindAsync(StoreFixture.OtherKey))));
    }

    [Fact]
    public async Task Memory_StoredWhileTheMediumIsAway_IsNotServedWhenItIsBackAndNobodyKnowsWhatOthersRemoved()
    {
        var behind = _fixture.Open();
        await using var tier = new TieredHttpCacheStore(behind, timeProvider: _fixture.Time, meterFactory: _fixture.Meters);
        await behind.FindAsync(StoreFixture.Key);
        _fixture.TakeAway();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await behind.FindAsync(StoreFixture.Key);
        }

        await tier.StoreAsync(_fixture.Head());
        while (_fixture.Meters.Observe("cachinghandler.store.queue.length") > 0)
        {
            await Task.Yield();
        }

        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        var whileAway = await tier.FindAsync(StoreFixture.Key);
        _fixture.BringBack();
        _fixture.Time.Advance(Pause);
        await behind.FindAsync(StoreFixture.OtherKey);

        Assert.Single(whileAway);
        Assert.Empty(await tier.FindAsync(StoreFixture.Key));
    }

    private async Task AwayAsync()
    {
        _fixture.TakeAway();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await _store.FindAsync(StoreFixture.OtherKey);
        }
    }

    // The first call finds it answering; what is made up for goes on beside that, and is waited for by the end of what it does.
    private async Task BackAsync()
    {
        _fixture.BringBack();
        _fixture.Time.Advance(Pause);
        await _store.FindAsync(StoredResponses.Key("https://example.com/other"));
        await _store.CaughtUp;
    }
}
