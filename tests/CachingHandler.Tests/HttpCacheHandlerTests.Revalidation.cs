using System.Net;
using CachingHandler.Testing;
using RichardSzalay.MockHttp;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    private const string Monday = "Mon, 31 Dec 2029 00:00:00 GMT";

    [Fact]
    [Rfc9111("4.3.1")]
    public async Task Expired_WithBothValidators_SendsBothAsReceived()
    {
        using var client = await HoldingAsync(
            "one",
            ("Cache-Control", "max-age=60"),
            ("ETag", "W/\"v1\""),
            ("Last-Modified", "Monday, 31-Dec-29 00:00:00 GMT"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Expect(CachedClient.Target)
            .With(request => Messages.Lines(request).SequenceEqual(
                [("If-None-Match", "W/\"v1\""), ("If-Modified-Since", "Monday, 31-Dec-29 00:00:00 GMT")]))
            .Respond(_ => Answers.NotModified());

        using var response = await client.GetAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("one", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("ETag", "\"v1\"", "If-None-Match")]
    [InlineData("ETag", "unquoted", "If-None-Match")]
    [InlineData("Last-Modified", Monday, "If-Modified-Since")]
    public async Task Expired_WithOneValidator_SendsIt(string name, string value, string condition)
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), (name, value));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Expect(CachedClient.Target)
            .With(request => Messages.Lines(request).SequenceEqual([(condition, value)]))
            .Respond(_ => Answers.NotModified());

        var result = await client.ResultAsync();

        Assert.Equal(HttpCacheOutcome.Revalidated, result.Outcome);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public async Task NotModified_Fields_ReplaceTheStoredOnes()
    {
        using var client = await HoldingAsync(
            "one",
            ("Cache-Control", "max-age=60"),
            ("ETag", "\"v1\""),
            ("X-Old", "1"),
            ("X-Both", "1"),
            ("Content-Length", "3"),
            ("Content-Type", "text/plain"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.NotModified(
            ("Cache-Control", "max-age=10"), ("X-Both", "2"), ("X-New", "2"), ("Content-Length", "0"), (
                "Content-Type", "text/html")));

        using var response = await client.GetAsync();

        Assert.Equal("1", response.Headers.NonValidated["X-Old"].Single());
        Assert.Equal("2", response.Headers.NonValidated["X-Both"].Single());
        Assert.Equal("2", response.Headers.NonValidated["X-New"].Single());
        Assert.Equal("max-age=10", response.Headers.NonValidated["Cache-Control"].Single());
        Assert.Equal("3", response.Content.Headers.NonValidated["Content-Length"].Single());
        Assert.Equal("text/html", response.Content.Headers.NonValidated["Content-Type"].Single());
        Assert.Equal("0", response.Headers.NonValidated["Age"].Single());
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public async Task NotModified_ThenGet_IsAHitUntilItExpiresAnew()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.NotModified(("ETag", "\"v1\"")));
        await client.GetStringAsync();
        client.Time.Advance(TimeSpan.FromSeconds(59));

        var result = await client.ResultAsync();

        Assert.Equal(HttpCacheOutcome.Hit, result.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(59), result.Age);
    }

    [Fact]
    public async Task NotModified_Twice_ValidatesWithTheNewValidator()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("Last-Modified", Monday));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(
            () => Answers.NotModified(("Last-Modified", Monday), ("Cache-Control", "max-age=30"), ("X-Round", "2")));
        await client.GetStringAsync();
        client.Time.Advance(TimeSpan.FromSeconds(31));
        client.Origin.Expect(CachedClient.Target).WithHeaders("If-Modified-Since", Monday).Respond(
            _ => Answers.NotModified());

        using var response = await client.GetAsync();

        Assert.Equal(HttpCacheOutcome.Revalidated, response.GetHttpCacheResult()!.Outcome);
        Assert.Equal("2", response.Headers.NonValidated["X-Round"].Single());
    }

    [Fact]
    public async Task Ok_OnValidation_ReplacesWhatIsStored()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60"), ("ETag", "\"v2\"")));

        var changed = await client.GetStringAsync();
        var hit = await client.GetStringAsync();

        Assert.Equal(["two", "two"], [changed, hit]);
        Assert.Single(await client.Store.AllAsync());
    }

    [Fact]
    public async Task Ok_OnValidationThatIsNotStored_OutdatesWhatIs()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "no-store")));

        await client.GetStringAsync();

        Assert.Empty(await client.Store.AllAsync());
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public async Task NotModified_AboutAnotherEntity_IsAskedForAgainWithoutACondition()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.NotModified(("ETag", "\"v2\"")));
        client.Origin.Expect(CachedClient.Target)
            .With(request => Messages.Lines(request).Count == 0)
            .Respond(_ => Answers.Ok("two", ("Cache-Control", "max-age=60"), ("ETag", "\"v2\"")));

        using var response = await client.GetAsync();

        Assert.Equal("two", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpCacheReason.ValidationMismatch, response.GetHttpCacheResult()!.Reason);
    }

    [Fact]
    public async Task NotModified_WhenTheEntryIsGoneMeanwhile_FetchesAnew()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Expect(CachedClient.Target).WithHeaders("If-None-Match", "\"v1\"").Respond(async _ =>
        {
            await client.Store.ClearAsync();
            return Answers.NotModified();
        });
        client.Origin.Expect(CachedClient.Target)
            .With(request => Messages.Lines(request).Count == 0)
            .Respond(_ => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        using var response = await client.GetAsync();

        Assert.Equal("two", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task NotModified_OnceServed_IsDisposed()
    {
        using var content = new WatchedContent();
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Of(HttpStatusCode.NotModified, content));

        await client.GetStringAsync();

        Assert.True(content.IsDisposed);
    }

    private static Task<CachedClient> HoldingAsync(string body, params (string Name, string Value)[] fields) =>
        HoldingAsync(null, body, fields);

    // A client whose cache has fetched the target once.
    private static async Task<CachedClient> HoldingAsync(
        HttpCacheOptions? options, string body, params (string Name, string Value)[] fields)
    {
        var client = new CachedClient(options);
        client.Expect(() => Answers.Ok(body, fields));
        var result = await client.ResultAsync();
        Assert.True(result.Stored);

        return client;
    }
}
