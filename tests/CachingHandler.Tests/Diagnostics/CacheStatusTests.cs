using CachingHandler.Testing;

namespace CachingHandler.Tests.Diagnostics;

[Rfc9211("2")]
public sealed class CacheStatusTests
{
    private const string Field = "Cache-Status";

    private static readonly HttpCacheOptions On = new() { CacheStatus = "ours" };

    public static TheoryData<string, string> RequestsOfAStaleResponse => new()
    {
        { "Cache-Control: max-stale", "ours; hit; ttl=-60; detail=request-max-stale" },
        { "Cache-Control: only-if-cached", "ours; detail=request-only-if-cached" },
        { "Cache-Control: no-store", "ours; fwd=bypass; fwd-status=200; detail=request-no-store/bypass" },
        { "Accept: text/html", "ours; fwd=vary-miss; fwd-status=200; stored; ttl=60; detail=variant-not-stored" },
        { "X-Any: 1", "ours; fwd=stale; fwd-status=200; stored; ttl=60; detail=expired" },
    };

    [Fact]
    public async Task Response_ByDefault_HasNone()
    {
        using var client = new CachedClient(transport: new EditionOrigin());

        Assert.Empty(await StatusAsync(client));
    }

    [Fact]
    public async Task Miss_ThenHit_SaysSo()
    {
        using var client = new CachedClient(On, transport: new EditionOrigin());

        var miss = await StatusAsync(client);
        client.Time.Advance(TimeSpan.FromSeconds(10.5));
        var hit = await StatusAsync(client);

        Assert.Equal(["ours; fwd=uri-miss; fwd-status=200; stored; ttl=60; detail=nothing-stored"], miss);
        Assert.Equal(["ours; hit; ttl=49; detail=fresh"], hit);
    }

    [Theory]
    [MemberData(nameof(RequestsOfAStaleResponse))]
    public async Task StaleResponse_AskedFor_SaysWhatBecameOfIt(string field, string expected)
    {
        var origin = new EditionOrigin();
        using var client = new CachedClient(On, transport: origin);
        await StatusAsync(client);
        client.Time.Advance(TimeSpan.FromMinutes(2));
        origin.Edition = 2;

        var status = await StatusAsync(client, field.Split(": ") is [var name, var value] ? (name, value) : default);

        Assert.Equal([expected], status);
    }

    [Fact]
    public async Task Revalidated_ByA304_WasForwardedAndNotStoredAnew()
    {
        using var client = new CachedClient(On, transport: new EditionOrigin());
        await StatusAsync(client);
        client.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["ours; fwd=stale; fwd-status=304; ttl=60; detail=expired"], await StatusAsync(client));
    }

    [Fact]
    public async Task StaleIfError_AfterA503_WasForwarded()
    {
        var origin = new EditionOrigin();
        using var client = new CachedClient(On, transport: origin);
        await StatusAsync(client);
        client.Time.Advance(TimeSpan.FromMinutes(2));
        origin.IsDown = true;

        Assert.Equal(["ours; fwd=stale; fwd-status=503; ttl=-60; detail=stale-if-error"], await StatusAsync(client));
    }

    [Fact]
    public async Task NotStored_ByTheResponse_SaysWhy()
    {
        using var client = new CachedClient(On);
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "no-store")));

        Assert.Equal(["ours; fwd=uri-miss; fwd-status=200; detail=nothing-stored/no-store"], await StatusAsync(client));
    }

    [Fact]
    public async Task Bypass_ByMethod_SaysSo()
    {
        using var client = new CachedClient(On, transport: new EditionOrigin());
        using var response = await client.Http.SendAsync(CachedClient.Request(HttpMethod.Put, CachedClient.Target));

        Assert.Equal(["ours; fwd=method; fwd-status=204; detail=method/bypass"], Lines(response));
    }

    [Fact]
    public async Task Joined_ToAnothersFetch_WasCollapsed()
    {
        using var origin = new ManualOrigin();
        using var client = new CachedClient(On, transport: origin);
        var callers = new[] { StatusAsync(client), StatusAsync(client) };

        (await origin.NextAsync()).Answer("one", ("Cache-Control", "max-age=60"));

        Assert.Contains(
            await Task.WhenAll(callers),
            status => status is ["ours; fwd=uri-miss; collapsed; ttl=60; detail=nothing-stored"]);
    }

    [Fact]
    public async Task Upstream_ThatSentItsOwn_ComesFirstAndIsStoredAlone()
    {
        using var client = new CachedClient(On, transport: new EditionOrigin((Field, "origin; hit"), (Field, "edge; fwd=stale")));

        var miss = await StatusAsync(client);
        var hit = await StatusAsync(client);
        var stored = Assert.Single(await client.Store.AllAsync());

        Assert.Equal(["origin; hit", "edge; fwd=stale"], miss[..2]);
        Assert.Equal(["origin; hit", "edge; fwd=stale", "ours; hit; ttl=60; detail=fresh"], hit);
        Assert.Equal(["origin; hit", "edge; fwd=stale"], stored.Fields.GetValues(Field));
    }

    [Fact]
    public async Task SynchronousRequest_SaysTheSame()
    {
        using var client = new CachedClient(On, transport: new EditionOrigin());
        await StatusAsync(client);

        using var response = client.Http.Send(CachedClient.Get());

        Assert.Equal(["ours; hit; ttl=60; detail=fresh"], Lines(response));
    }

    [Theory]
    [Rfc9651("3.3.4")]
    [InlineData("ours", "ours;")]
    [InlineData("*a/b:c", "*a/b:c;")]
    [InlineData("2nd", "\"2nd\";")]
    [InlineData("my cache", "\"my cache\";")]
    [InlineData("a\"b\\c;d", "\"a\\\"b\\\\c;d\";")]
    public async Task Name_IsATokenWhereItCanBe(string name, string written)
    {
        using var client = new CachedClient(new HttpCacheOptions { CacheStatus = name }, transport: new EditionOrigin());

        Assert.StartsWith(written, Assert.Single(await StatusAsync(client)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("naïve")]
    [InlineData("a\r\nSet-Cookie: b")]
    public void Name_ThatCannotBeWritten_IsRefused(string name)
    {
        var thrown = Assert.Throws<ArgumentException>(
            () => new HttpCacheHandler(new CachingHandler.Storage.MemoryHttpCacheStore(), new HttpCacheOptions { CacheStatus = name }));

        Assert.StartsWith(
            $"CacheStatus is '{name}'; it must be a name of visible ASCII characters and spaces, or null to send no Cache-Status.",
            thrown.Message,
            StringComparison.Ordinal);
    }

    private static async Task<string[]> StatusAsync(CachedClient client, params (string Name, string Value)[] fields)
    {
        using var response = await client.GetAsync(fields);

        return Lines(response);
    }

    private static string[] Lines(HttpResponseMessage response) =>
        [.. Messages.Lines(response).Where(line => line.Name == Field).Select(line => line.Value)];
}
