using System.Net;
using CachingHandler.Storage;
using CachingHandler.Testing;
using RichardSzalay.MockHttp;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    private static readonly HttpRequestOptionsKey<string> Tenant = new("tenant");

    public static TheoryData<HttpCacheMode, string> WaysToTheOrigin => new()
    {
        { HttpCacheMode.Default, "no-cache" },
        { HttpCacheMode.Revalidate, "max-age=60" },
        { HttpCacheMode.ForceRefresh, "max-age=60" },
        { HttpCacheMode.Bypass, "max-age=60" },
    };

    [Theory]
    [MemberData(nameof(WaysToTheOrigin))]
    public async Task Request_OnItsWay_IsNotChanged(HttpCacheMode mode, string cacheControl)
    {
        using var client = await HoldingAsync(
            "one", ("Cache-Control", cacheControl), ("ETag", "\"v1\""), ("Last-Modified", Monday));
        (string Name, string Value)[] fields =
            [("Accept", "text/html ;q=1,*/*"), ("User-Agent", "a/1  (b)"), ("x-MANY", "1"), ("x-MANY", "2")];
        using var request = CachedClient.Get(fields).SetHttpCacheMode(mode);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Options.Set(Tenant, "t");
        client.Expect(() => Answers.Ok("two"));

        using var response = await client.Http.SendAsync(request);

        Assert.Equal(fields, Messages.Lines(request));
        Assert.Equal(HttpVersion.Version20, request.Version);
        Assert.Equal(HttpVersionPolicy.RequestVersionExact, request.VersionPolicy);
        Assert.Equal(new Uri(CachedClient.Target), request.RequestUri);
        Assert.Null(request.Content);
        Assert.Equal(["tenant", "CachingHandler.Mode"], request.Options.Select(option => option.Key).OrderDescending());
    }

    [Theory]
    [MemberData(nameof(WaysToTheOrigin))]
    public async Task Request_OnItsWay_HasAllThatTheCallerGaveIt(HttpCacheMode mode, string cacheControl)
    {
        using var client = await HoldingAsync("one", ("Cache-Control", cacheControl), ("ETag", "\"v1\""));
        (string Name, string Value)[] fields = [("Accept", "text/html ;q=1,*/*"), ("User-Agent", "a/1  (b)")];
        using var request = CachedClient.Get(fields).SetHttpCacheMode(mode);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Options.Set(Tenant, "t");
        client.Origin.Expect(CachedClient.Target)
            .With(arrived => arrived.Version == HttpVersion.Version20
                && arrived.VersionPolicy == HttpVersionPolicy.RequestVersionExact
                && arrived.Options.TryGetValue(Tenant, out var tenant) && tenant == "t"
                && Messages.Lines(arrived).Take(2).SequenceEqual(fields))
            .Respond(_ => Answers.Ok("two"));

        using var response = await client.Http.SendAsync(request);

        Assert.Equal("two", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_WithContent_ArrivesWithIt()
    {
        using var client = new CachedClient();
        using var request = CachedClient.Request(HttpMethod.Post, CachedClient.Target);
        request.Content = new StringContent("question");
        client.Origin.Expect(HttpMethod.Post, CachedClient.Target).WithContent("question").Respond(
            _ => Answers.Ok("answer"));

        using var response = await client.Http.SendAsync(request);

        Assert.Equal("answer", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task RequestMessage_OfEveryResponse_IsTheCallers()
    {
        using var client = new CachedClient();
        client
            .Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60, stale-if-error=600"), ("ETag", "\"v1\"")))
            .Expect(() => Answers.NotModified())
            .Expect(() => Answers.Of(HttpStatusCode.ServiceUnavailable))
            .Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")))
            .Expect(HttpMethod.Post, CachedClient.Target, () => Answers.Of(HttpStatusCode.NoContent))
            .Expect(() => Answers.Ok("three", ("Cache-Control", "no-store")));

        var miss = await SendAsync(CachedClient.Get());
        var hit = await SendAsync(CachedClient.Get());
        client.Time.Advance(TimeSpan.FromMinutes(2));
        var revalidated = await SendAsync(CachedClient.Get());
        client.Time.Advance(TimeSpan.FromMinutes(2));
        var stale = await SendAsync(CachedClient.Get());
        var refreshed = await SendAsync(CachedClient.Get().ForceRefresh());
        var bypassed = await SendAsync(CachedClient.Request(HttpMethod.Post, CachedClient.Target));
        var unavailable = await SendAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.OnlyIfCached));
        var passed = await SendAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Bypass));

        Assert.Equal(
            [
                HttpCacheOutcome.Miss, HttpCacheOutcome.Hit, HttpCacheOutcome.Revalidated, HttpCacheOutcome.StaleHit,
                HttpCacheOutcome.Miss, HttpCacheOutcome.Bypass, HttpCacheOutcome.Unavailable, HttpCacheOutcome.Bypass,
            ],
            [miss, hit, revalidated, stale, refreshed, bypassed, unavailable, passed]);

        async Task<HttpCacheOutcome> SendAsync(HttpRequestMessage request)
        {
            using var response = await client.Http.SendAsync(request);
            Assert.Same(request, response.RequestMessage);

            return response.GetHttpCacheResult()!.Outcome;
        }
    }

    [Fact]
    [Rfc9111("4.1")]
    public async Task Vary_ByAFieldThatAHandlerBelowAdds_ComparesWhatTheCallerSent()
    {
        using var origin = new FakeOrigin(request =>
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
            return Answers.Ok("one", ("Cache-Control", "max-age=60"), ("Vary", "Accept-Encoding"));
        });
        using var client = new CachedClient(transport: origin);
        await client.GetStringAsync();

        var result = await client.ResultAsync();

        Assert.Equal(HttpCacheOutcome.Hit, result.Outcome);
    }

    [Fact]
    public async Task Redirect_FollowedBelow_IsNotStoredUnderWhatWasAskedFor()
    {
        using var origin = new FakeOrigin(request =>
        {
            request.RequestUri = new Uri("https://example.com/elsewhere");
            return Answers.Ok("one", ("Cache-Control", "max-age=60"));
        });
        using var client = new CachedClient(transport: origin);

        using var response = await client.GetAsync();

        Assert.Equal(NotStoredReason.Redirected, response.GetHttpCacheResult()!.NotStoredReason);
        Assert.Equal("https://example.com/elsewhere", response.RequestMessage!.RequestUri!.AbsoluteUri);
        Assert.Empty(await client.Store.AllAsync());
    }

    [Theory]
    [InlineData("ftp://example.com/doc")]
    [InlineData("ws://example.com/doc")]
    [InlineData("/doc")]
    [InlineData(null)]
    public async Task Request_OfAnotherScheme_PassesThrough(string? uri)
    {
        using var answer = Answers.Ok("one", ("Cache-Control", "max-age=60"));
        using var origin = new FakeOrigin(_ => answer);
        using var invoker = new HttpMessageInvoker(
            new HttpCacheHandler(new MemoryHttpCacheStore()) { InnerHandler = origin });
        using var request = new HttpRequestMessage(
            HttpMethod.Get, uri is null ? null : new Uri(uri, UriKind.RelativeOrAbsolute));

        var response = await invoker.SendAsync(request, CancellationToken.None);

        Assert.Same(answer, response);
        Assert.Null(response.GetHttpCacheResult());
    }

    [Fact]
    public async Task Request_Null_IsRefused()
    {
        using var origin = new FakeOrigin(_ => Answers.Ok("one"));
        using var invoker = new HttpMessageInvoker(
            new HttpCacheHandler(new MemoryHttpCacheStore()) { InnerHandler = origin });

        await Assert.ThrowsAsync<ArgumentNullException>(() => invoker.SendAsync(null!, CancellationToken.None));
    }

    [Fact]
    public async Task Request_CancelledBeforehand_IsNotServedThoughStored()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        var cancelled = new CancellationToken(canceled: true);

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Http.SendAsync(CachedClient.Get(), cancelled));

        Assert.Equal(cancelled, failure.CancellationToken);
    }
}
