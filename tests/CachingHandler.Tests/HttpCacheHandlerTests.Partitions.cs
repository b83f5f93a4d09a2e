using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    private const string Secret = "hunter2-swordfish";

    public static TheoryData<string, string, string, string> TwoUsers => new()
    {
        { "Authorization", "Bearer a", "Authorization", "Bearer b" },
        { "Authorization", "Bearer a", "X-Anonymous", "1" },
        { "Authorization", "Bearer a", "Cookie", "Bearer a" },
        { "Cookie", "session=a", "Cookie", "session=b" },
        { "Cookie", "session=a", "X-Anonymous", "1" },
        { "X-Api-Key", "a", "X-Api-Key", "b" },
        { "x-functions-key", "a", "X-Anonymous", "1" },
        { "PRIVATE-TOKEN", "a", "PRIVATE-TOKEN", "b" },
    };

    [Theory]
    [MemberData(nameof(TwoUsers))]
    public async Task Users_ToldApartByCredentials_NeverSeeEachOthersResponses(
        string name, string value, string otherName, string otherValue)
    {
        using var client = new CachedClient();
        client
            .Expect(() => Answers.Ok("mine", ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("yours", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync((name, value));
        await client.GetStringAsync((otherName, otherValue));

        var mine = await client.GetStringAsync((name, value));
        var yours = await client.GetStringAsync((otherName, otherValue));

        Assert.Equal(["mine", "yours"], [mine, yours]);
    }

    [Fact]
    public async Task Users_InTheUri_NeverSeeEachOthersResponses()
    {
        using var client = new CachedClient();
        client
            .Expect(HttpMethod.Get, "https://a:1@example.com/doc", () => Answers.Ok(
                "mine", ("Cache-Control", "max-age=60")))
            .Expect(HttpMethod.Get, "https://b:1@example.com/doc", () => Answers.Ok(
                "yours", ("Cache-Control", "max-age=60")));
        await client.Http.GetStringAsync("https://a:1@example.com/doc");
        await client.Http.GetStringAsync("https://b:1@example.com/doc");

        var mine = await client.Http.GetStringAsync("https://a:1@example.com/doc");
        var yours = await client.Http.GetStringAsync("https://b:1@example.com/doc");

        Assert.Equal(["mine", "yours"], [mine, yours]);
    }

    [Fact]
    public async Task Users_OfACustomPartition_NeverSeeEachOthersResponses()
    {
        var user = "a";
        using var client = new CachedClient(new() { Partition = _ => user });
        client
            .Expect(() => Answers.Ok("mine", ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("yours", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync();
        user = "b";
        await client.GetStringAsync();

        var yours = await client.GetStringAsync();
        user = "a";
        var mine = await client.GetStringAsync(
            ("Authorization", "of no account where the application says who is asking"));

        Assert.Equal(["mine", "yours"], [mine, yours]);
    }

    [Fact]
    public async Task Partition_Null_LeavesItToTheCredentials()
    {
        using var client = new CachedClient(new() { Partition = _ => null });
        client
            .Expect(() => Answers.Ok("mine", ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("yours", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync(("Authorization", "Bearer a"));

        var yours = await client.GetStringAsync(("Authorization", "Bearer b"));

        Assert.Equal("yours", yours);
    }

    [Fact]
    public async Task Partition_Throwing_ReachesTheCaller()
    {
        var failure = new InvalidOperationException("Nobody is logged in.");
        using var client = new CachedClient(new() { Partition = _ => throw failure });

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync());

        Assert.Same(failure, thrown);
    }

    [Theory]
    [Rfc9111("3.5")]
    [InlineData("max-age=60", false)]
    [InlineData("max-age=60, public", true)]
    [InlineData("max-age=60, must-revalidate", true)]
    [InlineData("s-maxage=60", true)]
    [InlineData("max-age=60, private", false)]
    public async Task Shared_AuthorizedResponse_IsForEverybodyOnlyWhereItSaysSo(string cacheControl, bool shared)
    {
        using var client = new CachedClient(new() { Kind = HttpCacheKind.Shared });
        client
            .Expect(() => Answers.Ok("first", ("Cache-Control", cacheControl)))
            .Expect(() => Answers.Ok("second", ("Cache-Control", cacheControl)));
        await client.GetStringAsync(("Authorization", "Bearer a"));

        var body = await client.GetStringAsync(("Authorization", "Bearer b"));

        Assert.Equal(shared ? "first" : "second", body);
    }

    [Fact]
    public async Task Scopes_OnOneStore_AreApart()
    {
        using var client = new CachedClient(new() { Scope = "a" });
        using var other = new CachedClient(new() { Scope = "b" }, client.Store);
        client.Expect(() => Answers.Ok("mine", ("Cache-Control", "max-age=60")));
        other.Expect(() => Answers.Ok("yours", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync();
        await other.GetStringAsync();

        var bodies = new[] { await client.GetStringAsync(), await other.GetStringAsync() };

        Assert.Equal(["mine", "yours"], bodies);
    }

    [Fact]
    public async Task Kinds_OnOneStore_AreApart()
    {
        using var client = new CachedClient();
        using var shared = new CachedClient(new() { Kind = HttpCacheKind.Shared }, client.Store);
        client.Expect(() => Answers.Ok("mine", ("Cache-Control", "private, max-age=60")));
        shared.Expect(() => Answers.Ok("ours", ("Cache-Control", "max-age=60")));
        await client.GetStringAsync();
        await shared.GetStringAsync();

        var bodies = new[] { await client.GetStringAsync(), await shared.GetStringAsync() };

        Assert.Equal(["mine", "ours"], bodies);
    }

    [Fact]
    public async Task Clients_OfTheSameScope_ShareOneStore()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"));
        using var other = new CachedClient(store: client.Store);

        var body = await other.GetStringAsync();

        Assert.Equal("one", body);
    }

    [Theory]
    [InlineData("Authorization", "Bearer " + Secret)]
    [InlineData("Cookie", "session=" + Secret)]
    [InlineData("X-Api-Key", Secret)]
    [InlineData("X-Custom", Secret)]
    public async Task Credentials_OfARequest_AreNowhereInTheStore(string name, string value)
    {
        using var directory = new TemporaryDirectory();
        using var client = new CachedClient(store: new DiskHttpCacheStore(directory.Path));
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60"), ("Vary", $"Accept, {name}")));
        await client.GetStringAsync((name, value));

        var stored = Assert.Single(await client.Store.AllAsync());

        Assert.DoesNotContain(Texts(stored), text => text.Contains(Secret, StringComparison.Ordinal));
        Assert.All(
            directory.Files(), file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("swordfish"u8)));
        Assert.All(directory.Files(), file => Assert.DoesNotContain("swordfish", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_OfAUriOrAPartition_AreNowhereInTheStore()
    {
        using var client = new CachedClient(
            new() { Partition = request => request.RequestUri!.Query.Length > 0 ? Secret : null });
        client
            .Expect(HttpMethod.Get, $"https://user:{Secret}@example.com/doc", () => Answers.Ok(
                "one", ("Cache-Control", "max-age=60")))
            .Expect(
                HttpMethod.Get, "https://example.com/doc?a", () => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await client.Http.GetStringAsync($"https://user:{Secret}@example.com/doc");
        await client.Http.GetStringAsync("https://example.com/doc?a");

        var stored = await client.Store.AllAsync();

        Assert.Equal(2, stored.Count);
        Assert.DoesNotContain(stored.SelectMany(Texts), text => text.Contains(Secret, StringComparison.Ordinal));
    }

    // All that a store is given but the body.
    private static IEnumerable<string> Texts(StoredResponse stored) =>
    [
        stored.Key.Method,
        stored.Key.Uri,
        stored.Key.Partition,
        .. stored.Fields.SelectMany(field => new[] { field.Key, field.Value }),
        .. stored.SelectingFields.SelectMany(field => new[] { field.Key, field.Value ?? string.Empty }),
    ];
}
