using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class BackgroundRefreshTests
{
    public static TheoryData<string, int, string> WhatHasToWait => new()
    {
        { "max-age=60", 0, "no-transform" },
        { "max-age=60, stale-while-revalidate=9", 0, "no-transform" },
        { "max-age=60, stale-while-revalidate=600, must-revalidate", 0, "no-transform" },
        { "max-age=60, stale-while-revalidate=600, no-cache", 0, "no-transform" },
        { "max-age=60, stale-while-revalidate=600", 0, "no-cache" },
        { "max-age=60, stale-while-revalidate=600", 0, "max-age=69" },
        { "max-age=60, stale-while-revalidate=600", 0, "min-fresh=1" },
        { "max-age=60, stale-while-revalidate=600", 591, "no-transform" },
    };

    [Theory]
    [MemberData(nameof(WhatHasToWait))]
    public async Task Request_OutsideOfTheWindow_WaitsForTheOrigin(
        string cacheControl, int secondsLater, string requestCacheControl)
    {
        using var origin = Origin([("Cache-Control", cacheControl), ("ETag", "\"v1\"")]);
        using var client = await StaleAsync(origin);
        client.Time.Advance(TimeSpan.FromSeconds(secondsLater));

        var pending = client.GetStringAsync(("Cache-Control", requestCacheControl));
        await origin.ArrivalAsync();
        var waits = !pending.IsCompleted;
        _answer.SetResult(() => Answers.Ok("two", Changed));

        Assert.True(waits);
        Assert.Equal("two", await pending);
        Assert.Equal(0, client.Meters.Sum(Counter));
    }

    [Fact]
    public async Task Head_OfAStaleResponse_WaitsForTheOrigin()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);

        var pending = client.ResultAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target));
        await origin.ArrivalAsync();
        var waits = !pending.IsCompleted;
        _answer.SetResult(() => Answers.Ok(string.Empty, Fresh));

        Assert.True(waits);
        Assert.Equal(HttpCacheOutcome.Miss, (await pending).Outcome);
    }

    [Theory]
    [InlineData(HttpCacheMode.PreferCache)]
    [InlineData(HttpCacheMode.OnlyIfCached)]
    public async Task Mode_ThatTakesWhatIsStored_AsksNobody(HttpCacheMode mode)
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);

        await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(mode));

        Assert.True(client.Store.Background.Work.IsCompleted);
        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task Send_OfAStaleResponse_IsServedAtOnceAndRefreshedAsynchronously()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);

        using var response = client.Http.Send(CachedClient.Get());
        using var reader = new StreamReader(response.Content.ReadAsStream());
        var body = reader.ReadToEnd();
        await RefreshAsync(client, () => Answers.Ok("two", Changed));
        var next = await client.GetStringAsync();

        Assert.Equal(("one", "two"), (body, next));
    }
}
