using System.Net;
using CachingHandler.Testing;
using RichardSzalay.MockHttp;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    [Fact]
    public async Task ForceRefresh_OfAFreshImmutableResponse_ReplacesIt()
    {
        using var client = await HoldingAsync(
            "one", ("Cache-Control", "max-age=31536000, immutable"), ("ETag", "\"v1\""));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60"), ("ETag", "\"v2\"")));

        using var refreshed = await client.Http.SendAsync(CachedClient.Get().ForceRefresh());
        var next = await client.GetStringAsync();

        Assert.Equal("two", await refreshed.Content.ReadAsStringAsync());
        Assert.Equal("two", next);
    }

    [Fact]
    public async Task ForceRefresh_ToTheOrigin_AsksUnconditionallyAndEndToEnd()
    {
        using var client = await HoldingAsync(
            "one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""), ("Last-Modified", Monday));
        client.Origin.Expect(CachedClient.Target)
            .With(request => Messages.Lines(request).SequenceEqual(
                [("Cache-Control", "no-cache"), ("Pragma", "no-cache")]))
            .Respond(_ => Answers.Ok("two"));

        var result = await client.ResultAsync(CachedClient.Get().ForceRefresh());

        Assert.Equal(HttpCacheReason.ForceRefresh, result.Reason);
    }

    [Fact]
    public async Task ForceRefresh_AnsweredWithWhatIsNotStored_OutdatesWhatIs()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, immutable"));
        client
            .Expect(() => Answers.Ok("two", ("Cache-Control", "no-store")))
            .Expect(() => Answers.Ok("three"));
        await client.ResultAsync(CachedClient.Get().ForceRefresh());

        var next = await client.GetStringAsync();

        Assert.Equal("three", next);
    }

    [Theory]
    [InlineData("4")]
    [InlineData(null)]
    public async Task ForceRefresh_AnsweredWithMoreThanIsKept_OutdatesWhatIs(string? declaredLength)
    {
        using var client = await HoldingAsync(new() { MaximumBodySize = 3 }, "one", ("Cache-Control", "max-age=60"));
        client
            .Expect(() => Answers.Ok("1234", [("Cache-Control", "max-age=60"), .. Declared(declaredLength)]))
            .Expect(() => Answers.Ok("new"));
        await client.ResultAsync(CachedClient.Get().ForceRefresh());

        var next = await client.GetStringAsync();

        Assert.Equal("new", next);
    }

    [Fact]
    public async Task ForceRefresh_WhenTheOriginFails_GivesTheFailure()
    {
        using var client = await HoldingAsync(
            new() { StaleIfError = TimeSpan.FromDays(1) }, "one", ("Cache-Control", "max-age=60"));
        client.Expect(() => Answers.Of(HttpStatusCode.ServiceUnavailable));

        using var response = await client.Http.SendAsync(CachedClient.Get().ForceRefresh());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task ForceRefresh_ByTheOptionItself_IsTheSame()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        client.Expect(() => Answers.Ok("two"));
        using var request = CachedClient.Get();
        request.Options.Set(HttpCacheRequestOptions.Mode, HttpCacheMode.ForceRefresh);

        var result = await client.ResultAsync(request);

        Assert.Equal(HttpCacheReason.ForceRefresh, result.Reason);
    }

    [Fact]
    [Rfc8246("2")]
    public async Task Revalidate_OfAFreshImmutableResponse_ServesIt()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, immutable"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromSeconds(50));

        var result = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Revalidate));

        Assert.Equal((HttpCacheOutcome.Hit, HttpCacheReason.Fresh), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task Revalidate_OfAFreshResponse_AsksTheOriginAndFreshens()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromSeconds(50));
        client.Origin.Expect(CachedClient.Target)
            .With(request => Messages.Lines(request).SequenceEqual(
                [("If-None-Match", "\"v1\""), ("Cache-Control", "max-age=0")]))
            .Respond(_ => Answers.NotModified());

        var revalidated = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Revalidate));
        client.Time.Advance(TimeSpan.FromSeconds(50));
        var next = await client.ResultAsync();

        Assert.Equal(HttpCacheOutcome.Revalidated, revalidated.Outcome);
        Assert.Equal(HttpCacheOutcome.Hit, next.Outcome);
    }

    [Fact]
    public async Task PreferCache_OfAnExpiredResponse_ServesIt()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        client.Time.Advance(TimeSpan.FromMinutes(2));

        using var response = await client.Http.SendAsync(
            CachedClient.Get().SetHttpCacheMode(HttpCacheMode.PreferCache));

        Assert.Equal("one", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpCacheOutcome.StaleHit, response.GetHttpCacheResult()!.Outcome);
        Assert.Equal("120", response.Headers.NonValidated["Age"].Single());
    }

    [Fact]
    public async Task PreferCache_OfNothing_Fetches()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one"));

        var result = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.PreferCache));

        Assert.Equal(HttpCacheOutcome.Miss, result.Outcome);
    }

    [Fact]
    [Rfc9111("5.2.1.7")]
    public async Task OnlyIfCached_OfNothing_IsUnavailable()
    {
        using var client = new CachedClient();

        using var response = await client.Http.SendAsync(
            CachedClient.Get().SetHttpCacheMode(HttpCacheMode.OnlyIfCached));

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(HttpCacheOutcome.Unavailable, response.GetHttpCacheResult()!.Outcome);
        Assert.Equal(string.Empty, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task OnlyIfCached_OfAnExpiredResponse_ServesIt()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var result = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.OnlyIfCached));

        Assert.Equal(HttpCacheOutcome.StaleHit, result.Outcome);
        Assert.Equal(HttpCacheReason.OnlyIfCached, result.Reason);
    }

    [Fact]
    public async Task Bypass_WithAFreshResponse_LeavesItAlone()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        using var bypassed = await client.Http.SendAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Bypass));
        var next = await client.GetStringAsync();

        Assert.Equal("two", await bypassed.Content.ReadAsStringAsync());
        Assert.Equal("one", next);
    }

    [Fact]
    public void SetHttpCacheMode_NoMode_IsRefused()
    {
        using var request = CachedClient.Get();

        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => request.SetHttpCacheMode((HttpCacheMode)42));

        Assert.Contains("42 is no HttpCacheMode", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_NoMode_CountsAsNone()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        using var request = CachedClient.Get();
        request.Options.Set(HttpCacheRequestOptions.Mode, (HttpCacheMode)42);

        var result = await client.ResultAsync(request);

        Assert.Equal(HttpCacheOutcome.Hit, result.Outcome);
    }

    [Fact]
    public void Extensions_Null_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => default(HttpRequestMessage)!.ForceRefresh());
        Assert.Throws<ArgumentNullException>(
            () => default(HttpRequestMessage)!.SetHttpCacheMode(HttpCacheMode.Default));
        Assert.Throws<ArgumentNullException>(() => default(HttpResponseMessage)!.GetHttpCacheResult());
    }

    private static (string Name, string Value)[] Declared(string? length) =>
        length is null ? [] : [("Content-Length", length)];
}
