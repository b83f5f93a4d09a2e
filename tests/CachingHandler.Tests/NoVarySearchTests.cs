using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests;

/// <summary>No-Vary-Search: a response answers URIs whose queries differ in what makes no difference.</summary>
public sealed class NoVarySearchTests
{
    private const string List = "https://example.com/list";

    private static readonly (string Name, string Value) Fresh = ("Cache-Control", "max-age=600");

    [Theory]
    [InlineData("memory", "key-order", "?a=1&b=2", "?b=2&a=1")]
    [InlineData("disk", "key-order", "?a=1&b=2", "?b=2&a=1")]
    [InlineData("memory", "params=(\"utm\")", "?a=1&utm=x", "?a=1")]
    [InlineData("memory", "params=(\"utm\")", "", "?utm=x")]
    [InlineData("memory", "params=(\"utm\")", "?utm=x", "")]
    [InlineData("memory", "params", "?a=1", "?b=2")]
    [InlineData("disk", "params", "?a=1", "")]
    [InlineData("memory", "params, except=(\"id\")", "?id=1&x=1", "?y=2&id=1")]
    [InlineData("memory", "params=(\"x\")", "?%61=1", "?a=1")]
    [InlineData("memory", "params=(\"x\")", "?q=a+b", "?q=a%20b&&x")]
    public async Task Get_OfAQueryThatMeansTheSame_IsServed(string medium, string rule, string first, string second)
    {
        using var run = new Run(new(), medium).Set(first, rule);
        await run.GetAsync(first);

        var hit = await run.GetAsync(second);

        Assert.Equal(("1", HttpCacheOutcome.Hit), hit);
    }

    [Theory]
    [InlineData("key-order", "?a=1&b=2", "?a=1&b=3")]
    [InlineData("key-order", "?a=1&a=2", "?a=2&a=1")]
    [InlineData("params=(\"utm\")", "?a=1", "?a=2")]
    [InlineData("params=(\"utm\")", "?a=1&b=1", "?b=1&a=1")]
    [InlineData("params, except=(\"id\")", "?id=1", "?id=2")]
    [InlineData("params, except=(\"id\")", "?id=1", "?id=1&id=1")]
    [InlineData("params=?0", "?a=1", "?a=1&")]
    [InlineData("params=(\"a\"), except=(\"b\")", "?a=1", "?a=2")]
    [InlineData("params=(a)", "?a=1", "?a=2")]
    [InlineData("params=", "?a=1", "?a=2")]
    [InlineData("key-order", "?q=%FF&a=1", "?q=%FE&a=1")]
    [InlineData("key-order", "?q=%FF&a=1", "?a=1&q=%FF")]
    public async Task Get_OfAQueryThatMeansSomethingElse_IsAskedAnew(string rule, string first, string second)
    {
        using var run = new Run(new()).Set(first, rule).Set(second, rule);
        await run.GetAsync(first);

        var miss = await run.GetAsync(second);
        var hit = await run.GetAsync(first);

        Assert.Equal([("2", HttpCacheOutcome.Miss), ("1", HttpCacheOutcome.Hit)], [miss, hit]);
    }

    [Fact]
    public async Task Get_OfAnotherPath_IsAskedAnew()
    {
        using var run = new Run(new()).Set("?a=1", "params").Set("/more?a=1", "params");
        await run.GetAsync("?a=1");

        var (body, _) = await run.GetAsync("/more?a=1");

        Assert.Equal("2", body);
    }

    [Fact]
    public async Task Get_OfAnotherUser_IsAskedAnew()
    {
        using var run = new Run(new()).Set("?a=1", "params").Set("?b=2", "params");
        await run.GetAsync("?a=1", ("Authorization", "Bearer a"));

        var (body, _) = await run.GetAsync("?b=2", ("Authorization", "Bearer b"));

        Assert.Equal("2", body);
    }

    [Fact]
    public async Task Get_OfAnotherVariant_IsAskedAnew()
    {
        using var run = new Run(new()).Set("?a=1", "params", ("Vary", "Accept")).Set("?b=2", "params", ("Vary", "Accept"));
        await run.GetAsync("?a=1", ("Accept", "text/csv"));

        var other = await run.GetAsync("?b=2", ("Accept", "text/plain"));
        var same = await run.GetAsync("?c=3", ("Accept", "text/csv"));

        Assert.Equal(["2", "1"], [other.Body, same.Body]);
    }

    [Fact]
    public async Task Head_OfAQueryThatMeansTheSame_IsServed()
    {
        using var run = new Run(new()).Set("?a=1", "params");
        await run.GetAsync("?a=1");

        var (_, outcome) = await run.SendAsync(HttpMethod.Head, "?b=2");

        Assert.Equal(HttpCacheOutcome.Hit, outcome);
    }

    [Fact]
    public async Task Response_Expired_IsValidatedUnderAnyOfItsQueries()
    {
        using var run = new Run(new()).Set("?a=1", "params", ("ETag", "\"1\"")).Set("?b=2", "params", ("ETag", "\"1\""));
        await run.GetAsync("?a=1");
        run.Client.Time.Advance(TimeSpan.FromMinutes(20));

        var revalidated = await run.GetAsync("?b=2");
        var hit = await run.GetAsync("?a=1");

        Assert.Equal([("1", HttpCacheOutcome.Revalidated), ("1", HttpCacheOutcome.Hit)], [revalidated, hit]);
    }

    [Theory]
    [InlineData("params", "?b=2", "params")]
    [InlineData("params", "?b=2", "")]
    [InlineData("", "?a=1", "params")]
    public async Task Response_RefreshedInTheBackground_IsFoundByItsNewRule(string rule, string query, string newRule)
    {
        (string Name, string Value) stale = ("Cache-Control", "max-age=600, stale-while-revalidate=6000");
        using var run = new Run(new()).Set("?a=1", rule, stale);
        await run.GetAsync("?a=1");
        run.Set(query, newRule, stale).Client.Time.Advance(TimeSpan.FromMinutes(20));
        await run.GetAsync(query);
        await run.Client.Store.Background.Work;

        var refreshed = await run.GetAsync(query);

        Assert.Equal(("2", HttpCacheOutcome.Hit), refreshed);
    }

    [Fact]
    public async Task Response_ReplacedUnderAnotherQuery_IsReplacedForAll()
    {
        using var run = new Run(new()).Set("?a=1", "params").Set("?b=2", "params");
        await run.GetAsync("?a=1");
        await run.GetAsync("?b=2", HttpCacheMode.ForceRefresh);

        var hit = await run.GetAsync("?a=1");

        Assert.Equal(("2", HttpCacheOutcome.Hit), hit);
    }

    [Fact]
    public async Task Response_ThatGetsARule_IsFoundByIt()
    {
        using var run = new Run(new()).Set("?a=1", "");
        await run.GetAsync("?a=1");
        run.Set("?a=1", "params");
        await run.GetAsync("?a=1", HttpCacheMode.ForceRefresh);

        var same = await run.GetAsync("?a=1");
        var other = await run.GetAsync("?b=2");

        Assert.Equal([("2", HttpCacheOutcome.Hit), ("2", HttpCacheOutcome.Hit)], [same, other]);
    }

    [Fact]
    public async Task Response_ThatGetsARuleBesideAnotherVariant_IsFoundByIt()
    {
        using var run = new Run(new()).Set("?a=1", "", ("Vary", "Accept"));
        await run.GetAsync("?a=1", ("Accept", "text/csv"));
        run.Set("?a=1", "params", ("Vary", "Accept"));
        await run.GetAsync("?a=1", ("Accept", "text/plain"));

        var hit = await run.GetAsync("?a=1", ("Accept", "text/plain"));

        Assert.Equal(("2", HttpCacheOutcome.Hit), hit);
    }

    [Fact]
    public async Task Response_ThatLosesItsRule_AnswersItsOwnUriAlone()
    {
        using var run = new Run(new()).Set("?a=1", "params").Set("?b=2", "params");
        await run.GetAsync("?a=1");
        run.Set("?a=1", "");
        await run.GetAsync("?a=1", HttpCacheMode.ForceRefresh);

        var same = await run.GetAsync("?a=1");
        var other = await run.GetAsync("?b=2");

        Assert.Equal(["2", "3"], [same.Body, other.Body]);
    }

    [Fact]
    public async Task Response_WhoseRuleIsNoLongerTheLast_IsAskedAnew()
    {
        using var run = new Run(new())
            .Set("?a=1&x=1", "params=(\"x\")").Set("?a=1&y=1", "params=(\"y\")").Set("?a=1&x=2", "params=(\"x\")");
        await run.GetAsync("?a=1&x=1");
        await run.GetAsync("?a=1&y=1");

        var (body, _) = await run.GetAsync("?a=1&x=2");

        Assert.Equal("3", body);
    }

    [Fact]
    public async Task Response_WhoseRuleComesBack_IsNotFoundAgain()
    {
        using var run = new Run(new())
            .Set("?a=1&x=1", "params=(\"x\")").Set("?b=1", "params=(\"y\")").Set("?c=1", "params=(\"x\")")
            .Set("?a=1", "params=(\"x\")");
        await run.GetAsync("?a=1&x=1");
        await run.GetAsync("?b=1");
        await run.SendAsync(HttpMethod.Put, "?a=1&x=1");
        await run.GetAsync("?c=1");

        var (body, _) = await run.GetAsync("?a=1");

        Assert.Equal("5", body);
    }

    [Fact]
    public async Task Response_WhoseRuleAValidationChanges_AnswersNoOtherQuery()
    {
        using var run = new Run(new()).Set("?a=1", "params", ("ETag", "\"1\"")).Set("?b=2", "params", ("ETag", "\"1\""));
        await run.GetAsync("?a=1");
        run.Client.Time.Advance(TimeSpan.FromMinutes(20));
        run.Set("?a=1", "key-order", ("ETag", "\"1\""));
        await run.GetAsync("?a=1");

        var (body, _) = await run.GetAsync("?b=2");

        Assert.Equal("3", body);
    }

    [Theory]
    [Rfc9111("4.4")]
    [InlineData("?a=1&x=9", "3")]
    [InlineData("?a=2", "1")]
    [InlineData("", "1")]
    public async Task UnsafeMethod_OnAQuery_InvalidatesWhatMeansTheSame(string changed, string expected)
    {
        using var run = new Run(new()).Set("?a=1", "params=(\"x\")").Set("?a=1&x=1", "params=(\"x\")");
        await run.GetAsync("?a=1");
        await run.SendAsync(HttpMethod.Put, changed);

        var (body, _) = await run.GetAsync("?a=1&x=1");

        Assert.Equal(expected, body);
    }

    [Fact]
    [Rfc9111("4.4")]
    public async Task UnsafeMethod_ThroughAHandlerThatIgnoresRules_InvalidatesAllTheSame()
    {
        using var run = new Run(new()).Set("?a=1", "params").Set("?b=2", "params").Set("?c=3", "params");
        using var other = new CachedClient(new() { NoVarySearch = false }, run.Client.Store, run.Origin);
        await run.GetAsync("?a=1");
        using var changed = await other.Http.PutAsync(List + "?c=3", null);

        var (body, _) = await run.GetAsync("?b=2");

        Assert.Equal("3", body);
    }

    [Fact]
    public async Task Option_Off_LeavesEveryQueryToItself()
    {
        using var run = new Run(new() { NoVarySearch = false }).Set("?a=1", "params").Set("?b=2", "params");
        await run.GetAsync("?a=1");

        var (body, _) = await run.GetAsync("?b=2");

        Assert.Equal("2", body);
    }

    [Fact]
    public async Task Key_OfTheApplication_LeavesTheRuleWithoutEffect()
    {
        using var run = new Run(new() { Key = request => request.RequestUri!.AbsoluteUri }).Set("?a=1", "params").Set("?b=2", "params");
        await run.GetAsync("?a=1");

        var (body, _) = await run.GetAsync("?b=2");

        Assert.Equal("2", body);
    }

    [Fact]
    public async Task Member_OfAGroup_IsStillOneUnderAnotherQuery()
    {
        using var run = new Run(new())
            .Set("?a=1", "params", ("Cache-Groups", "\"x\"")).Set("?b=2", "params", ("Cache-Groups", "\"x\""));
        run.Origin.Set("POST", "https://example.com/form", 204, ("Cache-Group-Invalidation", "\"x\""));
        await run.GetAsync("?a=1");
        var hit = await run.GetAsync("?b=2");
        run.Client.Time.Advance(TimeSpan.FromSeconds(1));
        using var changed = await run.Client.Http.PostAsync("https://example.com/form", null);

        var (body, _) = await run.GetAsync("?b=2");

        Assert.Equal(["1", "3"], [hit.Body, body]);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Miss_OfAnyQuery_CostsOneMoreLook(bool isOn, int looks)
    {
        using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt: 0);
        using var run = new Run(new() { NoVarySearch = isOn }, store: store).Set("?a=1", "", ("Cache-Control", "no-store"));

        await run.GetAsync("?a=1");

        Assert.Equal(looks, store.Calls);
    }

    [Fact]
    public async Task Hit_OfAnOrdinaryResponse_CostsNothingMore()
    {
        using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt: 0, failsBodies: false);
        using var run = new Run(new(), store: store).Set("?a=1", "");
        await run.GetAsync("?a=1");
        var before = store.Calls;

        var (_, outcome) = await run.GetAsync("?a=1");

        Assert.Equal((HttpCacheOutcome.Hit, 2), (outcome, store.Calls - before));
    }

    /// <summary>A client of a list with queries.</summary>
    private sealed class Run : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public Run(HttpCacheOptions options, string medium = "memory", HttpCacheStore? store = null)
        {
            store ??= medium == "disk" ? new DiskHttpCacheStore(_directory.Path) : new MemoryHttpCacheStore();
            Client = new CachedClient(options, store, Origin);
        }

        public PathOrigin Origin { get; } = new();

        public CachedClient Client { get; }

        public Run Set(string query, string rule, params (string Name, string Value)[] fields)
        {
            Origin
                .Set("GET", new Uri(List + query).AbsoluteUri, [Fresh, ("No-Vary-Search", rule), .. fields])
                .Set("PUT", List + query, 204);

            return this;
        }

        public Task<(string Body, HttpCacheOutcome Outcome)> GetAsync(string query, params (string Name, string Value)[] fields) =>
            SendAsync(CachedClient.Request(HttpMethod.Get, List + query, fields));

        public Task<(string Body, HttpCacheOutcome Outcome)> GetAsync(string query, HttpCacheMode mode) =>
            SendAsync(CachedClient.Request(HttpMethod.Get, List + query).SetHttpCacheMode(mode));

        public Task<(string Body, HttpCacheOutcome Outcome)> SendAsync(HttpMethod method, string query)
        {
            Origin.Set("PUT", List + query, 204);

            return SendAsync(CachedClient.Request(method, List + query));
        }

        public void Dispose()
        {
            Client.Dispose();
            _directory.Dispose();
        }

        private async Task<(string Body, HttpCacheOutcome Outcome)> SendAsync(HttpRequestMessage request)
        {
            Client.Time.Advance(TimeSpan.FromMilliseconds(1));
            using var response = await Client.Http.SendAsync(request);

            return (await response.Content.ReadAsStringAsync(), response.GetHttpCacheResult()!.Outcome);
        }
    }
}
