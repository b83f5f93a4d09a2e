using System.Net;
using CachingHandler.Interop.Client;
using CachingHandler.Interop.Servers;
using CachingHandler.Testing;

namespace CachingHandler.Interop;

public abstract partial class ServerTests
{
    /// <summary>Gets how the server answers who asks whether a compressed document is still right, and it is.</summary>
    protected virtual int StatusOfUnchangedGzip => 304;

    // Long enough that a server finds it worth compressing.
    protected static string LongText { get; } = string.Concat(Enumerable.Range(1, 1000).Select(number => $"{number} sheep\n"));

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Gzip_DecompressedBelowTheCache_IsStoredAsTextAndValidated(string medium)
    {
        await using var agent = NewAgent(medium, transport => transport.AutomaticDecompression = DecompressionMethods.GZip);
        var path = Publish("gzip", LongText);

        var first = await agent.GetAsync(path);
        var fresh = await agent.GetAsync(path);
        agent.Time.Advance(TwoMinutes);
        var stale = await agent.GetAsync(path);

        Assert.Equal([200, StatusOfUnchangedGzip], agent.Wire.Statuses);
        Assert.Equal("Accept-Encoding", agent.Wire.First.Answered["Vary"]);
        Assert.Equal((LongText, LongText, LongText), (first.Text, fresh.Text, stale.Text));
        Assert.Equal(HttpCacheOutcome.Hit, fresh.Outcome);
        Assert.Null(stale.Fields["Content-Encoding"]);
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Gzip_OfTheCallersOwnAsking_IsStoredCompressedAndValidated(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("gzip", LongText);

        var first = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        var fresh = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        agent.Time.Advance(TwoMinutes);
        var stale = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        var freshAgain = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));

        Assert.Equal([200, StatusOfUnchangedGzip], agent.Wire.Statuses);
        Assert.Equal("gzip", first.Fields["Content-Encoding"]);
        Assert.Equal(("gzip", LongText, HttpCacheOutcome.Hit), (fresh.Fields["Content-Encoding"], fresh.Text, fresh.Outcome));
        Assert.Equal(("gzip", LongText), (stale.Fields["Content-Encoding"], stale.Text));
        Assert.Equal(("gzip", LongText), (freshAgain.Fields["Content-Encoding"], freshAgain.Text));
    }

    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Gzip_OfAFileThatChanges_IsSentAnew(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("gzip", LongText);
        await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        agent.Time.Advance(TwoMinutes);
        Site.Publish(path, LongText + Second, Changed);

        var changed = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));

        Assert.Equal([200, 200], agent.Wire.Statuses);
        Assert.Equal(LongText + Second, changed.Text);
    }

    [Theory]
    [Rfc9111("4.1")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Encodings_Two_AreKeptApart(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = Publish("gzip", LongText);
        await agent.GetAsync(path, ("Accept-Encoding", "gzip"));

        var first = await agent.GetAsync(path, ("Accept-Encoding", "identity"));
        var gzip = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        var identity = await agent.GetAsync(path, ("Accept-Encoding", "identity"));

        Assert.Equal((null, LongText), (first.Fields["Content-Encoding"], first.Text));
        Assert.Equal(("gzip", LongText, HttpCacheOutcome.Hit), (gzip.Fields["Content-Encoding"], gzip.Text, gzip.Outcome));
        Assert.Equal((null, LongText, HttpCacheOutcome.Hit), (identity.Fields["Content-Encoding"], identity.Text, identity.Outcome));
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Encodings_TwoValidated_AreKeptApart(string medium) => await KeepEncodingsApartAsync(Server, medium);

    [Fact]
    [Rfc9111("4.3.3")]
    public async Task Encodings_TwoOfAFileThatChanges_AreBothSentAnew()
    {
        await using var agent = NewAgent();
        var path = Publish("gzip", LongText);
        await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        await agent.GetAsync(path, ("Accept-Encoding", "identity"));
        agent.Time.Advance(TwoMinutes);
        Site.Publish(path, LongText + Second, Changed);

        var gzip = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        var identity = await agent.GetAsync(path, ("Accept-Encoding", "identity"));

        Assert.Equal(("gzip", LongText + Second), (gzip.Fields["Content-Encoding"], gzip.Text));
        Assert.Equal((null, LongText + Second), (identity.Fields["Content-Encoding"], identity.Text));
    }

    // A 304 is not compressed, and so it often bears the tag of the other encoding, or one that both have. Who accepts gzip can
    // read what is not compressed as well, but not the other way round.
    protected static async Task KeepEncodingsApartAsync(WebServer server, string medium)
    {
        await using var agent = new UserAgent(server.Address, medium);
        var path = NewDocument("gzip");
        server.Site.Publish(path, LongText);
        await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        await agent.GetAsync(path, ("Accept-Encoding", "identity"));
        agent.Time.Advance(TwoMinutes);

        var gzip = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        var identity = await agent.GetAsync(path, ("Accept-Encoding", "identity"));
        var gzipAgain = await agent.GetAsync(path, ("Accept-Encoding", "gzip"));
        var identityAgain = await agent.GetAsync(path, ("Accept-Encoding", "identity"));

        Assert.Equal((LongText, LongText), (gzip.Text, gzipAgain.Text));
        Assert.Equal((null, LongText), (identity.Fields["Content-Encoding"], identity.Text));
        Assert.Equal((null, LongText), (identityAgain.Fields["Content-Encoding"], identityAgain.Text));
    }
}
