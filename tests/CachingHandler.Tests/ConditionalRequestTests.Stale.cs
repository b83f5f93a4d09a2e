using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class ConditionalRequestTests
{
    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData("memory", "\"1\"", 304)]
    [InlineData("memory", "\"0\"", 200)]
    [InlineData("disk", "\"1\"", 304)]
    [InlineData("disk", "\"0\"", 200)]
    public async Task Condition_OnAStaleDocumentThatIsConfirmed_IsThenAnsweredFromIt(string medium, string tags, int expected)
    {
        using var client = Client(medium);
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var received = await client.GetAsync(("If-None-Match", tags));
        var hit = await client.GetAsync();

        Assert.Equal((expected, HttpCacheOutcome.Revalidated), (received.Status, received.Outcome));
        Assert.Equal(($"\"1\", {tags}", Monday), (client.Origin.Requests[1].IfNoneMatch, client.Origin.Requests[1].IfModifiedSince));
        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.3")]
    public async Task Condition_OnAStaleDocumentOfWhichTheCallerHasTheNewer_IsTheCallers304(string medium)
    {
        using var client = Client(medium);
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Publish([1, 2, 3], "\"2\"");

        var received = await client.GetAsync(("If-None-Match", "\"2\""));
        var next = await client.GetAsync();

        Assert.Equal((304, HttpCacheOutcome.Changed), (received.Status, received.Outcome));
        Assert.Equal(["\"2\""], received["ETag"]);
        Assert.Equal([1, 2, 3], next.Bytes);
        Assert.Equal(HttpCacheOutcome.Changed, next.Outcome);
    }

    [Fact]
    [Rfc9111("4.3.3")]
    public async Task Condition_AnsweredWithoutATag_IsAskedAgainAsTheCallersOwn()
    {
        using var client = Client();
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Altering = response => response.Headers.Remove("ETag");

        var received = await client.GetAsync(("If-None-Match", "\"0\""));

        Assert.Equal((200, HttpCacheReason.ValidationMismatch), (received.Status, received.Reason));
        Assert.Equal([null, "\"1\", \"0\"", "\"0\""], client.Origin.Requests.Select(request => request.IfNoneMatch));
    }

    [Fact]
    [Rfc9111("4.3.3")]
    public async Task Date_OfTheCallersOnAStaleDocument_GivesWayToTheStoredAndIsThenCompared()
    {
        using var client = Client();
        client.Origin.ETag = null;
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromDays(2));

        var unchanged = await client.GetAsync(("If-Modified-Since", Monday));
        client.Time.Advance(TimeSpan.FromDays(2));
        var older = await client.GetAsync(("If-Modified-Since", Sunday));

        Assert.Equal((304, 200), (unchanged.Status, older.Status));
        Assert.Equal([null, Monday, Monday], client.Origin.Requests.Select(request => request.IfModifiedSince));
    }

    [Fact]
    public async Task Date_OfTheCallersWhereATagIsStoredAlone_IsNotSent()
    {
        using var client = Client();
        client.Origin.LastModified = null;
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));

        await client.GetAsync(("If-Modified-Since", Monday));

        Assert.Equal(("\"1\"", null), (client.Origin.Requests[1].IfNoneMatch, client.Origin.Requests[1].IfModifiedSince));
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("If-Match", "\"1\"")]
    [InlineData("If-Unmodified-Since", Monday)]
    public async Task Condition_ForTheOriginAlone_PassesBy(string name, string value)
    {
        using var client = Client();
        await client.GetAsync();

        var received = await client.GetAsync((name, value));

        Assert.Equal((HttpCacheOutcome.Bypass, HttpCacheReason.CallerCondition), (received.Outcome, received.Reason));
        Assert.Equal(2, client.Origin.Requests.Count);
    }

    [Theory]
    [InlineData(HttpCacheMode.Default, 200, HttpCacheOutcome.Changed)]
    [InlineData(HttpCacheMode.PreferCache, 304, HttpCacheOutcome.StaleHit)]
    [InlineData(HttpCacheMode.OnlyIfCached, 304, HttpCacheOutcome.StaleHit)]
    [InlineData(HttpCacheMode.ForceRefresh, 200, HttpCacheOutcome.Miss)]
    [InlineData(HttpCacheMode.Revalidate, 200, HttpCacheOutcome.Changed)]
    [InlineData(HttpCacheMode.Bypass, 200, HttpCacheOutcome.Bypass)]
    public async Task Condition_OnAStaleDocumentThatHasChanged_IsAnsweredAsTheModeHasIt(
        HttpCacheMode mode, int expected, HttpCacheOutcome outcome)
    {
        using var client = Client();
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Publish([1, 2, 3], "\"2\"");

        var received = await client.SendAsync(CachedClient.Get(("If-None-Match", "\"1\"")).SetHttpCacheMode(mode));

        Assert.Equal((expected, outcome), (received.Status, received.Outcome));
    }
}
