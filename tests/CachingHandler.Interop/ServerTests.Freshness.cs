using CachingHandler.Interop.Client;
using CachingHandler.Testing;

namespace CachingHandler.Interop;

public abstract partial class ServerTests
{
    private static readonly HttpCacheOptions StandsInForADay = new() { StaleIfError = TimeSpan.FromDays(1) };

    /// <summary>Gets what the wire shows of a document that says nothing of its freshness, five days old: asked for at once, after 11 and after 13 hours.</summary>
    protected virtual int[] HeuristicStatuses => [200, 304];

    [Theory]
    [Rfc9111("5.2.2.2")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task MustRevalidate_WhileFresh_IsServedWithoutARequestAndValidatedAfterwards(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("must-revalidate");
        await agent.GetAsync(path);

        agent.Time.Advance(TimeSpan.FromSeconds(59));
        var fresh = await agent.GetAsync(path);
        agent.Time.Advance(TimeSpan.FromSeconds(1));
        var stale = await agent.GetAsync(path);

        Assert.Equal([200, 304], agent.Wire.Statuses);
        Assert.Equal((First, HttpCacheOutcome.Hit), (fresh.Text, fresh.Outcome));
        Assert.Equal((First, HttpCacheOutcome.Revalidated), (stale.Text, stale.Outcome));
    }

    [Theory]
    [Rfc9111("5.2.2.2")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task MustRevalidate_StaleAndTheServerDown_IsTheError(string medium)
    {
        await using var server = await StartAsync(NewServer());
        await using var agent = new UserAgent(server.Address, medium, StandsInForADay);
        server.Site.Publish("/must-revalidate/doc.txt", First);
        await agent.GetAsync("/must-revalidate/doc.txt");
        await server.StopAsync();

        var fresh = await agent.GetAsync("/must-revalidate/doc.txt");
        agent.Time.Advance(TwoMinutes);

        Assert.Equal((First, HttpCacheOutcome.Hit), (fresh.Text, fresh.Outcome));
        await Assert.ThrowsAsync<HttpRequestException>(() => agent.GetAsync("/must-revalidate/doc.txt"));
    }

    [Theory]
    [Rfc9111("4.2.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task StaleIfError_WhileTheServerIsDown_GivesTheOldBodyAndValidatesWhenItIsBack(string medium)
    {
        await using var server = await StartAsync(NewServer());
        await using var agent = new UserAgent(server.Address, medium, StandsInForADay);
        server.Site.Publish("/max-age/doc.txt", First);
        await agent.GetAsync("/max-age/doc.txt");
        agent.Time.Advance(TwoMinutes);
        await server.StopAsync();

        var down = await agent.GetAsync("/max-age/doc.txt");
        await server.StartAsync();
        var back = await agent.GetAsync("/max-age/doc.txt");

        Assert.Equal((200, First, HttpCacheOutcome.StaleHit), (down.Status, down.Text, down.Outcome));
        Assert.Equal((200, First, HttpCacheOutcome.Revalidated), (back.Status, back.Text, back.Outcome));
        Assert.Equal([200, 0, 304], agent.Wire.Statuses);
    }

    [Fact]
    [Rfc9111("4.2.4")]
    public async Task Document_StaleAndTheServerDown_IsTheErrorWhereNothingAllowsTheOldBody()
    {
        await using var server = await StartAsync(NewServer());
        await using var agent = new UserAgent(server.Address);
        server.Site.Publish("/max-age/doc.txt", First);
        await agent.GetAsync("/max-age/doc.txt");
        agent.Time.Advance(TwoMinutes);
        await server.StopAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.GetAsync("/max-age/doc.txt"));
    }

    [Fact]
    [Rfc9111("4.2.2")]
    public async Task Document_ThatSaysNothingOfItsFreshness_IsFreshForATenthOfItsAge()
    {
        await using var agent = NewAgent();
        var path = Publish("plain", First, TimeProvider.System.GetUtcNow().AddDays(-5));

        await agent.GetAsync(path);
        agent.Time.Advance(TimeSpan.FromHours(11));
        await agent.GetAsync(path);
        agent.Time.Advance(TimeSpan.FromHours(2));
        var stale = await agent.GetAsync(path);

        Assert.Equal(HeuristicStatuses, agent.Wire.Statuses);
        Assert.Equal((200, First, HttpCacheOutcome.Revalidated), (stale.Status, stale.Text, stale.Outcome));
    }

    [Fact]
    [Rfc9111("4.2.4")]
    public async Task Error500_WhereNothingAllowsTheOldBody_IsPassedOnAndLeavesWhatIsStored()
    {
        await using var agent = NewAgent();
        var path = Publish("max-age");
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);

        Site.Break(path);
        var broken = await agent.GetAsync(path);
        Site.Repair(path);
        var repaired = await agent.GetAsync(path);

        Assert.Equal([200, 500, 304], agent.Wire.Statuses);
        Assert.Equal(500, broken.Status);
        Assert.Equal((200, First), (repaired.Status, repaired.Text));
    }

    [Fact]
    [Rfc9111("4.2.4")]
    public async Task Error500_WithStaleIfError_IsTheOldBody()
    {
        await using var agent = new UserAgent(Server.Address, options: StandsInForADay);
        var path = Publish("max-age");
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);

        Site.Break(path);
        var broken = await agent.GetAsync(path);

        Assert.Equal([200, 500], agent.Wire.Statuses);
        Assert.Equal((200, First, HttpCacheOutcome.StaleHit), (broken.Status, broken.Text, broken.Outcome));
    }

    [Fact]
    [Rfc9111("5.2.2.2")]
    public async Task Error500_OfAStaleDocumentWithMustRevalidate_IsPassedOn()
    {
        await using var agent = new UserAgent(Server.Address, options: StandsInForADay);
        var path = Publish("must-revalidate");
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);

        Site.Break(path);
        var broken = await agent.GetAsync(path);

        Assert.Equal(500, broken.Status);
    }

    [Fact]
    public async Task Error500_OfADocumentNeverSeen_IsAskedForAgain()
    {
        await using var agent = NewAgent();
        var path = Publish("max-age");

        Site.Break(path);
        var broken = await agent.GetAsync(path);
        Site.Repair(path);
        var repaired = await agent.GetAsync(path);

        Assert.Equal([500, 200], agent.Wire.Statuses);
        Assert.Equal(500, broken.Status);
        Assert.Equal((200, First), (repaired.Status, repaired.Text));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Document_Withdrawn_Is404WhateverIsAllowedOnErrors(string medium)
    {
        await using var agent = new UserAgent(Server.Address, medium, StandsInForADay);
        var path = Publish("max-age");
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);

        Site.Withdraw(path);
        var withdrawn = await agent.GetAsync(path);
        Site.Publish(path, Second, Changed);
        agent.Time.Advance(TwoMinutes);
        var back = await agent.GetAsync(path);

        Assert.Equal([200, 404, 200], agent.Wire.Statuses);
        Assert.Equal(404, withdrawn.Status);
        Assert.NotEqual(First, withdrawn.Text);
        Assert.Equal((200, Second), (back.Status, back.Text));
    }

    [Fact]
    public async Task Document_ThatIsNotThere_Is404UntilItIs()
    {
        await using var agent = NewAgent();
        var path = NewDocument("max-age");

        var first = await agent.GetAsync(path);
        var second = await agent.GetAsync(path);
        Site.Publish(path, First);
        var third = await agent.GetAsync(path);

        Assert.Equal([404, 404, 200], agent.Wire.Statuses);
        Assert.Equal((404, 404), (first.Status, second.Status));
        Assert.Equal((200, First), (third.Status, third.Text));
    }
}
