using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests.EndToEnd;

public sealed class TroubleTests
{
    private static readonly OriginDocument First = new(new string('1', 50_000)) { ETag = "\"v1\"" };

    public static TheoryData<string, string> Everywhere => CachedConnection.Everywhere;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Connection_BrokenAmidASizedBody_IsNeverServedShort(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        connection.Origin.BreakNext("/doc");

        await Assert.ThrowsAsync<HttpRequestException>(() => connection.GetAsync("/doc"));

        Assert.DoesNotContain(await connection.Store.AllAsync(), stored => stored.Part is null);
        Assert.Equal(First.Body, (await connection.GetAsync("/doc")).Body);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Connection_BrokenAmidAChunkedBody_StoresNothing(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with { IsChunked = true });
        connection.Origin.BreakNext("/doc");

        await Assert.ThrowsAsync<HttpRequestException>(() => connection.GetAsync("/doc"));

        Assert.Empty(await connection.Store.AllAsync());
        Assert.Equal((First.Body, HttpCacheOutcome.Miss), await connection.GetAsync("/doc"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Connection_BrokenAmidARefresh_KeepsWhatWasStored(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");
        connection.Origin.BreakNext("/doc");

        await Assert.ThrowsAsync<HttpRequestException>(() => connection.GetAsync("/doc", HttpCacheMode.ForceRefresh));

        Assert.Equal((First.Body, HttpCacheOutcome.Hit), await connection.GetAsync("/doc"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Origin_Down_IsStoodInForWhereTheResponseAllows(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First with { CacheControl = "max-age=60, stale-if-error=600" });
        await connection.GetAsync("/doc");
        connection.Time.Advance(TimeSpan.FromMinutes(2));
        await connection.Origin.DisposeAsync();

        var stale = await connection.GetAsync("/doc");

        Assert.Equal((First.Body, HttpCacheOutcome.StaleHit), stale);
        await Assert.ThrowsAsync<HttpRequestException>(() => connection.GetAsync("/other"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Origin_Down_OnlyIfCachedServesWhatIsThere(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");
        connection.Time.Advance(TimeSpan.FromMinutes(2));
        await connection.Origin.DisposeAsync();

        var stale = await connection.GetAsync("/doc", HttpCacheMode.OnlyIfCached);
        var nothing = await connection.GetAsync("/other", HttpCacheMode.OnlyIfCached);

        Assert.Equal((First.Body, HttpCacheOutcome.StaleHit), stale);
        Assert.Equal((string.Empty, HttpCacheOutcome.Unavailable), nothing);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Restart_OnDisk_ServesWithoutTheOrigin(string version)
    {
        await using var connection = await CachedConnection.OpenAsync(version, "disk");
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");
        await connection.GetAsync("/doc", authorization: "Bearer me");
        await connection.Origin.DisposeAsync();

        await connection.RestartAsync();

        Assert.Equal((First.Body, HttpCacheOutcome.Hit), await connection.GetAsync("/doc"));
        Assert.Equal((First.Body, HttpCacheOutcome.Hit), await connection.GetAsync("/doc", authorization: "Bearer me"));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Restart_OnDisk_RevalidatesWhatHasExpired(string version)
    {
        await using var connection = await CachedConnection.OpenAsync(version, "disk");
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");
        connection.Time.Advance(TimeSpan.FromMinutes(2));

        await connection.RestartAsync();

        Assert.Equal((First.Body, HttpCacheOutcome.Revalidated), await connection.GetAsync("/doc"));
        Assert.Equal(1, connection.Origin.Count("/doc", 304));
    }

    [Theory]
    [InlineData("1.1", "memory", 301)]
    [InlineData("1.1", "disk", 302)]
    [InlineData("2.0", "memory", 302)]
    [InlineData("2.0", "disk", 301)]
    public async Task Redirect_FollowedBelow_HasTheFinalUriAndIsNotStored(string version, string medium, int status)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        connection.Origin.Redirect("/old", status, "/doc");
        await connection.GetAsync("/old");

        using var response = await connection.Http.GetAsync("/old");

        Assert.Equal(First.Body, await response.Content.ReadAsStringAsync());
        Assert.Equal("/doc", response.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(NotStoredReason.Redirected, response.GetHttpCacheResult()!.NotStoredReason);
        Assert.Equal(2, connection.Origin.Count("/old", status));
        Assert.Empty(await connection.Store.AllAsync());
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Put_OfADocument_MakesTheNextGetFetchIt(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        await connection.GetAsync("/doc");
        using var changed = await connection.Http.PutAsync("/doc", new StringContent("new"));

        var next = await connection.GetAsync("/doc");

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal((First.Body, HttpCacheOutcome.Miss), next);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Post_AnsweredByARedirect_InvalidatesTheUsersOwnResponse(string version, string medium)
    {
        await using var connection = await CachedConnection.OpenAsync(version, medium);
        connection.Origin.Publish("/doc", First);
        connection.Origin.Publish("/done", new OriginDocument("done"));
        await connection.GetAsync("/doc", authorization: "Bearer me");
        using var request = connection.Request(HttpMethod.Post, "/doc");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer me");
        using var changed = await connection.Http.SendAsync(request);

        var next = await connection.GetAsync("/doc", authorization: "Bearer me");

        Assert.Equal("done", await changed.Content.ReadAsStringAsync());
        Assert.Equal((First.Body, HttpCacheOutcome.Miss), next);
    }
}
