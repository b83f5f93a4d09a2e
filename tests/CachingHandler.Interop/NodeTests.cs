using CachingHandler.Interop.Client;
using CachingHandler.Interop.Servers;
using CachingHandler.Testing;

namespace CachingHandler.Interop;

/// <summary>A node server with a weak tag of each body's hash, and no time of change.</summary>
public sealed class NodeTests(ServerFixture<NodeServer> fixture)
    : ServerTests(fixture.Server), IClassFixture<ServerFixture<NodeServer>>
{
    protected override string[] SeenWithinASecond => ["one", "two", "six"];

    protected override bool TellsLastModified => false;

    protected override int[] HeuristicStatuses => [200, 304, 304];

    // A weak tag is good for no If-Range (RFC 9110 §13.1.5).
    protected override int StatusOfMatchingIfRange => 200;

    protected override int StatusOfTheRest => 200;

    [Theory]
    [Rfc9111("4.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Put_OfAFreshDocument_IsWhatTheNextGetGives(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age");
        await agent.GetAsync(path);

        var put = await agent.SendAsync(Put(agent, path, Second));
        var next = await agent.GetAsync(path);
        var hit = await agent.GetAsync(path);

        Assert.Equal([200, 204, 200], agent.Wire.Statuses);
        Assert.Equal(204, put.Status);
        Assert.Equal((200, Second), (next.Status, next.Text));
        Assert.Equal((Second, HttpCacheOutcome.Hit), (hit.Text, hit.Outcome));
    }

    [Theory]
    [Rfc9111("4.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Delete_OfAFreshDocument_LeavesNothingToServe(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age");
        await agent.GetAsync(path);

        await agent.SendAsync(agent.Request(HttpMethod.Delete, path));
        var next = await agent.GetAsync(path);

        Assert.Equal([200, 204, 404], agent.Wire.Statuses);
        Assert.Equal(404, next.Status);
    }

    [Fact]
    [Rfc9111("4.4")]
    public async Task Post_ThatIsRefused_LeavesWhatIsStored()
    {
        await using var agent = NewAgent();
        var path = Publish("max-age");
        await agent.GetAsync(path);

        var refused = await agent.SendAsync(agent.Request(HttpMethod.Post, path));
        var hit = await agent.GetAsync(path);

        Assert.Equal(405, refused.Status);
        Assert.Equal((First, HttpCacheOutcome.Hit), (hit.Text, hit.Outcome));
    }

    // A hash of the body knows that nothing has changed, whatever the file system says.
    [Fact]
    [Rfc9111("4.3.4")]
    public async Task File_WrittenAgainAsItWas_Is304()
    {
        await using var agent = NewAgent();
        var path = Publish("no-cache");
        await agent.GetAsync(path);
        Site.Publish(path, First, TimeProvider.System.GetUtcNow());

        var same = await agent.GetAsync(path);

        Assert.Equal([200, 304], agent.Wire.Statuses);
        Assert.Equal(First, same.Text);
    }

    protected override WebServer NewServer() => new NodeServer();

    private static HttpRequestMessage Put(UserAgent agent, string path, string text)
    {
        var request = agent.Request(HttpMethod.Put, path);
        request.Content = new StringContent(text);

        return request;
    }
}
