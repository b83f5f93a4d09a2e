using CachingHandler.Testing;

namespace CachingHandler.Interop;

// Whether a range is cut from what is stored or comes from the server is not looked at: the bytes have to be right.
public abstract partial class ServerTests
{
    private const string Digits = "0123456789";

    /// <summary>Gets how a range is answered whose <c>If-Range</c> names the document's tag: 200 where that is weak.</summary>
    protected virtual int StatusOfMatchingIfRange => 206;

    [Theory]
    [Rfc9110("9.3.2")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Head_AfterGet_HasTheFieldsAndLeavesTheBody(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age");
        await agent.GetAsync(path);

        var head = await agent.SendAsync(agent.Request(HttpMethod.Head, path));
        var get = await agent.GetAsync(path);

        Assert.Equal([200], agent.Wire.Statuses);
        Assert.Equal((200, string.Empty, HttpCacheOutcome.Hit), (head.Status, head.Text, head.Outcome));
        Assert.Equal((get.Fields["ETag"], "3"), (head.Fields["ETag"], head.Fields["Content-Length"]));
        Assert.Equal((First, HttpCacheOutcome.Hit), (get.Text, get.Outcome));
    }

    [Theory]
    [Rfc9111("4.3.5")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Head_AfterTheFileHasChanged_LeavesNoOldBodyToBeServed(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age");
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);
        Site.Publish(path, Second, Changed);

        var head = await agent.SendAsync(agent.Request(HttpMethod.Head, path));
        var get = await agent.GetAsync(path);

        Assert.Equal((200, string.Empty), (head.Status, head.Text));
        Assert.Equal((200, Second), (get.Status, get.Text));
    }

    [Theory]
    [Rfc9110("9.3.2")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Head_BeforeGet_IsNotServedToIt(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age");

        var head = await agent.SendAsync(agent.Request(HttpMethod.Head, path));
        var get = await agent.GetAsync(path);

        Assert.Equal((200, string.Empty), (head.Status, head.Text));
        Assert.Equal((200, First), (get.Status, get.Text));
    }

    [Theory]
    [Rfc9110("14.2")]
    [InlineData("memory", "bytes=2-4", "234", "bytes 2-4/10")]
    [InlineData("memory", "bytes=7-", "789", "bytes 7-9/10")]
    [InlineData("memory", "bytes=-4", "6789", "bytes 6-9/10")]
    [InlineData("memory", "bytes=8-100", "89", "bytes 8-9/10")]
    [InlineData("disk", "bytes=2-4", "234", "bytes 2-4/10")]
    [InlineData("disk", "bytes=-4", "6789", "bytes 6-9/10")]
    public async Task Range_OfAStoredDocument_HasTheRightBytes(string medium, string range, string expected, string contentRange)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age", Digits);
        await agent.GetAsync(path);

        var part = await agent.GetAsync(path, ("Range", range));
        var whole = await agent.GetAsync(path);

        Assert.Equal((206, expected, contentRange), (part.Status, part.Text, part.Fields["Content-Range"]));
        Assert.Equal((200, Digits, HttpCacheOutcome.Hit), (whole.Status, whole.Text, whole.Outcome));
    }

    [Theory]
    [Rfc9110("15.3.7")]
    [InlineData("memory", "bytes=0-4", "01234")]
    [InlineData("memory", "bytes=5-", "56789")]
    [InlineData("disk", "bytes=0-4", "01234")]
    [InlineData("disk", "bytes=5-", "56789")]
    public async Task Range_WithNothingStored_IsNotServedAsTheWhole(string medium, string range, string expected)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age", Digits);

        var part = await agent.GetAsync(path, ("Range", range));
        var whole = await agent.GetAsync(path);

        Assert.Equal((206, expected), (part.Status, part.Text));
        Assert.Equal((200, Digits, null), (whole.Status, whole.Text, whole.Fields["Content-Range"]));
    }

    [Theory]
    [Rfc9110("15.3.7")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Range_OfAFileThatChangesAfterwards_IsNotMixedWithTheNewOne(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age", Digits);
        await agent.GetAsync(path, ("Range", "bytes=0-4"));
        Site.Publish(path, "abcdefghij", Changed);

        var whole = await agent.GetAsync(path);
        var part = await agent.GetAsync(path, ("Range", "bytes=3-6"));

        Assert.Equal((200, "abcdefghij"), (whole.Status, whole.Text));
        Assert.Equal((206, "defg"), (part.Status, part.Text));
    }

    [Theory]
    [Rfc9110("15.3.7")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Range_OfAStaleDocumentThatHasChanged_IsOfTheNewOne(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age", Digits);
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);
        Site.Publish(path, "abcdefghij", Changed);

        var part = await agent.GetAsync(path, ("Range", "bytes=3-6"));
        var whole = await agent.GetAsync(path);

        Assert.Equal((206, "defg"), (part.Status, part.Text));
        Assert.Equal((200, "abcdefghij"), (whole.Status, whole.Text));
    }

    [Fact]
    [Rfc9110("15.5.17")]
    public async Task Range_BeyondTheEnd_Is416WithNothingStored()
    {
        await using var agent = NewAgent();
        var path = Publish("max-age", Digits);

        var beyond = await agent.GetAsync(path, ("Range", "bytes=50-"));
        var whole = await agent.GetAsync(path);

        Assert.Equal(416, beyond.Status);
        Assert.Equal((200, Digits), (whole.Status, whole.Text));
    }

    [Fact]
    [Rfc9110("15.5.17")]
    public async Task Range_BeyondTheEnd_Is416OfAStoredDocument()
    {
        await using var agent = NewAgent();
        var path = Publish("max-age", Digits);
        await agent.GetAsync(path);

        var beyond = await agent.GetAsync(path, ("Range", "bytes=50-"));
        var whole = await agent.GetAsync(path);

        Assert.Equal(416, beyond.Status);
        Assert.Equal((200, Digits, HttpCacheOutcome.Hit), (whole.Status, whole.Text, whole.Outcome));
    }

    [Theory]
    [Rfc9110("13.1.5")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task IfRange_WithTheTagOfTheDocument_IsThePart(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age", Digits);
        var first = await agent.GetAsync(path);

        var part = await agent.GetAsync(path, ("Range", "bytes=0-9"), ("If-Range", first.Fields["ETag"]!));

        Assert.Equal((StatusOfMatchingIfRange, Digits), (part.Status, part.Text));
    }

    [Fact]
    [Rfc9110("13.1.5")]
    public async Task IfRange_WithTheTagOfAnOlderDocument_IsTheWhole()
    {
        await using var agent = NewAgent();
        await using var other = NewAgent();
        var path = Publish("max-age", Digits);
        var older = await other.GetAsync(path);
        Site.Publish(path, "abcdefghij", Changed);

        var whole = await agent.GetAsync(path, ("Range", "bytes=3-6"), ("If-Range", older.Fields["ETag"]!));

        Assert.Equal((200, "abcdefghij"), (whole.Status, whole.Text));
    }
}
