using System.Net;
using CachingHandler.Interop.Client;
using CachingHandler.Interop.Servers;
using CachingHandler.Testing;

namespace CachingHandler.Interop;

public abstract partial class ServerTests
{
    // More than the buffers between a server and a client that does not read can hold.
    private const int LargeLength = 10 * 1024 * 1024;
    private const int Beginning = 300_000;

    private static readonly byte[] Large = BodyBytes.Of(new Guid("8f6a2e6c-5a3d-4bb5-9a5f-1d0b1e7c3f01"), LargeLength);
    private static readonly byte[] OtherLarge = BodyBytes.Of(new Guid("0b9e6f0a-77c4-4a57-8d35-52d6f1f4a902"), LargeLength);

    /// <summary>Gets how the server answers who asks for the rest of a download: 200 where nothing tells that it is the rest of the same.</summary>
    protected virtual int StatusOfTheRest => 206;

    [Theory]
    [Rfc9111("3.3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Download_Large_StreamsThroughAndIsStoredWhole(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = NewDocument("max-age");
        Site.Publish(path, Large);

        using var response = await agent.BeginAsync(path);
        var storedAtFirst = response.GetHttpCacheResult()!.Stored;
        var streamed = await response.Content.ReadAsByteArrayAsync();
        var hit = await agent.GetAsync(path);

        Assert.Equal([200], agent.Wire.Statuses);
        Assert.False(storedAtFirst);
        Assert.True(response.GetHttpCacheResult()!.Stored);
        AssertSame(Large, streamed);
        AssertSame(Large, hit.Bytes);
        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
    }

    [Theory]
    [Rfc9111("3.3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Download_GivenUpMidway_IsWholeTheNextTime(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = NewDocument("max-age");
        Site.Publish(path, Large);

        var beginning = await agent.GiveUpAsync(path, Beginning);
        var next = await agent.GetAsync(path);
        var hit = await agent.GetAsync(path);

        AssertSame(Large[..Beginning], beginning);
        Assert.Equal((200, null), (next.Status, next.Fields["Content-Range"]));
        AssertSame(Large, next.Bytes);
        AssertSame(Large, hit.Bytes);
        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Download_GivenUpAndTheFileChanged_IsNotMixedWithTheNewOne(string medium)
    {
        await using var agent = NewAgent(medium);
        var path = NewDocument("max-age");
        Site.Publish(path, Large, Changed);
        await agent.GiveUpAsync(path, Beginning);
        Site.Publish(path, OtherLarge, Changed.AddDays(-1));
        agent.Time.Advance(TwoMinutes);

        var next = await agent.GetAsync(path);

        Assert.Equal(200, next.Status);
        AssertSame(OtherLarge, next.Bytes);
    }

    [Theory]
    [Rfc9111("3.3")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Download_CutByTheServersEnd_IsWholeTheNextTime(string medium)
    {
        await using var server = await StartAsync(NewServer());
        await using var agent = new UserAgent(server.Address, medium);
        server.Site.Publish("/max-age/large.txt", Large);
        await CutAsync(server, agent, "/max-age/large.txt");

        await server.StartAsync();
        var next = await agent.GetAsync("/max-age/large.txt");
        var hit = await agent.GetAsync("/max-age/large.txt");

        Assert.Equal((200, null), (next.Status, next.Fields["Content-Range"]));
        AssertSame(Large, next.Bytes);
        AssertSame(Large, hit.Bytes);
        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Download_CutByTheServersEndAndTheFileChanged_IsNotMixedWithTheNewOne(string medium)
    {
        await using var server = await StartAsync(NewServer());
        await using var agent = new UserAgent(server.Address, medium);
        server.Site.Publish("/max-age/large.txt", Large, Changed);
        await CutAsync(server, agent, "/max-age/large.txt");

        server.Site.Publish("/max-age/large.txt", OtherLarge, Changed.AddDays(-1));
        await server.StartAsync();
        var next = await agent.GetAsync("/max-age/large.txt");

        Assert.Equal((200, null), (next.Status, next.Fields["Content-Range"]));
        AssertSame(OtherLarge, next.Bytes);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("memory")]
    [InlineData("disk")]
    public async Task Download_CutByTheServersEnd_IsResumedWhereItBrokeOff(string medium)
    {
        await using var server = await StartAsync(NewServer());
        await using var agent = new UserAgent(server.Address, medium);
        server.Site.Publish("/max-age/large.txt", Large);
        await CutAsync(server, agent, "/max-age/large.txt");

        await server.StartAsync();
        var next = await agent.GetAsync("/max-age/large.txt");

        Assert.Equal([200, StatusOfTheRest], agent.Wire.Statuses);
        Assert.Equal(200, next.Status);
        AssertSame(Large, next.Bytes);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData(DecompressionMethods.None)]
    [InlineData(DecompressionMethods.GZip)]
    public async Task Download_OfWhatIsCompressedCutByTheServersEnd_IsWholeTheNextTime(DecompressionMethods below) =>
        await CutCompressedAsync(NewServer(), below);

    // What a range is cut from, the compressed or the plain bytes, differs from server to server, and so does whether the tag
    // tells the one from the other.
    protected static async Task CutCompressedAsync(WebServer created, DecompressionMethods below)
    {
        await using var server = await StartAsync(created);
        await using var agent = new UserAgent(server.Address, adjust: transport => transport.AutomaticDecompression = below);
        server.Site.Publish("/gzip/large.txt", Large);
        await CutAsync(server, agent, "/gzip/large.txt", ("Accept-Encoding", "gzip"));

        await server.StartAsync();
        var next = await agent.GetAsync("/gzip/large.txt", ("Accept-Encoding", "gzip"));

        Assert.Equal((200, null), (next.Status, next.Fields["Content-Range"]));
        AssertSame(Large, next.Bytes);
    }

    // Begins the download of a large document, and ends the server amid it.
    private static async Task CutAsync(WebServer server, UserAgent agent, string path, params (string Name, string Value)[] fields)
    {
        using var response = await agent.BeginAsync(path, fields);
        using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Beginning]);
        await server.KillAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null));
    }

    // Equal would print what differs, and how much that is.
    private static void AssertSame(byte[] expected, byte[] actual) =>
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"{actual.Length} bytes are not the {expected.Length} of the document.");
}
