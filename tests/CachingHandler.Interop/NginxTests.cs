using CachingHandler.Interop.Servers;
using CachingHandler.Testing;

namespace CachingHandler.Interop;

/// <summary>nginx: a tag of the length and of the time of change in whole seconds, strong, and weak where it compresses.</summary>
public sealed class NginxTests(ServerFixture<NginxServer> fixture)
    : ServerTests(fixture.Server), IClassFixture<ServerFixture<NginxServer>>
{
    protected override string[] SeenWithinASecond => ["one", "one", "one"];

    // Its 304 passes by what compresses, and by what makes the tag weak.
    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task WeakTag_ConfirmedByTheStrongOne_Is304(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("gzip", LongText);
        await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        agent.Time.Advance(TwoMinutes);

        var validated = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        agent.Time.Advance(TwoMinutes);
        var validatedAgain = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));

        Assert.Equal([200, 304, 304], agent.Wire.Statuses);
        Assert.Equal(agent.Wire.First.Answered["ETag"], "W/" + agent.Wire.Last.Answered["ETag"]);
        Assert.Equal(("gzip", LongText), (validated.Fields["Content-Encoding"], validated.Text));
        Assert.Equal(("gzip", LongText), (validatedAgain.Fields["Content-Encoding"], validatedAgain.Text));
    }

    // It takes If-Modified-Since for a tag: any other time is a change.
    [Fact]
    [Rfc9111("4.3.1")]
    public async Task File_WithoutATagReplacedByAnOlderOne_IsSentAnew()
    {
        await using var agent = NewAgent();
        var path = Publish("tagless", First, Changed);
        await agent.GetAsync(path);
        await agent.GetAsync(path);
        Site.Publish(path, Second, Changed.AddDays(-1));

        var older = await agent.GetAsync(path);

        Assert.Equal([200, 304, 200], agent.Wire.Statuses);
        Assert.Null(agent.Wire.First.Answered["ETag"]);
        Assert.Equal(Second, older.Text);
    }

    protected override WebServer NewServer() => new NginxServer();
}
