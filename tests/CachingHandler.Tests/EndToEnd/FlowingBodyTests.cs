using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>What a caller sees of a body while it comes: the first byte at once, all of one that is too large, and trailers.</summary>
public sealed class FlowingBodyTests : IDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n";

    private readonly TemporaryDirectory _directory = new();
    private readonly SocketOrigin _origin = new();

    public static TheoryData<string> Media => ["memory", "disk"];

    public static TheoryData<string, bool> MediaAndLengths => new MatrixTheoryData<string, bool>(["memory", "disk"], [true, false]);

    [Theory]
    [MemberData(nameof(Media))]
    public async Task FirstBytes_OfAChunkedBody_ReachTheCallerBeforeTheRestIsSent(string medium)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _origin.Serve("/", async exchange =>
        {
            await exchange.WriteAsync(Head + "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            await gate.Task;
            await exchange.WriteAsync("4\r\nrest\r\n0\r\n\r\n");
        });
        await using var store = Store(medium);
        using var client = Client(store);

        using var response = await client.GetAsync(_origin.Address, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var first = new byte[5];
        await stream.ReadExactlyAsync(first);
        gate.SetResult();
        using var rest = new StreamReader(stream);

        Assert.Equal("first"u8.ToArray(), first);
        Assert.Equal("rest", await rest.ReadToEndAsync());
        Assert.Equal("firstrest", await client.GetStringAsync(_origin.Address));
        Assert.Equal(1, _origin.Count("/"));
    }

    [Theory]
    [MemberData(nameof(MediaAndLengths))]
    public async Task Body_TooLarge_FlowsAndIsNotStored(string medium, bool hasLength)
    {
        var body = new string('x', 100_000);
        _origin.Serve("/", exchange => exchange.WriteAsync(Head + (hasLength
            ? $"Content-Length: {body.Length}\r\n\r\n{body}"
            : $"Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n")));
        await using var store = Store(medium);
        using var client = Client(store, new HttpCacheOptions { MaximumBodySize = 99_999 });

        using var response = await client.GetAsync(_origin.Address);
        var again = await client.GetStringAsync(_origin.Address);

        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal(NotStoredReason.TooLarge, response.GetHttpCacheResult()!.NotStoredReason);
        Assert.Equal((body, 2), (again, _origin.Count("/")));
        Assert.Empty(await store.AllAsync());
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Trailers_OfAChunkedBody_ReachTheCallerAndDoNotKeepItFromTheStore(string medium)
    {
        _origin.Serve("/", exchange => exchange.WriteAsync(
            Head + "Trailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n"));
        await using var store = Store(medium);
        using var client = Client(store);

        using var response = await client.GetAsync(_origin.Address);
        var again = await client.GetStringAsync(_origin.Address);

        Assert.Equal(["42"], response.TrailingHeaders.GetValues("X-Sum"));
        Assert.Equal(("body", 1), (again, _origin.Count("/")));
    }

    public void Dispose()
    {
        _origin.Dispose();
        _directory.Dispose();
    }

    private HttpCacheStore Store(string medium) =>
        medium == "disk" ? new DiskHttpCacheStore(_directory.Path) : new MemoryHttpCacheStore();

    private static HttpClient Client(HttpCacheStore store, HttpCacheOptions? options = null) =>
        new(new HttpCacheHandler(store, options) { InnerHandler = new SocketsHttpHandler() });
}
