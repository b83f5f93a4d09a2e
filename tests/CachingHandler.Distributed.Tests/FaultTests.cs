using System.Diagnostics;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>A medium that is away, slow or full costs hits, and nothing else.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private const int FailuresBeforePause = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly StoreFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Calls_MediumAway_NeverThrowButForTheFirstRemovals()
    {
        var store = _fixture.Open();
        var stored = await store.StoreAsync(_fixture.Head(), 300_000);
        _fixture.TakeAway();

        Assert.Empty(await store.FindAsync(StoreFixture.OtherKey));
        Assert.Null(await store.ReadBodyAsync(stored));
        Assert.False(await store.UpdateAsync(stored, stored));
        Assert.Null(await store.BeginWriteAsync(_fixture.Head(), null, CancellationToken.None));
        await store.RemoveAsync(StoreFixture.Key);
        await store.RemoveAsync(stored);
    }

    [Fact]
    public async Task Find_MediumAway_SaysThatItDoesNotKnow()
    {
        var store = _fixture.Open();
        var nothing = await store.FindAsync(StoreFixture.Key);
        _fixture.TakeAway();

        var unknown = await store.FindAsync(StoreFixture.Key);

        Assert.Empty(unknown);
        Assert.NotSame(nothing, unknown);
        Assert.Same(unknown, await store.FindAsync(StoreFixture.OtherKey));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(600_000)]
    public async Task Commit_MediumFailsAtAnyCall_IsNullAndWhatWasThereIsNotUsed(int length)
    {
        var calls = 0;
        for (var failAt = 1; ; failAt++)
        {
            await using var fixture = new StoreFixture();
            var store = fixture.Open(options => options.FailuresBeforePause = 1_000);
            await store.StoreAsync(fixture.Head(), length);
            var (head, number) = (fixture.Head(), 0);
            fixture.Medium.Before = (_, _) => Interlocked.Increment(ref number) == failAt ? throw new IOException() : Task.CompletedTask;

            var stored = await store.StoreAsync(head, BodyBytes.Of(head.BodyId, length));

            fixture.BringBack();
            var found = await store.FindAsync(StoreFixture.Key);
            Assert.All(found, each => Assert.Equal(head.BodyId, each.BodyId));
            if (number < failAt)
            {
                Assert.NotNull(stored);
                break;
            }

            calls = failAt;
        }

        Assert.InRange(calls, 4, 15);
    }

    [Fact]
    public async Task Call_ClientThatNeverAnswersAndIgnoresCancellation_IsLeftBehind()
    {
        var store = _fixture.Open(options => options.Timeout = TimeSpan.FromMilliseconds(50));
        await store.FindAsync(StoreFixture.Key);
        var never = new TaskCompletionSource();
        _fixture.Medium.Before = (_, _) => never.Task;
        var watch = Stopwatch.StartNew();

        Assert.Empty(await store.FindAsync(StoreFixture.Key));

        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(40), TimeSpan.FromSeconds(20));
        Assert.Equal(1, _fixture.Meters.Sum("cachinghandler.store.medium_failures", "cause=timeout"));
        never.SetException(new IOException("Too late."));
    }

    [Fact]
    public async Task Circuit_FailuresInARow_OpensAndLeavesTheMediumAlone()
    {
        var store = _fixture.Open();
        await store.FindAsync(StoreFixture.Key);
        _fixture.TakeAway();
        await FindAsync(store, FailuresBeforePause);
        var calls = _fixture.Medium.Calls;

        await FindAsync(store, 100);

        Assert.Equal(calls, _fixture.Medium.Calls);
        Assert.Equal(["MediumAway"], _fixture.Events);
        Assert.Equal(1, _fixture.Meters.Sum("cachinghandler.store.medium_pauses", "operation=read"));
    }

    [Fact]
    public async Task Circuit_FailuresThatAreNotInARow_StaysClosed()
    {
        var store = _fixture.Open();
        await store.FindAsync(StoreFixture.Key);
        foreach (var _ in Enumerable.Range(0, 5))
        {
            _fixture.TakeAway();
            await FindAsync(store, FailuresBeforePause - 1);
            _fixture.BringBack();
            await FindAsync(store, 1);
        }

        Assert.Empty(_fixture.Events);
    }

    [Fact]
    public async Task Circuit_AfterThePause_HasOneCallTry()
    {
        var store = _fixture.Open();
        await store.FindAsync(StoreFixture.Key);
        _fixture.TakeAway();
        await FindAsync(store, FailuresBeforePause);
        var gate = new TaskCompletionSource();
        _fixture.Medium.Before = (_, _) => gate.Task;
        var calls = _fixture.Medium.Calls;
        _fixture.Time.Advance(Pause);

        var all = Enumerable.Range(0, 10).Select(_ => store.FindAsync(StoreFixture.Key)).ToArray();
        var tried = _fixture.Medium.Calls - calls;
        gate.SetException(new IOException("Still away."));
        await Task.WhenAll(all);
        await FindAsync(store, 10);

        Assert.Equal(1, tried);
        Assert.Equal(1, _fixture.Medium.Calls - calls);
        Assert.Equal(["MediumAway"], _fixture.Events);
    }

    [Fact]
    public async Task Circuit_MediumBack_ClosesByItself()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head());
        _fixture.TakeAway();
        await FindAsync(store, FailuresBeforePause);
        _fixture.BringBack();
        var before = await store.FindAsync(StoreFixture.Key);
        _fixture.Time.Advance(Pause);

        Assert.Empty(before);
        Assert.Single(await store.FindAsync(StoreFixture.Key));
        Assert.Equal(["MediumAway", "MediumBack"], _fixture.Events);
    }

    [Fact]
    public async Task Circuit_CallerGivesUpWhileItTries_HasTheNextOneTry()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head());
        _fixture.TakeAway();
        await FindAsync(store, FailuresBeforePause);
        _fixture.Medium.Before = (_, _) => new TaskCompletionSource().Task;
        _fixture.Time.Advance(Pause);
        using var impatient = new CancellationTokenSource();
        var first = store.FindAsync(StoreFixture.Key, impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _fixture.BringBack();

        Assert.Single(await store.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Find_CancelledByItsCaller_SaysSoAndIsNoFailure()
    {
        var store = _fixture.Open(options => options.FailuresBeforePause = 1);
        _fixture.Medium.Before = (_, _) => new TaskCompletionSource().Task;
        using var cancelled = new CancellationTokenSource();
        var find = store.FindAsync(StoreFixture.Key, cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => find);
        Assert.Empty(_fixture.Events);
        Assert.Equal(0, _fixture.Meters.Sum("cachinghandler.store.medium_failures"));
    }

    [Fact]
    public async Task Full_WhatIsThere_IsServed()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head());
        _fixture.Fill();
        foreach (var number in Enumerable.Range(0, FailuresBeforePause))
        {
            Assert.Null(await store.StoreAsync(_fixture.Head(StoredResponses.Key($"https://example.com/{number}")), new byte[10]));
        }

        Assert.Null(await store.BeginWriteAsync(_fixture.Head(StoreFixture.OtherKey), 10, CancellationToken.None));
        Assert.Single(await store.FindAsync(StoreFixture.Key));
        Assert.Equal(["MediumFull"], _fixture.Events);
    }

    [Fact]
    public async Task Full_Invalidation_IsDoneAllTheSame()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head());
        _fixture.Fill();

        await store.RemoveAsync(StoreFixture.Key);

        Assert.Empty(await _fixture.Open().FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Full_NoLonger_StoresAgainAfterThePause()
    {
        var store = _fixture.Open(options => options.FailuresBeforePause = 1);
        await store.StoreAsync(_fixture.Head());
        _fixture.Fill();
        await store.StoreAsync(_fixture.Head(StoreFixture.OtherKey), new byte[10]);
        _fixture.BringBack();
        _fixture.Time.Advance(Pause);

        await store.StoreAsync(_fixture.Head(StoreFixture.OtherKey));

        Assert.Single(await _fixture.Open().FindAsync(StoreFixture.OtherKey));
        Assert.Equal(["MediumFull", "MediumTakesWrites"], _fixture.Events);
    }

    private static async Task FindAsync(DistributedHttpCacheStore store, int times)
    {
        foreach (var _ in Enumerable.Range(0, times))
        {
            Assert.Empty(await store.FindAsync(StoreFixture.OtherKey));
        }
    }
}
