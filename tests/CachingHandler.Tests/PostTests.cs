using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>POST: answered from the cache only where the application says that it is a query.</summary>
public sealed class PostTests
{
    private static readonly (string Name, string Value) Fresh = ("Cache-Control", "max-age=60");

    private static readonly (string Name, string Value) Located = ("Content-Location", "/doc");

    [Fact]
    [Rfc9110("9.3.3")]
    public async Task Post_OfWhichNothingIsSaid_IsNeverAnsweredFromTheCache()
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh, Located));

        var first = await AskAsync(client, Post("x"));
        var second = await AskAsync(client, Post("x"));

        Assert.Equal([("1", HttpCacheOutcome.Bypass), ("2", HttpCacheOutcome.Bypass)], [first, second]);
    }

    [Fact]
    public async Task Post_ThatIsAQuery_IsServedByItsContent()
    {
        using var client = Querying(new EchoOrigin(Fresh));

        var first = await AskAsync(client, Post("x"));
        var other = await AskAsync(client, Post("y"));
        var again = await AskAsync(client, Post("x"));

        Assert.Equal([("1", HttpCacheOutcome.Miss), ("2", HttpCacheOutcome.Miss), ("1", HttpCacheOutcome.Hit)], [first, other, again]);
    }

    [Fact]
    public async Task Post_ThatIsAQuery_DoesNotAnswerQueryOrGet()
    {
        using var client = Querying(new EchoOrigin(Fresh, Located));
        await AskAsync(client, Post("x"));
        var query = Post("x");
        query.Method = HttpMethod.Query;

        var (queried, _) = await AskAsync(client, query);
        var (got, _) = await AskAsync(client, CachedClient.Get());

        Assert.Equal(["2", "3"], [queried, got]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_000_000)]
    public async Task Post_ThatIsAQuery_InvalidatesNothing(int length)
    {
        using var client = Querying(new EchoOrigin(Fresh, Located, ("Location", "/doc")));
        await AskAsync(client, CachedClient.Get());

        await AskAsync(client, Post(new string('x', length)));
        var get = await AskAsync(client, CachedClient.Get());

        Assert.Equal(("1", HttpCacheOutcome.Hit), get);
    }

    [Fact]
    public async Task Post_OneOfTwoKinds_IsToldApartByTheApplication()
    {
        using var origin = new EchoOrigin(Fresh);
        using var client = new CachedClient(
            new() { TreatAsQuery = request => request.Headers.NonValidated.Contains("X-Query") }, transport: origin);
        var query = Post("x");
        query.Headers.TryAddWithoutValidation("X-Query", "1");
        await AskAsync(client, query);
        await AskAsync(client, CachedClient.Get());

        await AskAsync(client, Post("x"));
        var (body, _) = await AskAsync(client, CachedClient.Get());

        Assert.Equal("4", body);
    }

    [Theory]
    [Rfc9110("9.3.3")]
    [InlineData("public")]
    [InlineData("private")]
    [InlineData("no-cache")]
    public async Task Post_WhoseAnswerDoesNotSayHowLongItIsFresh_IsNotStored(string cacheControl)
    {
        using var client = Querying(new EchoOrigin(
            ("Cache-Control", cacheControl), ("ETag", "\"v1\""), ("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")));

        var result = await client.ResultAsync(Post("x"));

        Assert.Equal(NotStoredReason.NoFreshness, result.NotStoredReason);
    }

    [Fact]
    [Rfc9110("13.1.2")]
    public async Task Post_Expired_IsFetchedWithoutACondition()
    {
        using var origin = new EchoOrigin(Fresh, ("ETag", "\"v1\""));
        using var client = Querying(origin);
        await AskAsync(client, Post("x"));
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var fetched = await AskAsync(client, Post("x"));
        var hit = await AskAsync(client, Post("x"));

        Assert.Equal([("2", HttpCacheOutcome.Miss), ("2", HttpCacheOutcome.Hit)], [fetched, hit]);
        Assert.False(origin.Requests[1].Headers.NonValidated.Contains("If-None-Match"));
    }

    [Fact]
    public async Task TreatAsQuery_ForOtherMethods_IsNotAsked()
    {
        using var client = new CachedClient(
            new() { TreatAsQuery = _ => throw new InvalidOperationException("asked") }, transport: new EchoOrigin(Fresh));

        using var put = await client.Http.PutAsync(CachedClient.Target, new StringContent("x"));
        using var get = await client.GetAsync();

        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
    }

    [Fact]
    public async Task TreatAsQuery_ThatThrows_FailsItsRequest()
    {
        var failure = new InvalidOperationException("no such user");
        using var client = new CachedClient(new() { TreatAsQuery = _ => throw failure }, transport: new EchoOrigin(Fresh));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => client.Http.SendAsync(Post("x")));

        Assert.Same(failure, thrown);
    }

    [Theory]
    [Rfc9110("9.3.3")]
    [InlineData("/doc")]
    [InlineData("doc")]
    [InlineData("https://example.com/doc")]
    [InlineData("HTTPS://EXAMPLE.COM:443/%64oc")]
    public async Task Post_AnsweredWithTheRepresentationOfItsUri_AnswersALaterGet(string location)
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh, ("Content-Location", location)));
        await AskAsync(client, CachedClient.Get());

        var post = await AskAsync(client, Post("x"));
        var get = await AskAsync(client, CachedClient.Get());

        Assert.Equal([("2", HttpCacheOutcome.Bypass), ("2", HttpCacheOutcome.Hit)], [post, get]);
    }

    [Theory]
    [Rfc9110("9.3.3")]
    [InlineData("Content-Location", "")]
    [InlineData("Content-Location", "/other")]
    [InlineData("Content-Location", "/doc?x")]
    [InlineData("Content-Location", "https://example.org/doc")]
    [InlineData("Content-Location", "http://example.com/doc")]
    [InlineData("Content-Location", "mailto:doc@example.com")]
    [InlineData("Content-Location", "http://[")]
    [InlineData("Location", "/doc")]
    public async Task Post_AnsweredWithSomethingElse_IsNotStored(string name, string value)
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh, (name, value)));

        await AskAsync(client, Post("x"));
        var (body, _) = await AskAsync(client, CachedClient.Get());

        Assert.Equal("2", body);
    }

    [Fact]
    public async Task Post_AnsweredWithARepresentationThatVaries_AnswersAGetWithTheSameFields()
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh, Located, ("Vary", "Accept, Content-Type")));
        await AskAsync(client, Post("x", ("Accept", "text/csv")));

        var other = await AskAsync(client, CachedClient.Get(("Accept", "text/csv")));

        // The POST had a Content-Type, which this GET has not.
        Assert.Equal(("2", HttpCacheOutcome.Miss), other);
    }

    [Theory]
    [InlineData(HttpCacheMode.Bypass, "max-age=60")]
    [InlineData(HttpCacheMode.Default, "no-store")]
    public async Task Post_ThatTheCacheKeepsOutOf_IsNotStored(HttpCacheMode mode, string cacheControl)
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh, Located));

        await AskAsync(client, Post("x", ("Cache-Control", cacheControl)).SetHttpCacheMode(mode));
        var (body, _) = await AskAsync(client, CachedClient.Get());

        Assert.Equal("2", body);
    }

    private static CachedClient Querying(EchoOrigin origin) => new(new() { TreatAsQuery = _ => true }, transport: origin);

    private static HttpRequestMessage Post(string content, params (string Name, string Value)[] fields)
    {
        var request = CachedClient.Request(HttpMethod.Post, CachedClient.Target, fields);
        request.Content = new StringContent(content);

        return request;
    }

    private static async Task<(string Body, HttpCacheOutcome Outcome)> AskAsync(CachedClient client, HttpRequestMessage request)
    {
        using var response = await client.Http.SendAsync(request);

        return (await response.Content.ReadAsStringAsync(), response.GetHttpCacheResult()!.Outcome);
    }
}
