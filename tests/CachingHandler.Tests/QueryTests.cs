using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests;

/// <summary>QUERY: answered from the cache by URI and content.</summary>
public sealed class QueryTests
{
    private static readonly (string Name, string Value) Fresh = ("Cache-Control", "max-age=60");

    public static TheoryData<string, string, string> OtherQueries => new()
    {
        { "text/plain", "Content-Type", "text/csv" },
        { "text/plain", "Content-Type", "text/plain;charset=utf-8" },
        { "text/plain", "Content-Encoding", "identity" },
        { "text/plain", "Content-Language", "de" },
        { "text/plain", "Content-Location", "/other" },
    };

    [Theory]
    [Rfc10008("2.7")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Query_SecondTime_IsServedWithoutTheOrigin(string medium)
    {
        using var directory = new TemporaryDirectory();
        using var origin = new EchoOrigin(Fresh);
        using var client = new CachedClient(store: StoreOf(medium, directory), transport: origin);

        var miss = await AskAsync(client, Query("select a"));
        var hit = await AskAsync(client, Query("select a"));

        Assert.Equal([("1", HttpCacheOutcome.Miss), ("1", HttpCacheOutcome.Hit)], [miss, hit]);
        Assert.Equal([("QUERY", "select a")], origin.Received);
    }

    [Fact]
    [Rfc10008("2.7")]
    public void Query_SentSynchronously_IsServedWithoutTheOrigin()
    {
        using var origin = new EchoOrigin(Fresh);
        using var client = new CachedClient(transport: origin);
        using var miss = client.Http.Send(Query("select a"));
        miss.Content.CopyTo(Stream.Null, null, TestContext.Current.CancellationToken);

        using var hit = client.Http.Send(Query("select a"));

        Assert.Equal(HttpCacheOutcome.Hit, hit.GetHttpCacheResult()!.Outcome);
        Assert.Equal([("QUERY", "select a")], origin.Received);
    }

    [Fact]
    [Rfc10008("2.7")]
    public async Task Query_OfOtherContent_IsAskedAnew()
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh));

        var first = await AskAsync(client, Query("select a"));
        var second = await AskAsync(client, Query("select b"));
        var again = await AskAsync(client, Query("select a"));

        Assert.Equal(["1", "2", "1"], [first.Body, second.Body, again.Body]);
    }

    [Theory]
    [Rfc10008("2.7")]
    [MemberData(nameof(OtherQueries))]
    public async Task Query_WhoseContentMeansSomethingElse_IsAskedAnew(string type, string name, string value)
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh));
        await AskAsync(client, Query("x", ("Content-Type", type)));
        var other = Query("x", ("Content-Type", type));
        other.Content!.Headers.Remove(name);
        other.Content.Headers.TryAddWithoutValidation(name, value);

        var (body, _) = await AskAsync(client, other);

        Assert.Equal("2", body);
    }

    [Fact]
    public async Task Query_WithoutContent_HasAKeyOfItsOwn()
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh));

        var get = await AskAsync(client, CachedClient.Get());
        var query = await AskAsync(client, CachedClient.Request(HttpMethod.Query, CachedClient.Target));
        var again = await AskAsync(client, CachedClient.Request(HttpMethod.Query, CachedClient.Target));

        Assert.Equal(["1", "2", "2"], [get.Body, query.Body, again.Body]);
    }

    [Fact]
    public async Task Query_AndGetOfOneUri_NeverGetEachOthersResponse()
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh));

        var query = await AskAsync(client, Query("x"));
        var get = await AskAsync(client, CachedClient.Get());
        var queryAgain = await AskAsync(client, Query("x"));
        var getAgain = await AskAsync(client, CachedClient.Get());

        Assert.Equal(["1", "2", "1", "2"], [query.Body, get.Body, queryAgain.Body, getAgain.Body]);
    }

    [Theory]
    [InlineData("Authorization", "Bearer a", "Bearer b")]
    [InlineData("Accept", "text/csv", "text/plain")]
    public async Task Query_OfAnotherUserOrVariant_IsAskedAnew(string name, string value, string otherValue)
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh, ("Vary", "Accept, Content-Type")));

        var mine = await AskAsync(client, With(Query("x"), name, value));
        var yours = await AskAsync(client, With(Query("x"), name, otherValue));
        var mineAgain = await AskAsync(client, With(Query("x"), name, value));

        Assert.Equal(["1", "2", "1"], [mine.Body, yours.Body, mineAgain.Body]);
    }

    [Fact]
    [Rfc10008("2.6")]
    public async Task Query_Expired_IsValidatedWithItsContent()
    {
        using var origin = new EchoOrigin(Fresh, ("ETag", "\"v1\""));
        using var client = new CachedClient(transport: origin);
        await AskAsync(client, Query("select a"));
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var revalidated = await AskAsync(client, Query("select a"));
        var hit = await AskAsync(client, Query("select a"));

        Assert.Equal([("1", HttpCacheOutcome.Revalidated), ("1", HttpCacheOutcome.Hit)], [revalidated, hit]);
        Assert.Equal([("QUERY", "select a"), ("QUERY", "select a")], origin.Received);
        Assert.Equal("\"v1\"", origin.Requests[1].Headers.NonValidated["If-None-Match"].ToString());
        Assert.Equal("text/plain; charset=utf-8", origin.Requests[1].Content!.Headers.NonValidated["Content-Type"].ToString());
    }

    [Theory]
    [InlineData("no-store")]
    [InlineData("")]
    public async Task Query_WhoseAnswerMayNotBeStored_IsAskedAnew(string cacheControl)
    {
        using var client = new CachedClient(transport: new EchoOrigin(("Cache-Control", cacheControl)));
        await AskAsync(client, Query("x"));

        var (body, _) = await AskAsync(client, Query("x"));

        Assert.Equal("2", body);
    }

    [Theory]
    [Rfc10008("2.2")]
    [InlineData("Content-Location")]
    [InlineData("Location")]
    public async Task Query_WhoseAnswerNamesAUri_LeavesWhatIsStoredThere(string name)
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh, (name, CachedClient.Target)));
        await AskAsync(client, CachedClient.Get());

        await AskAsync(client, Query("x"));
        var get = await AskAsync(client, CachedClient.Get());

        Assert.Equal(("1", HttpCacheOutcome.Hit), get);
    }

    [Theory]
    [InlineData(HttpCacheMode.Bypass, "max-age=60")]
    [InlineData(HttpCacheMode.Default, "no-store")]
    public async Task Query_ThatTheCacheKeepsOutOf_IsSentAsItIs(HttpCacheMode mode, string cacheControl)
    {
        using var origin = new EchoOrigin(Fresh);
        using var client = new CachedClient(transport: origin);
        using var request = With(Query("x"), "Cache-Control", cacheControl).SetHttpCacheMode(mode);

        await AskAsync(client, request);

        Assert.Same(request, origin.Requests.Single());
    }

    [Fact]
    public async Task Query_WhileOffline_IsServedWhatIsStored()
    {
        using var client = new CachedClient(transport: new EchoOrigin(Fresh));
        await AskAsync(client, Query("x"));

        var known = await AskAsync(client, Query("x").SetHttpCacheMode(HttpCacheMode.OnlyIfCached));
        var unknown = await AskAsync(client, Query("y").SetHttpCacheMode(HttpCacheMode.OnlyIfCached));

        Assert.Equal([HttpCacheOutcome.Hit, HttpCacheOutcome.Unavailable], [known.Outcome, unknown.Outcome]);
    }

    [Fact]
    public async Task Query_OfAResourceNamedByTheApplication_IsToldApartByItsContent()
    {
        using var client = new CachedClient(new() { Key = _ => "contacts" }, transport: new EchoOrigin(Fresh));

        var first = await AskAsync(client, Query("x"));
        var second = await AskAsync(client, Query("y"));
        var again = await AskAsync(client, Query("x"));

        Assert.Equal(["1", "2", "1"], [first.Body, second.Body, again.Body]);
    }

    [Fact]
    public async Task Query_IsNotStoredInClear()
    {
        const string Secret = "hunter2-swordfish";
        using var client = new CachedClient(transport: new EchoOrigin(Fresh));

        await AskAsync(client, Query(Secret));

        Assert.All(await client.Store.AllAsync(), stored => Assert.DoesNotContain(Secret, stored.Key.ToString()));
    }

    private static HttpCacheStore StoreOf(string medium, TemporaryDirectory directory) =>
        medium == "disk" ? new DiskHttpCacheStore(directory.Path) : new MemoryHttpCacheStore();

    private static HttpRequestMessage Query(string content, params (string Name, string Value)[] fields)
    {
        var request = CachedClient.Request(HttpMethod.Query, CachedClient.Target);
        request.Content = new StringContent(content);
        foreach (var (name, value) in fields)
        {
            request.Content.Headers.Remove(name);
            Assert.True(request.Content.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }

    private static HttpRequestMessage With(HttpRequestMessage request, string name, string value)
    {
        Assert.True(request.Headers.TryAddWithoutValidation(name, value));

        return request;
    }

    private static async Task<(string Body, HttpCacheOutcome Outcome)> AskAsync(CachedClient client, HttpRequestMessage request)
    {
        using var response = await client.Http.SendAsync(request);

        return (await response.Content.ReadAsStringAsync(), response.GetHttpCacheResult()!.Outcome);
    }
}
