using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests;

/// <summary>An application that says what is no longer right: by URI, by request, by tag, by group.</summary>
public sealed partial class ClientCacheTests : IDisposable
{
    private const string A = "https://example.com/a";
    private const string B = "https://example.com/b";

    private static readonly (string Name, string Value) Fresh = ("Cache-Control", "max-age=600");

    private readonly PathOrigin _origin = new();
    private readonly TemporaryDirectory _directory = new();
    private CachedClient _client;

    public ClientCacheTests()
    {
        _client = new(transport: _origin);
        _origin.Set("GET", A, Fresh).Set("GET", B, Fresh);
    }

    public static TheoryData<string> Media => ["memory", "disk", "tiered"];

    private IHttpCache Cache => _client.Cache;

    public void Dispose()
    {
        _client.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Invalidate_Uri_OfAllUsersAndVariants_LeavesTheRest(string medium)
    {
        Keep(medium);
        _origin.Set("GET", A, Fresh, ("Vary", "Accept-Language"));
        await GetAsync(A);
        await GetAsync(A, ("Accept-Language", "de"));
        await GetAsync(A, ("Authorization", "Bearer 1"));
        await GetAsync(B);

        Assert.True(await Cache.InvalidateAsync(new Uri("HTTPS://EXAMPLE.com:443/%61#part")));

        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A));
        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A, ("Accept-Language", "de")));
        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A, ("Authorization", "Bearer 1")));
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(B));
    }

    [Fact]
    public async Task Invalidate_Uri_OfWhatAnswersQueriesToIt_OfAllUsers()
    {
        _origin.Set("QUERY", A, Fresh);
        await QueryAsync(A, "one");
        await QueryAsync(A, "one", ("Authorization", "Bearer 1"));

        Assert.True(await Cache.InvalidateAsync(new Uri(A)));

        Assert.Equal(HttpCacheOutcome.Miss, await QueryAsync(A, "one"));
        Assert.Equal(HttpCacheOutcome.Miss, await QueryAsync(A, "one", ("Authorization", "Bearer 1")));
    }

    [Fact]
    public async Task Invalidate_Uri_AnsweredByAnotherWhoseQueryMeansTheSame_IsFetchedAnew()
    {
        (string, string)[] fields = [Fresh, ("No-Vary-Search", "params=(\"utm\")")];
        _origin.Set("GET", A + "?utm=1", fields).Set("GET", A + "?utm=2", fields);
        await GetAsync(A + "?utm=1", ("Authorization", "Bearer 1"));

        Assert.True(await Cache.InvalidateAsync(new Uri(A + "?utm=2")));

        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A + "?utm=1", ("Authorization", "Bearer 1")));
    }

    [Fact]
    public async Task Invalidate_Request_OfOneUser_LeavesTheOthers()
    {
        await GetAsync(A, ("Authorization", "Bearer 1"));
        await GetAsync(A, ("Authorization", "Bearer 2"));
        using var request = CachedClient.Request(HttpMethod.Get, A, ("Authorization", "Bearer 1"));

        Assert.True(await Cache.InvalidateAsync(request));

        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A, ("Authorization", "Bearer 1")));
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A, ("Authorization", "Bearer 2")));
    }

    [Fact]
    public async Task Invalidate_Request_WithAKey_InvalidatesWhatHasIt()
    {
        var policy = new HttpCacheRequestPolicy { Key = "a" };
        await SendAsync(CachedClient.Request(HttpMethod.Get, A).SetHttpCachePolicy(policy));
        using var request = CachedClient.Request(HttpMethod.Get, A + "?signature=2").SetHttpCachePolicy(policy);

        Assert.True(await Cache.InvalidateAsync(request));

        Assert.Empty(await _client.Store.AllAsync());
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task InvalidateTag_OfSeveralUris_LeavesWhatHasOthers(string medium)
    {
        Keep(medium);
        await GetTaggedAsync(A, "x", "y");
        await GetTaggedAsync(B, "y");
        await GetAsync(A, ("Authorization", "Bearer 1"));

        Assert.True(await Cache.InvalidateTagAsync("x"));

        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(B));
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A, ("Authorization", "Bearer 1")));
        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A));
    }

    [Fact]
    public async Task InvalidateTag_OfAResponseThatWasConfirmedWithIt_FetchesItAnew()
    {
        _origin.Set("GET", A, ("Cache-Control", "no-cache"), ("ETag", "\"1\""));
        await GetTaggedAsync(A, "first");
        Assert.Equal(HttpCacheOutcome.Revalidated, await GetTaggedAsync(A, "second"));
        Assert.Equal(HttpCacheOutcome.Revalidated, await GetAsync(A));

        await Cache.InvalidateTagAsync("first");
        Assert.Equal(HttpCacheOutcome.Miss, await GetTaggedAsync(A, "second"));
        await Cache.InvalidateTagAsync("second");
        Assert.Equal(HttpCacheOutcome.Miss, await GetTaggedAsync(A));
    }

    [Fact]
    public async Task InvalidateTag_WhileAResponseIsOnItsWay_KeepsItFromBeingStored()
    {
        var gate = new TaskCompletionSource();
        _origin.Gate = gate.Task;
        var pending = GetTaggedAsync(A, "x");
        _client.Time.Advance(TimeSpan.FromSeconds(1));
        await Cache.InvalidateTagAsync("x");
        gate.SetResult();
        await pending;

        Assert.DoesNotContain(await _client.Store.AllAsync(), stored => !stored.Key.IsNote);
    }

    [Fact]
    public async Task InvalidateTag_OfAnotherScope_LeavesTheResponse()
    {
        using var other = new CachedClient(new() { Scope = "other" }, _client.Store, _origin);
        await GetTaggedAsync(A, "x");

        await other.Cache.InvalidateTagAsync("x");

        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A));
    }

    [Fact]
    [Rfc9875("2")]
    public async Task InvalidateGroup_OfAnOrigin_LeavesTheSameNameElsewhere()
    {
        const string Other = "https://example.org/a";
        _origin.Set("GET", A, Fresh, ("Cache-Groups", "\"x\"")).Set("GET", Other, Fresh, ("Cache-Groups", "\"x\""));
        await GetAsync(A);
        await GetAsync(Other);

        Assert.True(await Cache.InvalidateGroupAsync(new Uri("https://example.com/any"), "x"));

        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(Other));
        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A));
    }

    [Fact]
    public async Task Invalidate_Uri_WhileAUsersResponseIsOnItsWay_KeepsItFromBeingStored()
    {
        var gate = new TaskCompletionSource();
        _origin.Gate = gate.Task;
        var pending = GetAsync(A, ("Authorization", "Bearer 1"));

        await Cache.InvalidateAsync(new Uri(A));
        gate.SetResult();
        await pending;

        Assert.Empty(await _client.Store.AllAsync());
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Clear_OfOneClient_LeavesWhatOthersKeep(string medium)
    {
        Keep(medium);
        await GetTaggedAsync(A, "x");
        await GetAsync(A, ("Authorization", "Bearer 1"));
        using var other = new CachedClient(new() { Scope = "other" }, _client.Store, _origin);
        await other.ResultAsync(CachedClient.Request(HttpMethod.Get, A, ("Authorization", "Bearer 1")));

        Assert.True(await Cache.ClearAsync());

        Assert.EndsWith("/other", Assert.Single(await _client.Store.AllAsync()).Key.Partition);
    }

    [Theory]
    [InlineData("", "private", true)]
    [InlineData("", "private#digest", true)]
    [InlineData("", "private/x", false)]
    [InlineData("", "private#digest/x", false)]
    [InlineData("", "shared", false)]
    [InlineData("x", "private/x", true)]
    [InlineData("x", "private#digest/x", true)]
    [InlineData("x", "private/x/y", false)]
    [InlineData("x/y", "private#digest/x/y", true)]
    [InlineData("x#y", "private/x#y", true)]
    [InlineData("x", "private", false)]
    [InlineData("x", "privately/x", false)]
    [InlineData("", "privately", false)]
    public void Key_OfAPartition_IsInItsScopeAlone(string scope, string partition, bool expected) =>
        Assert.Equal(
            expected,
            new KeySelector(new() { Scope = scope }, new(new byte[32])).Contains(new HttpCacheKey("GET", A, partition)));

    private void Keep(string medium)
    {
        _client.Dispose();
        HttpCacheStore store = medium switch
        {
            "memory" => new MemoryHttpCacheStore(),
            "disk" => new DiskHttpCacheStore(_directory.Path),
            "unwalkable" => new UnwalkableStore(),
            _ => new TieredHttpCacheStore(new DiskHttpCacheStore(_directory.Path)),
        };
        _client = new(store: store, transport: _origin);
    }

    private Task<HttpCacheOutcome> GetAsync(string uri, params (string Name, string Value)[] fields) =>
        SendAsync(CachedClient.Request(HttpMethod.Get, uri, fields));

    private Task<HttpCacheOutcome> GetTaggedAsync(string uri, params string[] tags) =>
        SendAsync(CachedClient.Request(HttpMethod.Get, uri).SetHttpCachePolicy(new() { Tags = tags }));

    private Task<HttpCacheOutcome> QueryAsync(string uri, string content, params (string Name, string Value)[] fields)
    {
        var request = CachedClient.Request(HttpMethod.Query, uri, fields);
        request.Content = new StringContent(content);

        return SendAsync(request);
    }

    // A second passes with each: what was asked for in the moment of an invalidation counts as before it.
    private async Task<HttpCacheOutcome> SendAsync(HttpRequestMessage request)
    {
        _client.Time.Advance(TimeSpan.FromSeconds(1));
        using (request)
        {
            return (await _client.ResultAsync(request)).Outcome;
        }
    }
}
