using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>One request to the origin does for all who ask the same at once.</summary>
public sealed partial class CollapsingTests : IDisposable
{
    private static readonly (string Name, string Value) Fresh = ("Cache-Control", "max-age=600");

    private readonly ManualOrigin _origin = new();
    private CachedClient? _client;

    private CachedClient Client => _client ??= new(transport: _origin);

    public void Dispose()
    {
        _client?.Dispose();
        _origin.Dispose();
    }

    [Fact]
    [Rfc9111("4")]
    public async Task Callers_AThousandOfOneColdUri_AreOneRequest()
    {
        var callers = Ask(1_000);

        (await _origin.NextAsync()).Answer("one", Fresh);

        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("one", body));
        Assert.Equal(1, _origin.Count);
    }

    [Fact]
    public async Task Callers_WhoseLeaderIsCancelledBeforeTheHeader_AreStillOneRequest()
    {
        using var cancelling = new CancellationTokenSource();
        var leader = Client.Http.SendAsync(CachedClient.Get(), cancelling.Token);
        var callers = Ask(999);
        var request = await _origin.NextAsync();

        await cancelling.CancelAsync();
        var thrown = await Assert.ThrowsAsync<TaskCanceledException>(() => leader);
        request.Answer("one", Fresh);

        Assert.Equal(cancelling.Token, thrown.CancellationToken);
        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("one", body));
        Assert.Equal(1, _origin.Count);
    }

    [Fact]
    public async Task Leader_CancelledWithNobodyWaiting_TakesTheRequestAlong()
    {
        using var cancelling = new CancellationTokenSource();
        var leader = Client.Http.SendAsync(CachedClient.Get(), cancelling.Token);
        var request = await _origin.NextAsync();

        await cancelling.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => leader);
        Assert.True(request.IsCancelled);
        Assert.Equal(0, Client.Store.Fetches.Count);
    }

    [Fact]
    public async Task Fetch_WhoseLeaderAndLastFollowerAreCancelled_IsCancelled()
    {
        using var cancelling = new CancellationTokenSource();
        using var cancellingFollower = new CancellationTokenSource();
        var leader = Client.Http.SendAsync(CachedClient.Get(), cancelling.Token);
        var follower = Client.Http.SendAsync(CachedClient.Get(), cancellingFollower.Token);
        var request = await _origin.NextAsync();

        await cancelling.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => leader);
        var isHeld = !request.IsCancelled;
        await cancellingFollower.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => follower);

        Assert.True(isHeld);
        Assert.True(request.IsCancelled);
        Assert.Equal(0, Client.Store.Fetches.Count);
    }

    [Fact]
    public async Task Follower_Cancelled_LeavesTheOthersAlone()
    {
        using var cancelling = new CancellationTokenSource();
        var callers = Ask(3);
        var follower = Client.Http.SendAsync(CachedClient.Get(), cancelling.Token);

        await cancelling.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => follower);
        (await _origin.NextAsync()).Answer("one", Fresh);

        Assert.Equal(["one", "one", "one"], await Task.WhenAll(callers));
        Assert.Equal(1, _origin.Count);
    }

    [Fact]
    public async Task Leader_ThatFails_IsFollowedByOne()
    {
        var failure = new HttpRequestException("down");
        var leader = Client.GetStringAsync();
        var callers = Ask(99);

        (await _origin.NextAsync()).Fail(failure);
        (await _origin.NextAsync()).Answer("one", Fresh);

        Assert.Same(failure, await Assert.ThrowsAsync<HttpRequestException>(() => leader));
        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("one", body));
        Assert.Equal(2, _origin.Count);
    }

    [Fact]
    public async Task Leaders_TwoThatFail_AreAllThatIsTried()
    {
        var second = new HttpRequestException("still down");
        var leader = Client.GetStringAsync();
        var callers = Ask(99);

        (await _origin.NextAsync()).Fail(new HttpRequestException("down"));
        (await _origin.NextAsync()).Fail(second);

        await Assert.ThrowsAsync<HttpRequestException>(() => leader);
        foreach (var caller in callers)
        {
            Assert.Same(second, await Assert.ThrowsAsync<HttpRequestException>(() => caller));
        }

        Assert.Equal(2, _origin.Count);
    }

    // A second request that fails before anybody else has had the time to wait for it.
    [Fact]
    public async Task Leaders_TwoThatFailAtOnce_AreAllThatIsTried()
    {
        var first = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var origin = new PatientOrigin((_, _) => first.Task, (_, _) => throw new HttpRequestException("still down"));
        using var client = new CachedClient(transport: origin);
        var callers = Enumerable.Range(0, 100).Select(_ => client.GetStringAsync()).ToArray();

        first.SetException(new HttpRequestException("down"));

        foreach (var caller in callers)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => caller);
        }

        Assert.Equal(2, origin.Requests.Count);
    }

    [Fact]
    public async Task Callers_AfterAFailure_AreTriedAnew()
    {
        var leader = Client.GetStringAsync();
        (await _origin.NextAsync()).Fail(new HttpRequestException("down"));
        await Assert.ThrowsAsync<HttpRequestException>(() => leader);

        var callers = Ask(10);
        (await _origin.NextAsync()).Answer("one", Fresh);

        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("one", body));
        Assert.Equal(2, _origin.Count);
    }

    [Fact]
    public async Task Answer_ThatMayNotBeReused_SendsAllOnTheirOwnWayAtOnce()
    {
        var callers = Ask(20);

        (await _origin.NextAsync()).Answer("0", ("Cache-Control", "no-store"));
        var others = await RequestsAsync(19);
        Assert.All(others, (request, index) => request.Answer($"{index + 1}", ("Cache-Control", "no-store")));

        Assert.Equal(20, (await Task.WhenAll(callers)).Distinct().Count());
    }

    [Fact]
    public async Task Answer_ThatMayNotBeReused_IsNotWaitedForTheNextTime()
    {
        var first = Client.GetStringAsync();
        (await _origin.NextAsync()).Answer("0", ("Cache-Control", "no-store"));
        await first;

        var callers = Ask(20);
        var requests = await RequestsAsync(20);
        Assert.All(requests, request => request.Answer("1", Fresh));

        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("1", body));
    }

    [Fact]
    public async Task Answer_ThatMayBeReusedAgain_IsWaitedForAgain()
    {
        var first = Client.GetStringAsync();
        (await _origin.NextAsync()).Answer("0", ("Cache-Control", "no-store"));
        await first;
        var second = Client.GetStringAsync();
        (await _origin.NextAsync()).Answer("1", ("Cache-Control", "max-age=5"));
        await second;
        Client.Time.Advance(TimeSpan.FromSeconds(10));

        var callers = Ask(20);
        (await _origin.NextAsync()).Answer("2", Fresh);

        Assert.All(await Task.WhenAll(callers), body => Assert.Equal("2", body));
        Assert.Equal(3, _origin.Count);
    }

    private Task<string>[] Ask(int count) => [.. Enumerable.Range(0, count).Select(_ => Client.GetStringAsync())];

    private async Task<ManualRequest[]> RequestsAsync(int count)
    {
        var requests = new ManualRequest[count];
        for (var index = 0; index < count; index++)
        {
            requests[index] = await _origin.NextAsync();
        }

        return requests;
    }
}
