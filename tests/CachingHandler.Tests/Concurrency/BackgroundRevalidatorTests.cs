using System.Collections.Concurrent;
using CachingHandler.Concurrency;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Concurrency;

[Rfc5861("3")]
public sealed class BackgroundRevalidatorTests
{
    private static readonly StoredResponse Stale = StoredResponses.Of(StoredResponses.Key());

    private readonly ManualTimeProvider _time = new();
    private readonly BackgroundRevalidator _revalidator = new() { DrainLimit = TimeSpan.Zero };
    private readonly TaskCompletionSource _origin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _prepared;

    public static TheoryData<StoredResponse, StoredResponse, int> Pairs => new()
    {
        { Stale, Stale, 1 },
        { Stale, StoredResponses.Of(StoredResponses.Key()), 1 }, // another body of the same response
        { Stale, StoredResponses.Of(StoredResponses.Key("https://example.com/other")), 2 },
        { Stale, StoredResponses.Of(StoredResponses.Key(partition: "another")), 2 },
        { Variant("accept", "a"), Variant("accept", "a"), 1 },
        { Variant("accept", "a"), Variant("accept", "b"), 2 },
        { Variant("accept", "a"), Variant("accept-language", "a"), 2 },
        { Variant("accept", null), Variant("accept", string.Empty), 2 },
        { Variant("accept", null), Stale, 2 },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void TryStart_WhileAnotherIsUnderWay_StartsOneForEachVariant(
        StoredResponse first, StoredResponse second, int expected)
    {
        Start(first, Blocked);

        Start(second, Blocked);

        Assert.Equal(expected, _prepared);
    }

    // The request is the caller's again as soon as it has its response, and may be changed or disposed then.
    [Fact]
    public void TryStart_Prepares_BeforeItReturns()
    {
        var thread = 0;

        _revalidator.TryStart(
            Stale,
            _time,
            () =>
            {
                thread = Environment.CurrentManagedThreadId;
                return new Refresh(Blocked, _ => { });
            });

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void TryStart_WhatCannotBePrepared_IsNotUnderWay()
    {
        Assert.Throws<InvalidOperationException>(
            () => _revalidator.TryStart(Stale, _time, () => throw new InvalidOperationException()));

        Assert.True(_revalidator.Work.IsCompleted);
    }

    [Fact]
    public async Task TryStart_RefreshThatDoesNotReturn_ReturnsAllTheSame()
    {
        using var gate = new ManualResetEventSlim();
        Start(Stale, token =>
        {
            gate.Wait(token);
            return Task.CompletedTask;
        });

        gate.Set();

        await _revalidator.Work;
    }

    [Theory]
    [InlineData(999, 1)]
    [InlineData(1000, 2)]
    public async Task TryStart_AfterOneHasEnded_LeavesTheResponseAloneForASecond(int milliseconds, int expected)
    {
        Start(Stale, Succeeding);
        await _revalidator.Work;
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Start(Stale, Succeeding);

        Assert.Equal(expected, _prepared);
    }

    [Fact]
    public async Task TryStart_AfterMoreThanAThousandPauses_ForgetsTheOldest()
    {
        Start(Numbered(0), Succeeding);
        await Assert.AllAsync(Enumerable.Range(1, 1025), async number =>
        {
            Start(Numbered(number), Succeeding);
            await _revalidator.Work;
        });
        var before = _prepared;

        Start(Numbered(0), Succeeding);
        Start(Numbered(1025), Succeeding);

        Assert.Equal(before + 1, _prepared);
    }

    [Fact]
    public void TryStart_OfMoreThanMayRunAtOnce_IsRefused()
    {
        var started = Enumerable.Range(0, BackgroundRevalidator.MaximumAtOnce + 1)
            .Select(number => Start(Numbered(number), Blocked)).ToList();

        Assert.Equal([.. Enumerable.Repeat(true, BackgroundRevalidator.MaximumAtOnce), false], started);
        Assert.Equal(BackgroundRevalidator.MaximumAtOnce, _prepared);
    }

    [Fact]
    public async Task TryStart_WhenThereIsRoomAgain_StartsWhatWasRefused()
    {
        Assert.All(
            Enumerable.Range(0, BackgroundRevalidator.MaximumAtOnce), number => Start(Numbered(number), Blocked));
        Start(Stale, Succeeding);
        _origin.SetResult();
        await _revalidator.Work;

        var started = Start(Stale, Succeeding);

        Assert.True(started);
        Assert.Equal(BackgroundRevalidator.MaximumAtOnce + 1, _prepared);
    }

    [Fact]
    public async Task Failure_OfARefresh_IsReportedToIt()
    {
        var failure = new InvalidOperationException();
        var reported = default(Exception);
        Start(Stale, _ => throw failure, exception => reported = exception);

        await _revalidator.Work;

        Assert.Same(failure, reported);
    }

    [Fact]
    public async Task Failure_OfTheReport_EndsTheRefreshAllTheSame()
    {
        Start(
            Stale,
            _ => throw new InvalidOperationException(),
            _ => throw new ObjectDisposedException("logger"));
        await _revalidator.Work;
        _time.Advance(BackgroundRevalidator.Pause);

        Start(Stale, Succeeding);

        Assert.Equal(2, _prepared);
    }

    [Fact]
    public async Task TimeLimit_Reached_CancelsTheRefresh()
    {
        var arrived = new TaskCompletionSource();
        var reported = default(Exception);
        Start(
            Stale,
            token =>
            {
                arrived.SetResult();
                return Blocked(token);
            },
            exception => reported = exception);
        await arrived.Task;

        _time.Advance(BackgroundRevalidator.TimeLimit);
        await _revalidator.Work;

        Assert.IsType<TaskCanceledException>(reported);
    }

    [Fact]
    public async Task CancelAsync_OfAKey_EndsTheRefreshesOfItsVariantsAlone()
    {
        var cancelled = new ConcurrentBag<string>();
        Start(Variant("accept", "a"), Blocked, _ => cancelled.Add("a"));
        Start(Variant("accept", "b"), Blocked, _ => cancelled.Add("b"));
        Start(Numbered(1), Blocked, _ => cancelled.Add("another key"));

        await _revalidator.CancelAsync(Stale.Key);

        Assert.Equal(["a", "b"], cancelled.Order());
        Assert.False(_revalidator.Work.IsCompleted);
    }

    [Fact]
    public void CancelAsync_WithNothingUnderWay_IsDoneAtOnce()
    {
        var cancelling = _revalidator.CancelAsync(Stale.Key);

        Assert.True(cancelling.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task CancelAsync_OfARefreshThatHeedsNothing_LosesPatience()
    {
        Start(Stale, _ => _origin.Task);

        await _revalidator.CancelAsync(Stale.Key);

        Assert.False(_revalidator.Work.IsCompleted);
    }

    [Fact]
    public async Task DisposeAsync_WithNothingUnderWay_StartsNothingFromThenOn()
    {
        await _revalidator.DisposeAsync();

        var started = Start(Stale, Succeeding);

        Assert.True(started);
        Assert.Equal(0, _prepared);
    }

    [Fact]
    public async Task DisposeAsync_WithinTheLimit_WaitsForTheEnd()
    {
        var ended = false;
        _revalidator.DrainLimit = TimeSpan.FromMinutes(1);
        Start(Stale, async _ =>
        {
            await _origin.Task;
            ended = true;
        });

        var disposing = _revalidator.DisposeAsync().AsTask();
        var before = disposing.IsCompleted;
        _origin.SetResult();
        await disposing;

        Assert.Equal((false, true), (before, ended));
    }

    [Fact]
    public async Task DisposeAsync_BeyondTheLimit_CancelsAndWaitsForTheEnd()
    {
        var reported = default(Exception);
        Start(Stale, Blocked, exception => reported = exception);

        await _revalidator.DisposeAsync();

        Assert.IsType<TaskCanceledException>(reported);
    }

    [Fact]
    public void Dispose_BeyondTheLimit_DoesTheSame()
    {
        var reported = default(Exception);
        Start(Stale, Blocked, exception => reported = exception);

        _revalidator.Dispose();

        Assert.IsType<TaskCanceledException>(reported);
    }

    [Fact]
    public async Task DisposeAsync_OfARefreshThatHeedsNothing_LeavesItBehind()
    {
        Start(Stale, _ => _origin.Task);

        await _revalidator.DisposeAsync();

        Assert.False(_revalidator.Work.IsCompleted);
    }

    [Fact]
    public async Task DisposeAsync_Twice_DoesNothingTheSecondTime()
    {
        Start(Stale, _ => _origin.Task);
        await _revalidator.DisposeAsync();

        var again = _revalidator.DisposeAsync();

        Assert.True(again.IsCompletedSuccessfully);
    }

    [Fact]
    public void DrainLimit_ByDefault_IsFiveSeconds()
    {
        using var revalidator = new BackgroundRevalidator();

        Assert.Equal(TimeSpan.FromSeconds(5), revalidator.DrainLimit);
    }

    private static StoredResponse Variant(string name, string? value) =>
        StoredResponses.Variant(StoredResponses.Key(), (name, value));

    private static StoredResponse Numbered(int number) =>
        StoredResponses.Of(StoredResponses.Key($"https://example.com/{number}"));

    private static Task Succeeding(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task Blocked(CancellationToken cancellationToken) => _origin.Task.WaitAsync(cancellationToken);

    private bool Start(
        StoredResponse stale, Func<CancellationToken, Task> run, Action<Exception>? failed = null) =>
        _revalidator.TryStart(
            stale,
            _time,
            () =>
            {
                _prepared++;
                return new Refresh(run, failed ?? (_ => { }));
            });

    private sealed class Refresh(Func<CancellationToken, Task> run, Action<Exception> failed) : IBackgroundRefresh
    {
        public Task RunAsync(CancellationToken cancellationToken) => run(cancellationToken);

        public void Failed(Exception exception) => failed(exception);
    }
}
