using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Conditions of the caller's own, answered from what is stored or merged with the cache's.</summary>
public sealed partial class ConditionalRequestTests
{
    private const string Monday = "Mon, 31 Dec 2029 00:00:00 GMT";
    private const string Sunday = "Sun, 30 Dec 2029 00:00:00 GMT";

    public static TheoryData<string> Media => Storage.Media.All;

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("memory", "If-None-Match", "\"1\"")]
    [InlineData("memory", "If-None-Match", "W/\"1\", \"2\"")]
    [InlineData("memory", "If-None-Match", "*")]
    [InlineData("memory", "If-Modified-Since", Monday)]
    [InlineData("disk", "If-None-Match", "\"1\"")]
    [InlineData("disk", "If-Modified-Since", Monday)]
    public async Task Condition_ThatHoldsForAFreshDocument_Is304FromTheStore(string medium, string name, string value)
    {
        using var client = Client(medium);
        await client.GetAsync();

        var received = await client.GetAsync((name, value));

        Assert.Equal((304, HttpCacheOutcome.Hit, HttpCacheReason.Fresh), (received.Status, received.Outcome, received.Reason));
        Assert.Empty(received.Bytes);
        Assert.Single(client.Origin.Requests);
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("memory", "If-None-Match", "\"2\"")]
    [InlineData("memory", "If-Modified-Since", Sunday)]
    [InlineData("disk", "If-None-Match", "\"2\"")]
    public async Task Condition_ThatDoesNotHoldForAFreshDocument_IsTheDocumentFromTheStore(string medium, string name, string value)
    {
        using var client = Client(medium);
        await client.GetAsync();

        var received = await client.GetAsync((name, value));

        Assert.Equal((200, HttpCacheOutcome.Hit), (received.Status, received.Outcome));
        Assert.Equal(client.Bytes, received.Bytes);
        Assert.Single(client.Origin.Requests);
    }

    [Fact]
    [Rfc9110("15.4.5")]
    public async Task NotModified_FromTheStore_HasWhatBelongsToItAndNothingOfTheBody()
    {
        using var client = Client();
        client.Origin.Clock = client.Time;
        client.Origin.Fields =
        [
            ("Vary", "Accept"),
            ("Expires", "Tue, 01 Jan 2030 00:05:00 GMT"),
            ("Content-Location", "/doc.txt"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("X-Other", "1"),
            ("Content-Type", "text/plain"),
            ("Content-Encoding", "br"),
            ("Content-Language", "en"),
            ("Content-Disposition", "inline"),
            ("Content-Range", "bytes 0-1/2"),
            ("Content-Digest", "sha-256=:AAAA:"),
            ("Allow", "GET"),
        ];
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromSeconds(5));

        var received = await client.GetAsync(("If-None-Match", "\"1\""));

        Assert.Equal(
            [
                ("Age", "5"),
                ("Cache-Control", "max-age=60"),
                ("Content-Location", "/doc.txt"),
                ("Date", "Tue, 01 Jan 2030 00:00:00 GMT"),
                ("ETag", "\"1\""),
                ("Expires", "Tue, 01 Jan 2030 00:05:00 GMT"),
                ("Last-Modified", Monday),
                ("Set-Cookie", "a=1"),
                ("Set-Cookie", "b=2"),
                ("Vary", "Accept"),
                ("X-Other", "1"),
            ],
            received.Fields.Order());
    }

    [Fact]
    public async Task NotModified_FromTheStore_IsTheCallersRequests()
    {
        using var client = Client();
        await client.GetAsync();
        using var request = CachedClient.Get(("If-None-Match", "\"1\""));

        using var response = await client.Client.Http.SendAsync(request);

        Assert.Same(request, response.RequestMessage);
        Assert.Equal("Not Modified", response.ReasonPhrase);
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("\"1\"", 304)]
    [InlineData("\"2\"", 200)]
    public async Task Head_WithACondition_IsAnsweredFromTheStore(string tags, int expected)
    {
        using var client = Client();
        await client.GetAsync();

        var received = await client.HeadAsync(("If-None-Match", tags));

        Assert.Equal((expected, HttpCacheOutcome.Hit), (received.Status, received.Outcome));
        Assert.Empty(received.Bytes);
    }

    [Fact]
    [Rfc9111("4.3.2")]
    public async Task Condition_WithNothingStored_IsForwardedAndItsDocumentStored()
    {
        using var client = Client();

        var changed = await client.GetAsync(("If-None-Match", "\"0\""));
        var hit = await client.GetAsync();

        Assert.Equal((200, HttpCacheOutcome.Miss, true), (changed.Status, changed.Outcome, changed.Result.Stored));
        Assert.Equal("\"0\"", client.Origin.Requests[0].IfNoneMatch);
        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
    }

    [Fact]
    [Rfc9111("4.3.2")]
    public async Task Condition_WithNothingStored_GetsTheOrigins304AndLeavesNothing()
    {
        using var client = Client();

        var received = await client.GetAsync(("If-None-Match", "\"1\""));

        Assert.Equal((304, HttpCacheOutcome.Miss, NotStoredReason.Status), (
            received.Status, received.Outcome, received.Result.NotStoredReason));
        Assert.Empty(await client.Client.Store.AllAsync());
    }

    private static DocumentClient Client(string medium = "memory")
    {
        var client = new DocumentClient(medium);
        client.Origin.LastModified = Monday;

        return client;
    }
}
