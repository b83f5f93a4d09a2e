using CachingHandler.Interop.Client;
using CachingHandler.Testing;

namespace CachingHandler.Interop;

public abstract partial class ServerTests
{
    private const int Many = 20;

    [Theory]
    [Rfc9111("4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Requests_ManyAtOnceForANewDocument_AllGetIt(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age", LongText);

        var answers = await GetManyAsync(agent, path);

        Assert.All(answers, answer => Assert.Equal((200, LongText), (answer.Status, answer.Text)));
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Requests_ManyAtOnceForAStaleDocument_AllGetIt(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age", LongText);
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);

        var answers = await GetManyAsync(agent, path);

        Assert.All(answers, answer => Assert.Equal((200, LongText), (answer.Status, answer.Text)));
        Assert.All(agent.Wire.Statuses.Skip(1), status => Assert.Equal(304, status));
    }

    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Requests_ManyAtOnceForAStaleDocumentThatHasChanged_AllGetTheNewOne(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age", LongText);
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);
        Site.Publish(path, LongText + Second, Changed);

        var answers = await GetManyAsync(agent, path);

        Assert.All(answers, answer => Assert.Equal((200, LongText + Second), (answer.Status, answer.Text)));
    }

    [Fact]
    public async Task Connection_OfRequestsInTurn_IsKept()
    {
        await using var agent = NewAgent();
        var path = Publish("no-cache");

        await agent.GetAsync(path);
        await agent.GetAsync(path);
        Site.Publish(path, Second, Changed);
        await agent.GetAsync(path);
        await agent.SendAsync(agent.Request(HttpMethod.Head, path));
        await agent.GetAsync(path);

        Assert.Equal([200, 304, 200], agent.Wire.Statuses.Take(3));
        Assert.Equal(1, agent.Connections);
    }

    private static async Task<Answer[]> GetManyAsync(UserAgent agent, string path) =>
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => agent.GetAsync(path)));
}
