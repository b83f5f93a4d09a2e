using System.Net;
using CachingHandler.Interop.Client;
using CachingHandler.Interop.Servers;
using CachingHandler.Testing;

namespace CachingHandler.Interop;

/// <summary>Apache httpd: a tag of the length and of the time of change in microseconds, weak for the first second after it.</summary>
public sealed class ApacheTests(ServerFixture<ApacheServer> fixture)
    : ServerTests(fixture.Server), IClassFixture<ServerFixture<ApacheServer>>
{
    protected override string[] SeenWithinASecond => ["one", "two", "six"];

    // It adds "-gzip" to the tag of what it compresses, and does not know that tag when it is asked about it.
    protected override int StatusOfUnchangedGzip => 200;

    [Fact]
    [Rfc9111("4.3.4")]
    public async Task WeakTag_OfAFileJustWritten_IsConfirmedByTheStrongOneOfLater()
    {
        await using var agent = NewAgent();
        await using var other = NewAgent();
        var path = Publish("no-cache", First, TimeProvider.System.GetUtcNow());
        await agent.GetAsync(path);
        await UntilTheTagIsStrongAsync(other, path);

        var later = await agent.GetAsync(path);

        Assert.Equal([200, 304], agent.Wire.Statuses);
        Assert.Equal(agent.Wire.First.Answered["ETag"], "W/" + agent.Wire.Last.Answered["ETag"]);
        Assert.Equal(First, later.Text);
    }

    [Fact]
    [Rfc9111("4.3.3")]
    public async Task WeakTag_OfAFileJustWrittenTwice_TellsTheTwoApart()
    {
        await using var agent = NewAgent();
        var now = TimeProvider.System.GetUtcNow();
        var path = Publish("no-cache", First, now);
        await agent.GetAsync(path);
        Site.Publish(path, Second, now.AddMilliseconds(1));

        var second = await agent.GetAsync(path);

        Assert.Equal([200, 200], agent.Wire.Statuses);
        Assert.Equal(Second, second.Text);
    }

    // If-Modified-Since alone: the older file was not modified since. That the 304 tells another time gives it away.
    [Fact]
    [Rfc9111("4.3.4")]
    public async Task File_WithoutATagReplacedByAnOlderOne_IsAskedForAgainAfterThe304()
    {
        await using var agent = NewAgent();
        var path = Publish("tagless", First, Changed);
        await agent.GetAsync(path);
        await agent.GetAsync(path);
        Site.Publish(path, Second, Changed.AddDays(-1));

        var older = await agent.GetAsync(path);

        Assert.Equal([200, 304, 304, 200], agent.Wire.Statuses);
        Assert.Null(agent.Wire.First.Answered["ETag"]);
        Assert.Equal(Second, older.Text);
    }

    // DeflateAlterETag NoChange: one strong tag for both encodings, against RFC 9110 §8.8.3.3.
    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task UnchangedTags_OfGzip_AreConfirmed(string medium)
    {
        await using var server = await StartAsync(new ApacheServer("UNCHANGED_TAGS"));

        var statuses = await ValidateGzipAsync(server, medium);

        Assert.Equal([200, 304], statuses);
    }

    [Theory]
    [Rfc9111("4.1")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task UnchangedTags_OfTwoEncodings_DoNotMixThem(string medium)
    {
        await using var server = await StartAsync(new ApacheServer("UNCHANGED_TAGS"));

        await KeepEncodingsApartAsync(server, medium);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData(DecompressionMethods.None)]
    [InlineData(DecompressionMethods.GZip)]
    public async Task UnchangedTags_OfADownloadCutMidway_DoNotMixEncodings(DecompressionMethods below) =>
        await CutCompressedAsync(new ApacheServer("UNCHANGED_TAGS"), below);

    // The 304 has a tag that nothing stored has, and so vouches for nothing that is stored.
    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("STRIPPED_TAGS")] // what it is asked for has lost its "-gzip", and so has the 304
    [InlineData("REMOVED_TAGS")] // DeflateAlterETag Remove: what is compressed has no tag, but its 304 has
    public async Task Tag_OnA304ThatTheGzipDidNotHave_IsAskedForAgain(string definition)
    {
        await using var server = await StartAsync(new ApacheServer(definition));

        var statuses = await ValidateGzipAsync(server, "memory");

        Assert.Equal([200, 304, 200], statuses);
    }

    protected override WebServer NewServer() => new ApacheServer();

    private static async Task<IEnumerable<int>> ValidateGzipAsync(WebServer server, string medium)
    {
        await using var agent = new UserAgent(server.Address, medium);
        server.Site.Publish("/gzip/doc.txt", LongText);
        await agent.GetAsync("/gzip/doc.txt", ("Accept-Encoding", "gzip"));
        agent.Time.Advance(TwoMinutes);

        var validated = await agent.GetAsync("/gzip/doc.txt", ("Accept-Encoding", "gzip"));

        Assert.Equal(("gzip", LongText), (validated.Fields["Content-Encoding"], validated.Text));

        return agent.Wire.Statuses;
    }

    private static async Task UntilTheTagIsStrongAsync(UserAgent agent, string path)
    {
        while ((await agent.GetAsync(path, HttpCacheMode.Bypass)).Fields["ETag"]!.StartsWith("W/", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
