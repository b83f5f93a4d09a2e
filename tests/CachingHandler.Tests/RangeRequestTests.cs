using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Ranges that callers ask for, from memory and from disk.</summary>
public sealed class RangeRequestTests
{
    public static TheoryData<string> Media => Storage.Media.All;

    [Theory]
    [Rfc9110("14.2")]
    [InlineData("memory", "0-9", 0, 9)]
    [InlineData("memory", "90-", 90, 99)]
    [InlineData("memory", "-5", 95, 99)]
    [InlineData("memory", "99-200", 99, 99)]
    [InlineData("disk", "0-9", 0, 9)]
    [InlineData("disk", "90-", 90, 99)]
    [InlineData("disk", "-5", 95, 99)]
    [InlineData("disk", "99-200", 99, 99)]
    public async Task Range_OfAStoredDocument_IsCutFromIt(string medium, string range, int first, int last)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();

        var part = await client.RangeAsync(range);

        Assert.Equal(206, part.Status);
        Assert.Equal([$"bytes {first}-{last}/100"], part["Content-Range"]);
        Assert.Equal(client.Bytes[first..(last + 1)], part.Bytes);
        Assert.Equal(last - first + 1, part.Length);
        Assert.Equal((HttpCacheOutcome.Hit, HttpCacheReason.Fresh), (part.Outcome, part.Reason));
        Assert.Single(client.Origin.Requests);
    }

    [Fact]
    [Rfc9110("15.3.7")]
    public async Task Range_OfAStoredDocument_HasItsFieldsAndAge()
    {
        using var client = new DocumentClient();
        client.Origin.Fields = [("Content-Type", "text/plain"), ("Vary", "Accept"), ("X-Other", "1")];
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromSeconds(5));

        var part = await client.RangeAsync("0-9");

        Assert.Equal(
            [
                ("Age", "5"),
                ("Cache-Control", "max-age=60"),
                ("Content-Length", "10"),
                ("Content-Range", "bytes 0-9/100"),
                ("Content-Type", "text/plain"),
                ("ETag", "\"1\""),
                ("Vary", "Accept"),
                ("X-Other", "1"),
            ],
            part.Fields.Order());
    }

    [Theory]
    [Rfc9110("14.4")]
    [InlineData("Content-Range", "bytes 0-1/2")]
    [InlineData("Content-Digest", "sha-256=:AAAA:")]
    [InlineData("Content-MD5", "AAAA")]
    public async Task Range_OfADocumentSentWithAFieldOfItsContent_HasNotThatField(string name, string value)
    {
        using var client = new DocumentClient();
        client.Origin.Fields = [(name, value)];
        await client.GetAsync();

        var part = await client.RangeAsync("0-9");

        Assert.Equal(["bytes 0-9/100"], part["Content-Range"]);
        Assert.DoesNotContain((name, value), part.Fields);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9110("15.5.17")]
    public async Task Range_BeyondAStoredDocument_Is416(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.Fields = [("Content-Type", "text/plain")];
        await client.GetAsync();

        var part = await client.RangeAsync("100-");

        Assert.Equal(416, part.Status);
        Assert.Equal(["bytes */100"], part["Content-Range"]);
        Assert.Equal(["0"], part["Content-Length"]);
        Assert.Empty(part.Bytes);
        Assert.Empty(part["Content-Type"]);
        Assert.Equal(HttpCacheOutcome.Hit, part.Outcome);
        Assert.Single(client.Origin.Requests);
    }

    [Theory]
    [Rfc9110("14.2")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=9-5")]
    public async Task Range_ThatIsIgnored_IsTheWholeFromTheStore(string range)
    {
        using var client = new DocumentClient();
        await client.GetAsync();

        var whole = await client.GetAsync(("Range", range));

        Assert.Equal((200, HttpCacheOutcome.Hit), (whole.Status, whole.Outcome));
        Assert.Equal(client.Bytes, whole.Bytes);
    }

    [Theory]
    [Rfc9110("13.1.5")]
    [InlineData("\"1\"", 206)]
    [InlineData("\"2\"", 200)]
    [InlineData("W/\"1\"", 200)]
    public async Task IfRange_OnAStoredDocument_DecidesBetweenPartAndWhole(string condition, int expected)
    {
        using var client = new DocumentClient();
        await client.GetAsync();

        var received = await client.RangeAsync("0-9", ("If-Range", condition));

        Assert.Equal((expected, HttpCacheOutcome.Hit), (received.Status, received.Outcome));
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Range_OfALargeDocument_IsCutFromIt(string medium)
    {
        using var client = new DocumentClient(medium, document: BodyBytes.Of(Guid.NewGuid(), 1_000_000));
        await client.GetAsync();

        var part = await client.RangeAsync("300001-700002");

        Assert.Equal(client.Bytes[300_001..700_003], part.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.3")]
    public async Task Range_OfAStaleDocumentThatIsConfirmed_IsCutFromIt(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var part = await client.RangeAsync("10-19");

        Assert.Equal((206, HttpCacheOutcome.Revalidated), (part.Status, part.Outcome));
        Assert.Equal(client.Bytes[10..20], part.Bytes);
        Assert.Equal([200, 304], client.Origin.Statuses);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Range_OfAStaleDocumentThatHasChanged_IsOfTheNewOne(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Publish(BodyBytes.Of(Guid.NewGuid(), 120), "\"2\"");

        var part = await client.RangeAsync("10-19");
        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes[10..20], part.Bytes);
        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal((206, 200), (part.Status, whole.Status));
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc5861("4")]
    public async Task Range_WhereTheOriginFails_IsCutFromWhatStandsIn(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.CacheControl = "max-age=60, stale-if-error=600";
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Altering = response => response.StatusCode = System.Net.HttpStatusCode.ServiceUnavailable;

        var part = await client.RangeAsync("10-19");

        Assert.Equal((206, HttpCacheOutcome.StaleHit), (part.Status, part.Outcome));
        Assert.Equal(client.Bytes[10..20], part.Bytes);
    }

    [Fact]
    [Rfc9110("14.2")]
    public async Task Range_OnHead_CountsForNothing()
    {
        using var client = new DocumentClient();
        await client.GetAsync();

        var head = await client.HeadAsync(("Range", "bytes=0-9"));

        Assert.Equal((200, 100L, HttpCacheOutcome.Hit), (head.Status, head.Length, head.Outcome));
        Assert.Empty(head.Bytes);
    }

    [Fact]
    [Rfc9110("15.5.17")]
    public async Task NotSatisfiable_FromTheOrigin_IsNotServedToThoseWhoWantTheWhole()
    {
        using var client = new DocumentClient();

        var part = await client.RangeAsync("100-");
        var whole = await client.GetAsync();

        Assert.Equal((416, NotStoredReason.Status), (part.Status, part.Result.NotStoredReason));
        Assert.Equal((200, HttpCacheOutcome.Miss), (whole.Status, whole.Outcome));
    }

    [Fact]
    public async Task Range_OfAnEmptyDocument_IsNeverAPart()
    {
        using var client = new DocumentClient(document: []);
        await client.GetAsync();

        var part = await client.RangeAsync("0-");

        Assert.Equal(416, part.Status);
        Assert.Equal(["bytes */0"], part["Content-Range"]);
    }

    [Fact]
    public async Task Range_OfAStoredDocument_IsTheCallersRequest()
    {
        using var client = new DocumentClient();
        await client.GetAsync();
        using var request = CachedClient.Get(("Range", "bytes=0-9"));

        using var response = await client.Client.Http.SendAsync(request);

        Assert.Same(request, response.RequestMessage);
    }
}
