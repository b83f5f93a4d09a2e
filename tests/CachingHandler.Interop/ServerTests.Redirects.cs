using CachingHandler.Testing;

namespace CachingHandler.Interop;

public abstract partial class ServerTests
{
    [Theory]
    [Rfc9110("15.4")]
    [InlineData("memory", "/moved/")]
    [InlineData("memory", "/found/")]
    [InlineData("memory", "/found-fresh/")]
    [InlineData("disk", "/moved/")]
    [InlineData("disk", "/found/")]
    public async Task Redirect_FollowedBelow_IsTheTargetsBodyAndNothingUnderTheFirstUri(string medium, string redirecting)
    {
        await using var agent = NewAgent(medium);
        var target = Publish("max-age");
        var path = target.Replace("/max-age/", redirecting, StringComparison.Ordinal);

        using var response = await agent.Http.SendAsync(agent.Request(HttpMethod.Get, path));

        Assert.Equal(First, await response.Content.ReadAsStringAsync());
        Assert.Equal(target, response.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.DoesNotContain(await agent.Store.AllAsync(), stored => stored.Key.Uri.Contains(redirecting, StringComparison.Ordinal));
    }

    [Theory]
    [Rfc9110("15.4")]
    [InlineData("/moved/")]
    [InlineData("/found/")]
    [InlineData("/found-fresh/")]
    public async Task Redirect_FollowedBelow_IsAskedForAgainHoweverFreshTheTarget(string redirecting)
    {
        await using var agent = NewAgent();
        var target = Publish("max-age");
        var path = target.Replace("/max-age/", redirecting, StringComparison.Ordinal);
        await agent.GetAsync(path);
        Site.Publish(target, Second, Changed);

        var changed = await agent.GetAsync(path);

        Assert.Equal((200, Second), (changed.Status, changed.Text));
        Assert.Equal(2, agent.Wire.Statuses.Count());
    }

    [Theory]
    [Rfc9110("15.4")]
    [InlineData("/moved/")]
    [InlineData("/found-fresh/")]
    public async Task Redirect_FollowedBelow_IsNotTakenForTheTarget(string redirecting)
    {
        await using var agent = NewAgent();
        var target = Publish("max-age");
        var path = target.Replace("/max-age/", redirecting, StringComparison.Ordinal);
        await agent.GetAsync(path);

        var direct = await agent.GetAsync(target);
        var redirected = await agent.GetAsync(path);

        Assert.Equal((200, First), (direct.Status, direct.Text));
        Assert.Equal((200, First), (redirected.Status, redirected.Text));
    }

    // The two answers differ in nothing but the status: both have no freshness, and changed last in 2025.
    [Theory]
    [Rfc9111("4.2.2")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Redirect301_NotFollowed_IsStoredWithoutBeingToldTo(string medium)
    {
        await using var agent = NewAgent(medium, transport => transport.AllowAutoRedirect = false);

        var first = await agent.GetAsync("/moved/doc.txt");
        var second = await agent.GetAsync("/moved/doc.txt");

        Assert.Equal([301], agent.Wire.Statuses);
        Assert.Equal((301, HttpCacheOutcome.Hit), (second.Status, second.Outcome));
        Assert.EndsWith("/max-age/doc.txt", second.Fields["Location"], StringComparison.Ordinal);
        Assert.Equal(first.Fields["Location"], second.Fields["Location"]);
    }

    [Fact]
    [Rfc9111("4.2.2")]
    public async Task Redirect302_NotFollowedAndNotSaidToBeFresh_IsAskedForAgain()
    {
        await using var agent = NewAgent(adjust: transport => transport.AllowAutoRedirect = false);

        await agent.GetAsync("/found/doc.txt");
        var second = await agent.GetAsync("/found/doc.txt");

        Assert.Equal([302, 302], agent.Wire.Statuses);
        Assert.Equal(302, second.Status);
    }

    [Theory]
    [Rfc9111("3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Redirect302_NotFollowedAndSaidToBeFresh_IsStoredForThatLong(string medium)
    {
        await using var agent = NewAgent(medium, transport => transport.AllowAutoRedirect = false);

        await agent.GetAsync("/found-fresh/doc.txt");
        var fresh = await agent.GetAsync("/found-fresh/doc.txt");
        agent.Time.Advance(TwoMinutes);
        var stale = await agent.GetAsync("/found-fresh/doc.txt");

        Assert.Equal([302, 302], agent.Wire.Statuses);
        Assert.Equal((302, HttpCacheOutcome.Hit), (fresh.Status, fresh.Outcome));
        Assert.EndsWith("/max-age/doc.txt", fresh.Fields["Location"], StringComparison.Ordinal);
        Assert.Equal(302, stale.Status);
    }
}
