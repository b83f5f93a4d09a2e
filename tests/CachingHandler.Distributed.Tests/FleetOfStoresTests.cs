using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>Two stores over one medium, as of two processes, and what one of them does in the middle of what the other does.</summary>
public sealed class FleetOfStoresTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly StoreFixture _fixture = new();
    private readonly DistributedHttpCacheStore _one;
    private readonly DistributedHttpCacheStore _two;

    public FleetOfStoresTests()
    {
        _one = _fixture.Open();
        _two = _fixture.Open();
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(100)]
    [InlineData(600_000)]
    public async Task Response_StoredByOne_IsFoundByTheOther(int length)
    {
        var stored = await _one.StoreAsync(_fixture.Head(), length);

        var found = Assert.Single(await _two.FindAsync(StoreFixture.Key));

        Assert.Equal(BodyBytes.Of(stored.BodyId, length), await _two.ReadBodyAsync(found));
    }

    [Theory]
    [InlineData("stored")]
    [InlineData("validated")]
    [InlineData("removed")]
    [InlineData("cleared")]
    public async Task Change_ByOne_IsSeenThroughTheOthersMemoryWithinItsBound(string change)
    {
        await using var tier = new TieredHttpCacheStore(_fixture.Open(), new() { CheckAfter = 5 * Second }, _fixture.Time);
        var stored = await _one.StoreAsync(_fixture.Head());
        await tier.ReadBodyAsync(Assert.Single(await tier.FindAsync(StoreFixture.Key)));
        await (change switch
        {
            "stored" => _one.StoreAsync(_fixture.Head()),
            "validated" => _one.UpdateAsync(stored, stored.WithFields(("X", "1"))),
            "removed" => _one.RemoveAsync(StoreFixture.Key),
            _ => _one.ClearAsync().AsTask(),
        });

        _fixture.Time.Advance(4 * Second);
        var before = Assert.Single(await tier.FindAsync(StoreFixture.Key));
        _fixture.Time.Advance(Second);
        var after = await tier.FindAsync(StoreFixture.Key);

        Assert.Equal((stored.BodyId, 0), (before.BodyId, before.Fields.Count));
        Assert.Equal(change is "stored" or "validated", after is [var head] && (head.BodyId != stored.BodyId || head.Fields.Count == 1));
        Assert.Equal(change is "removed" or "cleared", after is []);
    }

    [Fact]
    public async Task Invalidation_WhileTheOtherWrites_IsNotUndone()
    {
        var older = _fixture.Head();
        await InTheMiddleOf("set", () => _two.StoreAsync(older, BodyBytes.Of(older.BodyId, 100)), () => _one.RemoveAsync(StoreFixture.Key));

        Assert.Empty(await _one.FindAsync(StoreFixture.Key));
        Assert.Empty(await _two.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Invalidation_WhileTheOtherStoresALargeBody_LeavesNoChunks()
    {
        var older = _fixture.Head();
        await InTheMiddleOf("set", () => _two.StoreAsync(older, BodyBytes.Of(older.BodyId, 600_000)), () => _one.RemoveAsync(StoreFixture.Key));

        Assert.Empty(await _one.FindAsync(StoreFixture.Key));
        Assert.Empty(_fixture.Medium.Names(":body:"));
    }

    [Fact]
    public async Task Invalidation_WhileTheOtherUpdatesAHead_IsNotUndone()
    {
        var stored = await _two.StoreAsync(_fixture.Head());
        var result = true;

        await InTheMiddleOf("set", async () => result = await _two.UpdateAsync(stored, stored), () => _one.RemoveAsync(StoreFixture.Key));

        Assert.False(result);
        Assert.Empty(await _one.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Invalidation_AfterTheOtherHasRead_DoesNotBringBackWhatItRead()
    {
        await _one.StoreAsync(_fixture.Head(selecting: ("accept", "a")));
        _fixture.Time.Advance(Second);
        var other = _fixture.Head(selecting: ("accept", "b"));
        var isFirst = 1;
        _fixture.Medium.After = async (operation, name) =>
        {
            if (operation == "get" && name.Split(':').Length == 5 && Interlocked.Exchange(ref isFirst, 0) == 1)
            {
                await _one.RemoveAsync(StoreFixture.Key);
            }
        };

        await _two.StoreAsync(other, BodyBytes.Of(other.BodyId, 100));

        Assert.DoesNotContain(await _one.FindAsync(StoreFixture.Key), found => found.SelectingFields[0].Value == "a");
    }

    [Fact]
    public async Task Invalidation_BetweenTheOthersReadAndItsWrite_DoesNotBringBackWhatItRead()
    {
        await _one.StoreAsync(_fixture.Head(selecting: ("accept", "a")));
        var (hasRead, isRemoved) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task? storing = null;
        _fixture.Medium.Before = async (operation, name) =>
        {
            if (operation == "remove" && storing is null)
            {
                _fixture.Time.Advance(Second);
                storing = _two.StoreAsync(_fixture.Head(selecting: ("accept", "b")));
                await hasRead.Task;
            }
            else if (operation == "set" && name.Split(':').Length == 5)
            {
                hasRead.SetResult();
                await isRemoved.Task;
            }
        };
        await _one.RemoveAsync(StoreFixture.Key);
        isRemoved.SetResult();
        await storing!;

        var found = Assert.Single(await _one.FindAsync(StoreFixture.Key));

        Assert.Equal("b", found.SelectingFields[0].Value);
    }

    [Fact]
    public async Task Response_AskedForBeforeAnInvalidationElsewhere_IsNotStored()
    {
        var older = _fixture.Head();
        _fixture.Time.Advance(Second);
        await _one.RemoveAsync(StoreFixture.Key);

        var stored = await _two.StoreAsync(older, BodyBytes.Of(older.BodyId, 600_000));

        Assert.Null(stored);
        Assert.Empty(await _two.FindAsync(StoreFixture.Key));
        Assert.Empty(_fixture.Medium.Names(":body:"));
    }

    [Fact]
    public async Task Response_AskedForBeforeAnInvalidationByItself_IsStored()
    {
        // The answer to a POST is the representation of its URI: it is asked for, invalidates, and is stored.
        var answer = _fixture.Head();
        _fixture.Time.Advance(Second);
        await _one.RemoveAsync(StoreFixture.Key);

        await _one.StoreAsync(answer);

        Assert.Equal(answer.BodyId, Assert.Single(await _two.FindAsync(StoreFixture.Key)).BodyId);
    }

    [Fact]
    public async Task Response_AskedForAfterAnInvalidation_IsStored()
    {
        await _one.RemoveAsync(StoreFixture.Key);
        _fixture.Time.Advance(Second);
        _fixture.Time.Advance(Second);

        await _two.StoreAsync(_fixture.Head());

        Assert.Single(await _one.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Variants_StoredByBothAtOnce_LoseOneAtMost()
    {
        var (html, plain) = (_fixture.Head(selecting: ("accept", "text/html")), _fixture.Head(selecting: ("accept", "text/plain")));

        await InTheMiddleOf(
            "set", () => _two.StoreAsync(html, BodyBytes.Of(html.BodyId, 300_000)), () => _one.StoreAsync(plain, BodyBytes.Of(plain.BodyId, 300_000)));

        var found = Assert.Single(await _one.FindAsync(StoreFixture.Key));
        Assert.Equal(html.BodyId, found.BodyId);
        Assert.Equal(BodyBytes.Of(html.BodyId, 300_000), await _one.ReadBodyAsync(found));
    }

    [Fact]
    public async Task Responses_StoredByBothAtOnce_AreNeverMixed()
    {
        var (first, second) = (_fixture.Head(), _fixture.Head());

        await InTheMiddleOf(
            "set", () => _two.StoreAsync(first, BodyBytes.Of(first.BodyId, 300_000)), () => _one.StoreAsync(second, BodyBytes.Of(second.BodyId, 300_000)));

        var found = Assert.Single(await _one.FindAsync(StoreFixture.Key));
        Assert.Equal(BodyBytes.Of(found.BodyId, 300_000), await _one.ReadBodyAsync(found));
    }

    // What the second does comes right before the first call of a kind that the other makes for the heads of a key.
    private async Task InTheMiddleOf(string operation, Func<Task> first, Func<Task> second)
    {
        var isFirst = 1;
        _fixture.Medium.Before = async (called, name) =>
        {
            var isIt = called == operation && name.Split(':').Length == 5 && !name.Contains(":body:");
            if (isIt && Interlocked.Exchange(ref isFirst, 0) == 1)
            {
                await second();
            }
        };
        await first();
        _fixture.Medium.Before = null;
        Assert.Equal(0, isFirst);
    }
}
