using CachingHandler.Testing;

namespace CachingHandler.Interop;

public abstract partial class ServerTests
{
    /// <summary>Gets what callers see of a document that says one, two, six within a second: same size, three times of change.</summary>
    /// <remarks>Where that is not all of them, the server's validators are too coarse, and no cache can do better.</remarks>
    protected abstract string[] SeenWithinASecond { get; }

    /// <summary>Gets a value indicating whether the server tells when a document was last changed.</summary>
    protected virtual bool TellsLastModified => true;

    [Theory]
    [Rfc9111("4.3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Document_AskedForAgain_Is304OnTheWireAnd200ToTheCaller(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("no-cache");

        var first = await agent.GetAsync(path);
        var second = await agent.GetAsync(path);
        var third = await agent.GetAsync(path);

        Assert.Equal([200, 304, 304], agent.Wire.Statuses);
        Assert.Equal((200, First, HttpCacheOutcome.Miss), (first.Status, first.Text, first.Outcome));
        Assert.Equal((200, First, HttpCacheOutcome.Revalidated), (second.Status, second.Text, second.Outcome));
        Assert.Equal((200, First, HttpCacheOutcome.Revalidated), (third.Status, third.Text, third.Outcome));
    }

    [Fact]
    [Rfc9111("4.3.1")]
    public async Task Validation_OfADocument_SendsBothValidatorsAsTheyCame()
    {
        await using var agent = NewAgent();
        var path = Publish("no-cache");
        await agent.GetAsync(path);

        await agent.GetAsync(path);

        var (came, went) = (agent.Wire.First.Answered, agent.Wire.Last.Asked);
        Assert.NotNull(came["ETag"]);
        Assert.Equal(TellsLastModified, came["Last-Modified"] is not null);
        Assert.Equal((came["ETag"], came["Last-Modified"]), (went["If-None-Match"], went["If-Modified-Since"]));
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Document_Validated_IsFreshAgain(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age");
        await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);

        var stale = await agent.GetAsync(path);
        var fresh = await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);
        var staleAgain = await agent.GetAsync(path);

        Assert.Equal([200, 304, 304], agent.Wire.Statuses);
        Assert.Equal((First, HttpCacheOutcome.Revalidated), (stale.Text, stale.Outcome));
        Assert.Equal((First, HttpCacheOutcome.Hit), (fresh.Text, fresh.Outcome));
        Assert.Equal((First, HttpCacheOutcome.Revalidated), (staleAgain.Text, staleAgain.Outcome));
    }

    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task File_Changed_IsSentAnewAndValidatedFromThenOn(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("no-cache");
        await agent.GetAsync(path);
        Site.Publish(path, Second, Changed);

        var changed = await agent.GetAsync(path);
        var unchanged = await agent.GetAsync(path);

        Assert.Equal([200, 200, 304], agent.Wire.Statuses);
        Assert.Equal((200, Second, HttpCacheOutcome.Changed), (changed.Status, changed.Text, changed.Outcome));
        Assert.Equal((200, Second, HttpCacheOutcome.Revalidated), (unchanged.Status, unchanged.Text, unchanged.Outcome));
    }

    // If-Modified-Since alone would be answered with 304: the older file was not modified since.
    [Theory]
    [Rfc9111("4.3.1")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task File_ReplacedByAnOlderOne_IsSentAnew(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("no-cache", First, Changed);
        await agent.GetAsync(path);
        Site.Publish(path, Second, Changed.AddDays(-1));

        var older = await agent.GetAsync(path);

        Assert.Equal([200, 200], agent.Wire.Statuses);
        Assert.Equal((200, Second), (older.Status, older.Text));
    }

    [Fact]
    public async Task File_ChangedTwiceWithinASecondInSize_IsSentAnewEachTime()
    {
        await using var agent = NewAgent();
        var path = Publish("no-cache", "one", Changed.AddMilliseconds(100));
        await agent.GetAsync(path);

        Site.Publish(path, "three", Changed.AddMilliseconds(400));
        var second = await agent.GetAsync(path);
        Site.Publish(path, "fifteen", Changed.AddMilliseconds(700));
        var third = await agent.GetAsync(path);

        Assert.Equal([200, 200, 200], agent.Wire.Statuses);
        Assert.Equal(("three", "fifteen"), (second.Text, third.Text));
    }

    [Fact]
    public async Task File_ChangedTwiceWithinASecondAtTheSameSize_IsWhatTheServersValidatorsTellApart()
    {
        await using var agent = NewAgent();
        var path = Publish("no-cache", First, Changed.AddMilliseconds(100));
        var first = await agent.GetAsync(path);

        Site.Publish(path, Second, Changed.AddMilliseconds(400));
        var second = await agent.GetAsync(path);
        Site.Publish(path, Third, Changed.AddMilliseconds(700));
        var third = await agent.GetAsync(path);

        Assert.Equal(SeenWithinASecond, new[] { first.Text, second.Text, third.Text });
    }

    [Theory]
    [Rfc9111("5.2.1.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task ForceRefresh_OfAFreshDocument_AsksWithoutConditionsAndReplacesIt(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age");
        await agent.GetAsync(path);
        Site.Publish(path, Second, Changed);

        var unaware = await agent.GetAsync(path);
        var refreshed = await agent.GetAsync(path, HttpCacheMode.ForceRefresh);
        var next = await agent.GetAsync(path);

        Assert.Equal([200, 200], agent.Wire.Statuses);
        Assert.Equal("no-cache", agent.Wire.Last.Asked["Cache-Control"]);
        Assert.Equal((null, null), (agent.Wire.Last.Asked["If-None-Match"], agent.Wire.Last.Asked["If-Modified-Since"]));
        Assert.Equal((First, HttpCacheOutcome.Hit), (unaware.Text, unaware.Outcome));
        Assert.Equal((Second, HttpCacheOutcome.Miss), (refreshed.Text, refreshed.Outcome));
        Assert.Equal((Second, HttpCacheOutcome.Hit), (next.Text, next.Outcome));
    }

    // A force refresh that were answered with 304 would be none.
    [Fact]
    [Rfc9111("5.2.1.4")]
    public async Task ForceRefresh_OfAnUnchangedDocument_IsSentWhole()
    {
        await using var agent = NewAgent();
        var path = Publish("no-cache");
        await agent.GetAsync(path);

        var refreshed = await agent.GetAsync(path, HttpCacheMode.ForceRefresh);
        var validated = await agent.GetAsync(path);

        Assert.Equal([200, 200, 304], agent.Wire.Statuses);
        Assert.Equal((First, First), (refreshed.Text, validated.Text));
    }

    [Theory]
    [Rfc9111("4.3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Revalidate_OfAFreshDocument_AsksWithConditions(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("max-age");
        await agent.GetAsync(path);

        var unchanged = await agent.GetAsync(path, HttpCacheMode.Revalidate);
        Site.Publish(path, Second, Changed);
        var changed = await agent.GetAsync(path, HttpCacheMode.Revalidate);

        Assert.Equal([200, 304, 200], agent.Wire.Statuses);
        Assert.Equal((First, HttpCacheOutcome.Revalidated), (unchanged.Text, unchanged.Outcome));
        Assert.Equal((Second, HttpCacheOutcome.Changed), (changed.Text, changed.Outcome));
    }
}
