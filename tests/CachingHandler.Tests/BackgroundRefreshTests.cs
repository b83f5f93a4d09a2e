using System.Net;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>A stale response that is served at once, and what its refresh makes of it.</summary>
[Rfc5861("3")]
public sealed partial class BackgroundRefreshTests
{
    private const string Counter = "cachinghandler.background_refreshes";

    private static readonly (string Name, string Value)[] Fresh =
        [("Cache-Control", "max-age=60, stale-while-revalidate=600"), ("ETag", "\"v1\"")];

    private static readonly (string Name, string Value)[] Changed =
        [("Cache-Control", "max-age=60, stale-while-revalidate=600"), ("ETag", "\"v2\"")];

    // What the origin answers to a refresh, when a test lets it.
    private readonly TaskCompletionSource<Func<HttpResponseMessage>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<Func<HttpResponseMessage>> Failures => new(
        () => throw new HttpRequestException("no such host"),
        () => throw new InvalidOperationException("a bug"),
        () => throw new OperationCanceledException("a timeout of a handler below"),
        () => Answers.Of(HttpStatusCode.InternalServerError),
        () => Answers.Of(HttpStatusCode.ServiceUnavailable, ("Cache-Control", "max-age=60")),
        () => Answers.Ok(new StreamContent(ScriptedStream.Failing(new IOException("reset"), "tw")), Changed));

    [Fact]
    public async Task Request_WhileTheOriginKeepsSilent_IsServedAtOnce()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);

        using var response = await client.GetAsync();

        Assert.Equal("one", await response.Content.ReadAsStringAsync());
        Assert.Equal("70", response.Headers.NonValidated["Age"].Single());
        var result = response.GetHttpCacheResult()!;
        Assert.Equal(
            (HttpCacheOutcome.StaleHit, HttpCacheReason.StaleWhileRevalidate, ForwardReason.None, true),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored));
        Assert.False(client.Store.Background.Work.IsCompleted);
    }

    [Fact]
    public async Task Requests_OfFiftyCallers_AreFollowedByOneRefresh()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);

        var bodies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => client.GetStringAsync())));
        await RefreshAsync(client, () => Answers.Ok("two", Changed));
        var next = await client.GetStringAsync();

        Assert.Equal(Enumerable.Repeat("one", 50), bodies);
        Assert.Equal("two", next);
        Assert.Equal(2, origin.Requests.Count);
    }

    [Fact]
    public async Task Requests_OverTwoHandlersOfOneStore_AreFollowedByOneRefresh()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        using var second = new HttpClient(new HttpCacheHandler(client.Store, null, client.Time)
        {
            InnerHandler = new FakeOrigin(_ => throw new InvalidOperationException("asked by the second handler")),
        });
        await client.GetStringAsync();
        await origin.ArrivalAsync();

        var body = await second.GetStringAsync(CachedClient.Target);
        await RefreshAsync(client, () => Answers.NotModified());

        Assert.Equal("one", body);
        Assert.Equal(2, origin.Requests.Count);
        Assert.Equal(1, client.Meters.Sum(Counter));
    }

    [Fact]
    public async Task Refresh_AnsweredWith304_MakesTheNextAHit()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();
        await RefreshAsync(client, () => Answers.NotModified(("ETag", "\"v1\"")));

        using var next = await client.GetAsync();

        Assert.Equal("\"v1\"", origin.Requests.Last().Headers.NonValidated["If-None-Match"].Single());
        Assert.Equal("one", await next.Content.ReadAsStringAsync());
        Assert.Equal(HttpCacheOutcome.Hit, next.GetHttpCacheResult()!.Outcome);
        Assert.Equal(TimeSpan.Zero, next.GetHttpCacheResult()!.Age);
        Assert.Equal(1, client.Meters.Sum(Counter, "result=revalidated"));
    }

    [Fact]
    public async Task Refresh_AnsweredWith200_MakesTheNextAHitOfTheNewOne()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();
        await RefreshAsync(client, () => Answers.Ok(new StreamContent(ScriptedStream.Of("t", "w", "o")), Changed));

        using var next = await client.GetAsync();

        Assert.Equal("two", await next.Content.ReadAsStringAsync());
        Assert.Equal(HttpCacheOutcome.Hit, next.GetHttpCacheResult()!.Outcome);
        Assert.Equal(1, client.Meters.Sum(Counter, "result=changed"));
    }

    [Fact]
    public async Task Refresh_WithoutAValidator_ReplacesTheStaleOne()
    {
        using var origin = Origin([("Cache-Control", "max-age=0, stale-while-revalidate=600")]);
        using var client = await StaleAsync(origin);
        var stale = await client.GetStringAsync();
        await RefreshAsync(client, () => Answers.Ok("two", ("Cache-Control", "max-age=0, stale-while-revalidate=600")));

        var next = await client.GetStringAsync();

        Assert.Equal(("one", "two"), (stale, next));
    }

    [Fact]
    public async Task Refresh_ByTheOption_NeedsNoDirective()
    {
        using var origin = Origin([("Cache-Control", "max-age=60")]);
        using var client = await StaleAsync(origin, new() { StaleWhileRevalidate = TimeSpan.FromMinutes(1) });
        var stale = await client.ResultAsync();
        await RefreshAsync(client, () => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        var next = await client.GetStringAsync();

        Assert.Equal(HttpCacheReason.StaleWhileRevalidate, stale.Reason);
        Assert.Equal("two", next);
    }

    [Fact]
    public async Task Refresh_OfOneVariant_LeavesTheOtherToItsOwn()
    {
        using var origin = Origin([.. Fresh, ("Vary", "Accept")], [.. Fresh, ("Vary", "Accept")]);
        using var client = await StaleAsync(origin);
        await client.GetStringAsync(("Accept", "b"));
        client.Time.Advance(TimeSpan.FromSeconds(70));

        var outcomes = new[]
        {
            (await client.ResultAsync()).Reason,
            (await client.ResultAsync(("Accept", "b"))).Reason,
            (await client.ResultAsync(("Accept", "b"))).Reason,
        };
        await RefreshAsync(client, () => Answers.NotModified(("ETag", "\"v1\"")));

        Assert.Equal(Enumerable.Repeat(HttpCacheReason.StaleWhileRevalidate, 3), outcomes);
        Assert.Equal(4, origin.Requests.Count);
    }

    [Fact]
    public async Task Refresh_AnsweredWithWhatIsNotStored_LeavesNothingBehind()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();

        await RefreshAsync(client, () => Answers.Ok("two", ("Cache-Control", "no-store")));

        Assert.Empty(await client.Store.AllAsync());
        Assert.Equal(1, client.Meters.Sum(Counter, "result=not-stored"));
    }

    // A stream that has no end is not read to it.
    [Fact]
    public async Task Refresh_WithABodyTooLargeToKeep_EndsWithoutReadingIt()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin, new() { MaximumBodySize = 4 });
        using var body = new ScriptedStream(Task.FromResult("12345"u8.ToArray()), new TaskCompletionSource<byte[]>().Task);
        await client.GetStringAsync();

        await RefreshAsync(client, () => Answers.Ok(new StreamContent(body), Changed));

        Assert.True(body.IsDisposed);
        Assert.Equal(1, client.Meters.Sum(Counter, "result=not-stored"));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Refresh_ThatFails_LeavesTheStaleOne(Func<HttpResponseMessage> fail)
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();
        await RefreshAsync(client, fail);

        using var next = await client.GetAsync();

        Assert.Equal("one", await next.Content.ReadAsStringAsync());
        Assert.Equal(HttpCacheReason.StaleWhileRevalidate, next.GetHttpCacheResult()!.Reason);
    }

    [Fact]
    public async Task Refresh_ThatHasFailed_IsTriedAgainASecondLater()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();
        await RefreshAsync(client, () => Answers.Of(HttpStatusCode.BadGateway));
        await client.GetStringAsync();
        var atOnce = origin.Requests.Count;
        client.Time.Advance(TimeSpan.FromSeconds(1));

        await client.GetStringAsync();
        await client.Store.Background.Work;

        Assert.Equal((2, 3), (atOnce, origin.Requests.Count));
    }

    [Fact]
    public async Task Refresh_ThatOutlastsItsTime_IsCancelledAndLeavesTheStaleOne()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin, new() { StaleWhileRevalidate = TimeSpan.FromHours(1) });
        await client.GetStringAsync();
        await origin.ArrivalAsync();

        client.Time.Advance(TimeSpan.FromSeconds(100));
        await client.Store.Background.Work;
        var next = await client.ResultAsync();

        Assert.Equal(HttpCacheReason.StaleWhileRevalidate, next.Reason);
        Assert.Equal(1, client.Meters.Sum(Counter, "result=failed"));
    }

    // Whose store waits for no refresh when it is disposed.
    private static async Task<CachedClient> StaleAsync(
        PatientOrigin origin, HttpCacheOptions? options = null, HttpCacheStore? store = null)
    {
        var client = new CachedClient(options, store, origin);
        client.Store.Background.DrainLimit = TimeSpan.Zero;
        await client.GetStringAsync();
        await origin.ArrivalAsync();
        client.Time.Advance(TimeSpan.FromSeconds(70));

        return client;
    }

    // One that answers with these fields in turn, and whatever follows when the test lets it.
    private PatientOrigin Origin(params (string Name, string Value)[][] immediate) => new([
        .. immediate.DefaultIfEmpty(Fresh).Select(
            static fields => new Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>(
                (_, _) => Task.FromResult(Answers.Ok("one", fields)))),
        async (_, token) => (await _answer.Task.WaitAsync(token))(),
    ]);

    private Task RefreshAsync(CachedClient client, Func<HttpResponseMessage> answer)
    {
        _answer.SetResult(answer);

        return client.Store.Background.Work;
    }
}
