using System.Net.Sockets;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Interop.Client;

/// <summary>A client with a cache of its own in front of a real transport, and with a clock that the test moves.</summary>
public sealed class UserAgent : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("caching-handler-store-");
    private readonly Uri _address;
    private int _connections;

    /// <param name="address">The root of the documents it asks for.</param>
    /// <param name="medium">What it keeps responses in: <c>memory</c> or <c>disk</c>.</param>
    /// <param name="options">How the cache behaves.</param>
    /// <param name="adjust">Sets up the transport.</param>
    public UserAgent(
        Uri address, string medium = "memory", HttpCacheOptions? options = null, Action<SocketsHttpHandler>? adjust = null)
    {
        _address = address;
        Store = medium == "disk"
            ? new DiskHttpCacheStore(_directory.FullName, timeProvider: Time)
            : new MemoryHttpCacheStore();
        var transport = new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync };
        adjust?.Invoke(transport);
        Wire = new Wire(transport);
        Http = new HttpClient(new HttpCacheHandler(Store, options, Time) { InnerHandler = Wire });
    }

    /// <summary>Gets the cache's clock, an hour behind the server's.</summary>
    /// <remarks>So the server's <c>Date</c> makes no response look old (RFC 9111 §4.2.3), wherever the test has moved the clock to.</remarks>
    public ManualTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow().AddHours(-1));

    public HttpCacheStore Store { get; }

    public Wire Wire { get; }

    public HttpClient Http { get; }

    /// <summary>Gets how many connections were opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(Request(HttpMethod.Get, path, fields));

    public Task<Answer> GetAsync(string path, HttpCacheMode mode) =>
        SendAsync(Request(HttpMethod.Get, path).SetHttpCacheMode(mode));

    /// <summary>Sends a request and reads the answer to its end.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);

        return new Answer(
            (int)response.StatusCode,
            new FieldLines(response.Headers, response.Content.Headers),
            await response.Content.ReadAsByteArrayAsync(),
            response.GetHttpCacheResult()!.Outcome);
    }

    /// <summary>Sends a request and gives the body up after its beginning.</summary>
    /// <returns>The beginning.</returns>
    public async Task<byte[]> GiveUpAsync(string path, int length)
    {
        var beginning = new byte[length];
        using var response = await BeginAsync(path);
        using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(beginning);

        return beginning;
    }

    /// <summary>Sends a request and returns when the head of the answer is there.</summary>
    public Task<HttpResponseMessage> BeginAsync(string path, params (string Name, string Value)[] fields) =>
        Http.SendAsync(Request(HttpMethod.Get, path, fields), HttpCompletionOption.ResponseHeadersRead);

    public HttpRequestMessage Request(HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(method, new Uri(_address, path));
        foreach (var (name, value) in fields)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    // The receive buffer is small, so that the most of a large body is still the server's when the client has read its beginning.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _connections);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveBufferSize = 16 * 1024,
        };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
