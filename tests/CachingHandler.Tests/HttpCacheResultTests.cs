using System.Net;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheResultTests
{
    public static TheoryData<string, HttpCacheReason, ForwardReason> RequestsThatWantBetter => new()
    {
        { "Cache-Control: no-cache", HttpCacheReason.RequestNoCache, ForwardReason.Request },
        { "Pragma: no-cache", HttpCacheReason.RequestNoCache, ForwardReason.Request },
        { "Cache-Control: max-age=5", HttpCacheReason.RequestMaxAge, ForwardReason.Request },
        { "Cache-Control: min-fresh=55", HttpCacheReason.RequestMinFresh, ForwardReason.Request },
        { "Accept: text/html", HttpCacheReason.VariantNotStored, ForwardReason.VaryMiss },
    };

    [Fact]
    public async Task Miss_OfAnUnknownUri_SaysSo()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));

        var result = await client.ResultAsync();

        Assert.Equal(
            (HttpCacheOutcome.Miss, HttpCacheReason.NothingStored, ForwardReason.UriMiss, true, NotStoredReason.None),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored, result.NotStoredReason));
        Assert.Null(result.Age);
        Assert.Equal(TimeSpan.FromSeconds(60), result.FreshnessLifetime);
        Assert.Equal("Miss (NothingStored)", result.ToString());
    }

    [Fact]
    public async Task Hit_OfAFreshResponse_HasAgeAndLifetime()
    {
        using var client = await HoldingAsync("max-age=60");
        client.Time.Advance(TimeSpan.FromSeconds(10.5));

        var result = await client.ResultAsync();

        Assert.Equal(
            (HttpCacheOutcome.Hit, HttpCacheReason.Fresh, ForwardReason.None, true, NotStoredReason.None),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored, result.NotStoredReason));
        Assert.Equal(TimeSpan.FromSeconds(10.5), result.Age);
        Assert.Equal(TimeSpan.FromSeconds(60), result.FreshnessLifetime);
    }

    [Fact]
    public async Task Hit_AskedTwice_IsTheSameResult()
    {
        using var client = await HoldingAsync("max-age=60");
        using var response = await client.GetAsync();

        var first = response.GetHttpCacheResult();

        Assert.Same(first, response.GetHttpCacheResult());
    }

    [Theory]
    [MemberData(nameof(RequestsThatWantBetter))]
    public async Task Forwarded_ByTheRequest_SaysWhy(string field, HttpCacheReason reason, ForwardReason forward)
    {
        using var client = await HoldingAsync("max-age=60");
        client.Time.Advance(TimeSpan.FromSeconds(10));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        var result = await client.ResultAsync(Field(field));

        Assert.Equal((reason, forward), (result.Reason, result.ForwardReason));
        Assert.True(result.Stored);
    }

    [Theory]
    [InlineData("max-age=60", 120, HttpCacheReason.Expired)]
    [InlineData("max-age=60, no-cache", 0, HttpCacheReason.ResponseNoCache)]
    public async Task Revalidated_BecauseOfTheResponse_SaysWhy(
        string cacheControl, int secondsLater, HttpCacheReason reason)
    {
        using var client = await HoldingAsync(cacheControl);
        client.Time.Advance(TimeSpan.FromSeconds(secondsLater));
        client.Expect(() => Answers.NotModified());

        var result = await client.ResultAsync();

        Assert.Equal(
            (HttpCacheOutcome.Revalidated, reason, ForwardReason.Stale, true),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored));
        Assert.Equal(TimeSpan.Zero, result.Age);
    }

    [Fact]
    public async Task Revalidated_ByMode_SaysWhy()
    {
        using var client = await HoldingAsync("max-age=60");
        client.Expect(() => Answers.NotModified());

        var result = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Revalidate));

        Assert.Equal((HttpCacheReason.Revalidate, ForwardReason.Request), (result.Reason, result.ForwardReason));
    }

    [Fact]
    public async Task Revalidated_WithNoStoreOnThe304_IsServedAndDropped()
    {
        using var client = await HoldingAsync("max-age=60");
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.NotModified(("Cache-Control", "no-store")));

        var result = await client.ResultAsync();

        Assert.Equal(
            (HttpCacheOutcome.Revalidated, false, NotStoredReason.NoStore),
            (result.Outcome, result.Stored, result.NotStoredReason));
        Assert.Empty(await client.Store.AllAsync());
    }

    [Fact]
    public async Task Changed_OnValidation_SaysWhyItWasAsked()
    {
        using var client = await HoldingAsync("max-age=60");
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        var result = await client.ResultAsync();

        Assert.Equal(
            (HttpCacheOutcome.Changed, HttpCacheReason.Expired, ForwardReason.Stale, true),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored));
    }

    [Theory]
    [InlineData("max-stale", HttpCacheReason.RequestMaxStale)]
    [InlineData("max-stale=60", HttpCacheReason.RequestMaxStale)]
    public async Task StaleHit_ByTheRequest_WasNotForwarded(string cacheControl, HttpCacheReason reason)
    {
        using var client = await HoldingAsync("max-age=60");
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var result = await client.ResultAsync(("Cache-Control", cacheControl));

        Assert.Equal(
            (HttpCacheOutcome.StaleHit, reason, ForwardReason.None, true),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored));
    }

    [Fact]
    public async Task StaleHit_ByPreference_WasNotForwarded()
    {
        using var client = await HoldingAsync("max-age=60");
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var result = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.PreferCache));

        Assert.Equal((HttpCacheReason.PreferCache, ForwardReason.None), (result.Reason, result.ForwardReason));
    }

    [Fact]
    public async Task StaleHit_ForAnError_WasForwarded()
    {
        using var client = await HoldingAsync("max-age=60, stale-if-error=600");
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Of(HttpStatusCode.BadGateway));

        var result = await client.ResultAsync();

        Assert.Equal((HttpCacheReason.StaleIfError, ForwardReason.Stale), (result.Reason, result.ForwardReason));
    }

    [Theory]
    [InlineData(true, HttpCacheReason.OnlyIfCached)]
    [InlineData(false, HttpCacheReason.RequestOnlyIfCached)]
    public async Task Unavailable_Offline_SaysSo(bool byMode, HttpCacheReason reason)
    {
        using var client = new CachedClient();
        using var request = byMode
            ? CachedClient.Get().SetHttpCacheMode(HttpCacheMode.OnlyIfCached)
            : CachedClient.Get(("Cache-Control", "only-if-cached"));

        var result = await client.ResultAsync(request);

        Assert.Equal(
            (HttpCacheOutcome.Unavailable, reason, ForwardReason.None, false),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored));
        Assert.Null(result.Age);
        Assert.Null(result.FreshnessLifetime);
    }

    [Fact]
    public async Task BodyGone_BetweenHeadAndBody_IsAMiss()
    {
        using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt: 8);
        using var client = await HoldingAsync("max-age=60", store);
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.NotModified()).Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        var result = await client.ResultAsync();

        Assert.Equal(
            (HttpCacheOutcome.Miss, HttpCacheReason.BodyGone, ForwardReason.Miss, true),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored));
    }

    [Fact]
    public void Response_OfNoCache_HasNone()
    {
        using var response = new HttpResponseMessage();

        Assert.Null(response.GetHttpCacheResult());
    }

    private static async Task<CachedClient> HoldingAsync(string cacheControl, HttpCacheStore? store = null)
    {
        var client = new CachedClient(store: store);
        client.Expect(() => Answers.Ok("one", ("Cache-Control", cacheControl), ("ETag", "\"v1\""), ("Vary", "Accept")));
        await client.GetStringAsync();

        return client;
    }

    private static (string Name, string Value) Field(string line) =>
        line.Split(": ") is [var name, var value] ? (name, value) : default;
}
