using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class ClientCacheTests
{
    [Fact]
    public async Task Refresh_Uri_WithAValidator_IsConfirmed()
    {
        _origin.Set("GET", A, Fresh, ("ETag", "\"1\""));
        await GetAsync(A);
        _client.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, await Cache.RefreshAsync(new Uri(A)));

        Assert.Equal(2, _origin.Count);
        Assert.Equal(TimeSpan.FromSeconds(1), (await ResultAsync(A)).Age);
    }

    [Fact]
    public async Task Refresh_Uri_OfSeveralVariants_AsksForEachByWhatItVariesBy()
    {
        _origin.Set("GET", A, Fresh, ("Vary", "Accept-Language"));
        await GetAsync(A, ("Accept-Language", "de"));
        await GetAsync(A, ("Accept-Language", "en"));
        await GetAsync(A);
        _client.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(3, await Cache.RefreshAsync(new Uri(A)));

        Assert.Equal(6, _origin.Count);
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A, ("Accept-Language", "de")));
        Assert.Equal(6, _origin.Count);
    }

    [Fact]
    public async Task RefreshTag_OfChangedResponses_KeepsTheirTags()
    {
        await GetTaggedAsync(A, "x", "y");
        await GetTaggedAsync(B, "x");
        _client.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(2, await Cache.RefreshTagAsync("x"));
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A));
        await Cache.InvalidateTagAsync("y");

        Assert.Equal([HttpCacheOutcome.Miss, HttpCacheOutcome.Hit], [await GetAsync(A), await GetAsync(B)]);
    }

    [Fact]
    public async Task RefreshTag_OfAResponseWithMoreTagsThanARequestGives_KeepsAll()
    {
        _origin.Set("GET", A, ("Cache-Control", "no-cache"), ("ETag", "\"1\""));
        await GetTaggedAsync(A, [.. Enumerable.Range(0, 16).Select(number => $"{number}")]);
        await GetTaggedAsync(A, [.. Enumerable.Range(16, 16).Select(number => $"{number}")]);
        _client.Time.Advance(TimeSpan.FromSeconds(1));
        _origin.Set("GET", A, Fresh, ("ETag", "\"2\""));

        Assert.Equal(1, await Cache.RefreshTagAsync("0"));

        Assert.Equal(32, Assert.Single(await _client.Store.AllAsync(), stored => !stored.Key.IsNote).Groups.Count);
    }

    [Fact]
    public async Task Tags_WithoutEnd_MakeTheResponseBeFetchedAnew()
    {
        _origin.Set("GET", A, ("Cache-Control", "no-cache"), ("ETag", "\"1\""));
        var most = 0;
        foreach (var number in Enumerable.Range(0, 300))
        {
            await GetTaggedAsync(A, $"{number}");
            most = Math.Max(most, (await _client.Store.AllAsync()).Max(stored => stored.Groups.Count));
        }

        Assert.InRange(most, 100, 160);
    }

    [Fact]
    public async Task RefreshGroup_OfAnOrigin_RefreshesItsMembers()
    {
        _origin.Set("GET", A, Fresh, ("Cache-Groups", "\"x\""));
        await GetAsync(A);
        await GetAsync(B);
        _client.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, await Cache.RefreshGroupAsync(new Uri(A), "x"));

        Assert.Equal(3, _origin.Count);
    }

    [Fact]
    public async Task Refresh_OfWhatBelongsToAUser_InvalidatesIt()
    {
        await GetAsync(A);
        await GetAsync(A, ("Authorization", "Bearer 1"));
        _client.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, await Cache.RefreshAsync(new Uri(A)));

        Assert.Equal(3, _origin.Count);
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A));
        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A, ("Authorization", "Bearer 1")));
    }

    [Fact]
    public async Task RefreshTag_OfWhatHasAKeyOrAnswersAQuery_InvalidatesIt()
    {
        _origin.Set("QUERY", A, Fresh);
        var request = CachedClient.Request(HttpMethod.Query, A).SetHttpCachePolicy(new() { Tags = ["x"] });
        request.Content = new StringContent("one");
        await SendAsync(request);
        await SendAsync(CachedClient.Request(HttpMethod.Get, B).SetHttpCachePolicy(new() { Key = "b", Tags = ["x"] }));

        Assert.Equal(0, await Cache.RefreshTagAsync("x"));

        Assert.Equal(2, _origin.Count);
        Assert.DoesNotContain(await _client.Store.AllAsync(), stored => !stored.Key.IsNote);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Refresh_ThatTheOriginRefuses_LeavesWhatIsStored(int status)
    {
        await GetAsync(A);
        _origin.Set("GET", A, status);

        Assert.Equal(0, await Cache.RefreshAsync(new Uri(A)));

        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A));
    }

    [Fact]
    public async Task Refresh_RefusedWithoutAUsersCredentials_InvalidatesTheUsersAlone()
    {
        await GetAsync(A);
        await GetAsync(A, ("Authorization", "Bearer 1"));
        _origin.Set("GET", A, 401);

        Assert.Equal(0, await Cache.RefreshAsync(new Uri(A)));

        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A));
        Assert.EndsWith("private", Assert.Single(await _client.Store.AllAsync()).Key.Partition);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Refresh_OfWhatIsNotThereAnyMore_LetsItGo(int status)
    {
        await GetAsync(A);
        _origin.Set("GET", A, status, ("Cache-Control", "no-store"));

        Assert.Equal(0, await Cache.RefreshAsync(new Uri(A)));

        Assert.Empty(await _client.Store.AllAsync());
    }

    [Fact]
    [Rfc8246("2")]
    public async Task Refresh_OfWhatIsImmutable_DoesNotAsk()
    {
        _origin.Set("GET", A, ("Cache-Control", "max-age=600, immutable"));
        await GetAsync(A);

        Assert.Equal(0, await Cache.RefreshAsync(new Uri(A)));

        Assert.Equal((HttpCacheOutcome.Hit, 1), (await GetAsync(A), _origin.Count));
    }

    [Fact]
    public async Task RefreshTag_OfWhatIsInvalid_DoesNotAsk()
    {
        await GetTaggedAsync(A, "x");
        await Cache.InvalidateTagAsync("x");

        Assert.Equal((0, 1), (await Cache.RefreshTagAsync("x"), _origin.Count));
    }

    [Fact]
    public async Task Refresh_OfAnOriginThatIsAway_Throws()
    {
        await GetAsync(A);
        _origin.Gate = Task.FromException(new HttpRequestException("away"));

        await Assert.ThrowsAsync<HttpRequestException>(() => Cache.RefreshAsync(new Uri(A)));

        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(A));
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, false, true)]
    [InlineData(3, true, false)]
    [InlineData(4, true, false)]
    [InlineData(5, true, false)]
    public async Task Invalidate_WithAStoreThatFails_ThrowsNothingAndSaysWhetherSomethingIsLeft(int failAt, bool isDone, bool isLeft)
    {
        await GetAsync(A);
        var failing = new FaultyStore(_client.Store, failAt);
        using var other = new CachedClient(transport: _origin, store: failing);

        Assert.Equal(isDone, await other.Cache.InvalidateAsync(new Uri(A)));

        Assert.Equal(failAt < 5, failing.HasFailed);
        Assert.Equal(isLeft, (await _client.Store.AllAsync()).Any(stored => !stored.Key.IsNote));
    }

    [Fact]
    public async Task Calls_OnAStoreThatCannotBeWalked_DoWhatTheyCanAndSaySo()
    {
        Keep("unwalkable");
        await GetTaggedAsync(A, "x");
        await GetAsync(B, ("Authorization", "Bearer 1"));
        _client.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((1, 3), (await Cache.RefreshAsync(new Uri(A)), _origin.Count));
        Assert.Equal((0, 3), (await Cache.RefreshTagAsync("x"), _origin.Count));
        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A));
        Assert.False(await Cache.InvalidateAsync(new Uri(A)));
        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(A));
        Assert.False(await Cache.ClearAsync());
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(B, ("Authorization", "Bearer 1")));
        Assert.Equal(0, _client.Meters.Sum("cachinghandler.store.failures"));
    }

    [Fact]
    public async Task Calls_WithoutWhatTheyNeed_AreRefused()
    {
        var relative = new Uri("/a", UriKind.Relative);
        using var request = new HttpRequestMessage(HttpMethod.Get, relative);

        await Assert.ThrowsAsync<ArgumentNullException>(() => Cache.InvalidateAsync((Uri)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Cache.InvalidateAsync((HttpRequestMessage)null!));
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.InvalidateAsync(relative));
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.InvalidateAsync(request));
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.InvalidateTagAsync(string.Empty));
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.InvalidateTagAsync(new string('x', 257)));
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.InvalidateGroupAsync(new Uri(A), string.Empty));
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.RefreshAsync(relative));
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.RefreshTagAsync(string.Empty));
        await Assert.ThrowsAsync<ArgumentException>(() => Cache.RefreshGroupAsync(relative, "x"));
    }

    private Task<HttpCacheResult> ResultAsync(string uri)
    {
        _client.Time.Advance(TimeSpan.FromSeconds(1));

        return _client.ResultAsync(CachedClient.Request(HttpMethod.Get, uri));
    }
}
