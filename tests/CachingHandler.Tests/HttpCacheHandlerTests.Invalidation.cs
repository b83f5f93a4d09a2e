using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    [Theory]
    [Rfc9111("4.4")]
    [InlineData("PUT", 204)]
    [InlineData("POST", 200)]
    [InlineData("DELETE", 204)]
    [InlineData("PATCH", 303)]
    [InlineData("UNHEARD-OF", 200)]
    public async Task Unsafe_Method_MakesTheNextGetFetchAnew(string method, int status)
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        client
            .Expect(new HttpMethod(method), CachedClient.Target, () => Answers.Of((HttpStatusCode)status))
            .Expect(() => Answers.Ok("two"));

        using var changed = await client.Http.SendAsync(
            CachedClient.Request(new HttpMethod(method), CachedClient.Target));
        var next = await client.GetStringAsync();

        Assert.Equal("two", next);
    }

    [Theory]
    [Rfc9111("4.4")]
    [InlineData("PUT", 400)]
    [InlineData("PUT", 412)]
    [InlineData("DELETE", 500)]
    [InlineData("OPTIONS", 200)]
    [InlineData("HEAD", 500)]
    public async Task FailedOrSafe_Method_LeavesWhatIsStored(string method, int status)
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        client.Expect(new HttpMethod(method), CachedClient.Target, () => Answers.Of((HttpStatusCode)status));

        using var failed = await client.Http.SendAsync(
            CachedClient.Request(new HttpMethod(method), CachedClient.Target).SetHttpCacheMode(HttpCacheMode.Bypass));
        var next = await client.GetStringAsync();

        Assert.Equal("one", next);
    }

    [Theory]
    [Rfc9111("4.4")]
    [InlineData("Location", "/doc", true)]
    [InlineData("Location", "doc#part", true)]
    [InlineData("Content-Location", "https://example.com/doc", true)]
    [InlineData("Content-Location", "HTTPS://EXAMPLE.COM:443/doc", true)]
    [InlineData("Location", "https://other.example/doc", false)]
    [InlineData("Content-Location", "http://example.com/doc", false)]
    [InlineData("Location", "http://[", false)]
    public async Task Unsafe_Method_InvalidatesWhatItsAnswerNames(string name, string value, bool invalidated)
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        client
            .Expect(
                HttpMethod.Post, "https://example.com/docs", () => Answers.Of(HttpStatusCode.Created, (name, value)))
            .Expect(() => Answers.Ok("two"));

        using var created = await client.Http.SendAsync(
            CachedClient.Request(HttpMethod.Post, "https://example.com/docs"));
        var next = await client.GetStringAsync();

        Assert.Equal(invalidated ? "two" : "one", next);
    }

    [Fact]
    public async Task Unsafe_MethodOfAUser_InvalidatesTheirOwnAndEverybodysResponse()
    {
        using var client = new CachedClient();
        client
            .Expect(() => Answers.Ok("everybody's", ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("mine", ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("another's", ("Cache-Control", "max-age=60")))
            .Expect(HttpMethod.Put, CachedClient.Target, () => Answers.Of(HttpStatusCode.NoContent))
            .Expect(() => Answers.Ok("everybody's new", ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("my new", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync();
        await client.GetStringAsync(("Authorization", "Bearer me"));
        await client.GetStringAsync(("Authorization", "Bearer another"));

        using var changed = await client.Http.SendAsync(
            CachedClient.Request(HttpMethod.Put, CachedClient.Target, ("Authorization", "Bearer me")));
        var everybodys = await client.GetStringAsync();
        var mine = await client.GetStringAsync(("Authorization", "Bearer me"));
        var anothers = await client.GetStringAsync(("Authorization", "Bearer another"));

        Assert.Equal(["everybody's new", "my new", "another's"], [everybodys, mine, anothers]);
    }

    [Fact]
    public async Task Unsafe_MethodThatWasRedirected_InvalidatesTheUsersResponseThoughTheTransportDropsTheCredentials()
    {
        using var origin = new FakeOrigin(
            _ => Answers.Ok("one", ("Cache-Control", "max-age=60")),
            request =>
            {
                request.Method = HttpMethod.Get;
                request.RequestUri = new Uri("https://example.com/result");
                request.Headers.Remove("Authorization");
                return Answers.Ok("done");
            },
            _ => Answers.Ok("two"));
        using var client = new CachedClient(transport: origin);
        await client.GetStringAsync(("Authorization", "Bearer me"));

        using var changed = await client.Http.SendAsync(
            CachedClient.Request(HttpMethod.Post, CachedClient.Target, ("Authorization", "Bearer me")));
        var next = await client.GetStringAsync(("Authorization", "Bearer me"));

        Assert.Equal("two", next);
    }

    [Fact]
    public async Task Unsafe_Method_InvalidatesAllVariants()
    {
        using var client = new CachedClient();
        client
            .Expect(() => Answers.Ok("en", ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")))
            .Expect(() => Answers.Ok("de", ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")))
            .Expect(HttpMethod.Delete, CachedClient.Target, () => Answers.Of(HttpStatusCode.NoContent));
        await client.GetStringAsync(("Accept-Language", "en"));
        await client.GetStringAsync(("Accept-Language", "de"));

        using var deleted = await client.Http.SendAsync(CachedClient.Request(HttpMethod.Delete, CachedClient.Target));

        Assert.Empty(await client.Store.AllAsync());
    }

    [Fact]
    public async Task Unsafe_MethodUnderAKeyOfTheApplications_InvalidatesIt()
    {
        using var client = await HoldingAsync(new() { Key = _ => "doc" }, "one", ("Cache-Control", "max-age=60"));
        client.Expect(HttpMethod.Put, "https://example.com/doc?signed", () => Answers.Of(HttpStatusCode.NoContent));

        using var changed = await client.Http.SendAsync(
            CachedClient.Request(HttpMethod.Put, "https://example.com/doc?signed"));

        Assert.Empty(await client.Store.AllAsync());
    }

    [Fact]
    public async Task Head_OfAFreshGet_HasItsHeaderAndNoBody()
    {
        using var client = await HoldingAsync(
            "one", ("Cache-Control", "max-age=60"), ("Content-Length", "3"), ("Content-Type", "text/plain"));

        using var response = await client.Http.SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target));

        Assert.Equal(HttpCacheOutcome.Hit, response.GetHttpCacheResult()!.Outcome);
        Assert.Equal("3", response.Content.Headers.NonValidated["Content-Length"].Single());
        Assert.Equal("text/plain", response.Content.Headers.NonValidated["Content-Type"].Single());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_FromTheOrigin_IsNeverStoredAsGet()
    {
        using var client = new CachedClient();
        client
            .Expect(HttpMethod.Head, CachedClient.Target, () => Answers.Of(
                HttpStatusCode.OK, ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        using var head = await client.Http.SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target));

        var body = await client.GetStringAsync();

        Assert.Equal(NotStoredReason.Method, head.GetHttpCacheResult()!.NotStoredReason);
        Assert.Equal("one", body);
    }
}
