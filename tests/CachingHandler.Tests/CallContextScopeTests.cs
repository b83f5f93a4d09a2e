using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed class CallContextScopeTests
{
    [Fact]
    public async Task Scope_AroundAClientThatHidesItsRequests_SetsTheirMode()
    {
        using var origin = new FakeOrigin(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        using var client = new CachedClient(transport: origin);
        await client.Http.GetStringAsync(CachedClient.Target);

        using (HttpCacheMode.ForceRefresh.ForThisCallContext())
        {
            await client.Http.GetStringAsync(CachedClient.Target);
        }

        Assert.Equal(2, origin.Requests.Count);
    }

    [Fact]
    public async Task Scope_AfterItsEnd_NoLongerCounts()
    {
        using var client = Uncacheable();
        using (HttpCacheMode.ForceRefresh.ForThisCallContext())
        {
        }

        var reason = await ReasonAsync(client);

        Assert.Equal(HttpCacheReason.NothingStored, reason);
    }

    [Fact]
    public async Task Scopes_Nested_TheInnermostCounts()
    {
        using var client = Uncacheable();
        using var outer = HttpCacheMode.ForceRefresh.ForThisCallContext();
        HttpCacheReason inner;
        using (HttpCacheMode.Bypass.ForThisCallContext())
        {
            inner = await ReasonAsync(client);
        }

        var after = await ReasonAsync(client);

        Assert.Equal([HttpCacheReason.BypassMode, HttpCacheReason.ForceRefresh], [inner, after]);
    }

    [Fact]
    public async Task Scope_Default_HidesTheOuterOne()
    {
        using var client = Uncacheable();
        using var outer = HttpCacheMode.ForceRefresh.ForThisCallContext();
        using var inner = HttpCacheMode.Default.ForThisCallContext();

        var reason = await ReasonAsync(client);

        Assert.Equal(HttpCacheReason.NothingStored, reason);
    }

    [Fact]
    public async Task Scopes_EndedInTheWrongOrder_AreEndedAllTheSame()
    {
        using var client = Uncacheable();
        var outer = HttpCacheMode.ForceRefresh.ForThisCallContext();
        var inner = HttpCacheMode.Bypass.ForThisCallContext();

        outer.Dispose();
        var afterTheOuter = await ReasonAsync(client);
        inner.Dispose();
        var afterBoth = await ReasonAsync(client);

        Assert.Equal([HttpCacheReason.BypassMode, HttpCacheReason.NothingStored], [afterTheOuter, afterBoth]);
    }

    [Fact]
    public async Task Scope_EndedTwice_LeavesALaterOneAlone()
    {
        using var client = Uncacheable();
        var ended = HttpCacheMode.Bypass.ForThisCallContext();
        ended.Dispose();
        using var scope = HttpCacheMode.ForceRefresh.ForThisCallContext();
        ended.Dispose();

        var reason = await ReasonAsync(client);

        Assert.Equal(HttpCacheReason.ForceRefresh, reason);
    }

    [Fact]
    public async Task Scope_BegunInAnAsyncMethod_DoesNotLeakOutOfIt()
    {
        using var client = Uncacheable();
        var scope = await BeginAsync();

        var reason = await ReasonAsync(client);

        Assert.Equal(HttpCacheReason.NothingStored, reason);
        scope.Dispose();

        static async Task<IDisposable> BeginAsync()
        {
            await Task.Yield();
            return HttpCacheMode.ForceRefresh.ForThisCallContext();
        }
    }

    [Fact]
    public async Task Scope_WithTasksStartedInIt_CountsForThemUntilItEnds()
    {
        using var client = Uncacheable();
        var scope = HttpCacheMode.ForceRefresh.ForThisCallContext();
        var ended = new TaskCompletionSource();
        var during = Task.Run(() => ReasonAsync(client));
        var after = Task.Run(async () =>
        {
            await ended.Task;
            return await ReasonAsync(client);
        });
        await during;

        scope.Dispose();
        ended.SetResult();

        Assert.Equal([HttpCacheReason.ForceRefresh, HttpCacheReason.NothingStored], [await during, await after]);
    }

    [Fact]
    public async Task Scope_BesideAnother_DoesNotTouchIt()
    {
        using var client = Uncacheable();
        var bothBegun = new Barrier(2);

        var reasons = await Task.WhenAll(
            Task.Run(() => InScopeAsync(HttpCacheMode.ForceRefresh)), Task.Run(
                () => InScopeAsync(HttpCacheMode.Bypass)));

        Assert.Equal([HttpCacheReason.ForceRefresh, HttpCacheReason.BypassMode], reasons);

        async Task<HttpCacheReason> InScopeAsync(HttpCacheMode mode)
        {
            using var scope = mode.ForThisCallContext();
            bothBegun.SignalAndWait();
            return await ReasonAsync(client);
        }
    }

    [Fact]
    public async Task Request_WithAModeOfItsOwn_BeatsTheScope()
    {
        using var client = Uncacheable();
        using var scope = HttpCacheMode.ForceRefresh.ForThisCallContext();

        var result = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Default));

        Assert.Equal(HttpCacheReason.NothingStored, result.Reason);
    }

    [Fact]
    public async Task Scope_OfAPolicy_CountsForRequestsWithoutOneUntilItEnds()
    {
        using var origin = new FakeOrigin(_ => Answers.Ok("one", ("Cache-Control", "no-cache")));
        using var client = new CachedClient(transport: origin);
        HttpCacheOutcome own;
        using (new HttpCacheRequestPolicy { TimeToLive = TimeSpan.FromMinutes(1) }.ForThisCallContext())
        {
            await client.ResultAsync();
            Assert.Equal(HttpCacheOutcome.Hit, (await client.ResultAsync()).Outcome);
            own = (await client.ResultAsync(CachedClient.Get().SetHttpCachePolicy(new()))).Outcome;
        }

        Assert.Equal([HttpCacheOutcome.Miss, HttpCacheOutcome.Miss], [own, (await client.ResultAsync()).Outcome]);
    }

    [Fact]
    public async Task Scopes_OfAModeAndAPolicy_CountTogetherAndTheInnermostFirst()
    {
        using var client = Uncacheable();
        using var mode = HttpCacheMode.ForceRefresh.ForThisCallContext();
        var policy = new HttpCacheRequestPolicy { Key = "name" }.ForThisCallContext();
        var together = await ReasonAsync(client);
        using var inner = new HttpCacheRequestPolicy { Mode = HttpCacheMode.Bypass }.ForThisCallContext();

        Assert.Equal([HttpCacheReason.ForceRefresh, HttpCacheReason.BypassMode], [together, await ReasonAsync(client)]);
        policy.Dispose();
    }

    [Fact]
    public void Scope_OfNoMode_IsRefused()
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => ((HttpCacheMode)(-1)).ForThisCallContext());

        Assert.Contains("-1 is no HttpCacheMode", failure.Message, StringComparison.Ordinal);
    }

    // Nothing is stored, so the reason of a request gives its mode away.
    private static CachedClient Uncacheable() => new(
        transport: new FakeOrigin(_ => Answers.Ok("one", ("Cache-Control", "no-store"))));

    private static async Task<HttpCacheReason> ReasonAsync(CachedClient client) => (await client.ResultAsync()).Reason;
}
