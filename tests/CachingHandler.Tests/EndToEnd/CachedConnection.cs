using System.Net;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>A real client with a cache, connected to a real origin.</summary>
internal sealed class CachedConnection : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Version _version;
    private readonly Func<HttpCacheStore> _createStore;
    private readonly Uri _address;
    private readonly DecompressionMethods _decompression;

    private readonly HttpCacheOptions? _options;

    private CachedConnection(
        KestrelOrigin origin,
        ManualTimeProvider time,
        Version version,
        string medium,
        DecompressionMethods decompression,
        HttpCacheOptions? options)
    {
        _options = options;
        Origin = origin;
        Time = time;
        _version = version;
        _address = origin.Address;
        _decompression = decompression;
        _createStore = medium == "disk"
            ? () => new DiskHttpCacheStore(_directory.Path, timeProvider: Time)
            : () => new MemoryHttpCacheStore();
        Store = _createStore();
        Http = CreateClient();
    }

    /// <summary>Gets every version of HTTP with every store.</summary>
    public static TheoryData<string, string> Everywhere =>
        new MatrixTheoryData<string, string>(["1.1", "2.0"], ["memory", "disk"]);

    public KestrelOrigin Origin { get; }

    public ManualTimeProvider Time { get; }

    public HttpCacheStore Store { get; private set; }

    public HttpClient Http { get; private set; }

    /// <param name="version">The version of HTTP.</param>
    /// <param name="medium">What the store lies on.</param>
    /// <param name="decompression">What the handler below the cache unpacks.</param>
    /// <param name="options">How the cache behaves.</param>
    public static async Task<CachedConnection> OpenAsync(
        string version,
        string medium,
        DecompressionMethods decompression = DecompressionMethods.All,
        HttpCacheOptions? options = null)
    {
        var time = new ManualTimeProvider();
        var origin = await KestrelOrigin.StartAsync(Version.Parse(version), time);

        return new(origin, time, Version.Parse(version), medium, decompression, options);
    }

    public async Task<(string Body, HttpCacheOutcome Outcome)> GetAsync(
        string path, HttpCacheMode mode = HttpCacheMode.Default, string? authorization = null)
    {
        using var request = Request(HttpMethod.Get, path).SetHttpCacheMode(mode);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await Http.SendAsync(request);

        return (await response.Content.ReadAsStringAsync(), response.GetHttpCacheResult()!.Outcome);
    }

    public HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(_address, path))
    {
        Version = _version,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Ends client and store, as the end of a process does, and begins anew on what is left.</summary>
    public async Task RestartAsync()
    {
        Http.Dispose();
        await Store.DisposeAsync();
        Store = _createStore();
        Http = CreateClient();
    }

    /// <summary>Ends client and handlers, as a factory does with those that are old, and waits for what the store still does.</summary>
    public async Task RotateAsync()
    {
        Http.Dispose();
        await Store.Background.Work;
        Http = CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Store.DisposeAsync();
        await Origin.DisposeAsync();
        _directory.Dispose();
    }

    private HttpClient CreateClient() => new(new HttpCacheHandler(Store, _options, Time)
    {
        InnerHandler = new SocketsHttpHandler { AutomaticDecompression = _decompression },
    })
    {
        BaseAddress = _address,
        DefaultRequestVersion = _version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
