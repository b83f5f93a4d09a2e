using CachingHandler.Storage;
using CachingHandler.Testing;
using RichardSzalay.MockHttp;

namespace CachingHandler.Tests;

/// <summary>A client with a cache in front of a scripted origin, which fails where nobody has scripted it.</summary>
internal sealed class CachedClient : IDisposable
{
    public const string Target = "https://example.com/doc";

    private readonly HttpCacheHandler _handler;

    /// <param name="options">How the cache behaves.</param>
    /// <param name="store">What it keeps responses in; null takes a memory store.</param>
    /// <param name="transport">What stands in for <see cref="Origin"/> where that cannot do what is needed.</param>
    public CachedClient(
        HttpCacheOptions? options = null, HttpCacheStore? store = null, HttpMessageHandler? transport = null)
    {
        Store = store ?? new MemoryHttpCacheStore();
        Origin.Fallback.Respond(
            request => throw new InvalidOperationException($"Nobody scripted {request.Method} {request.RequestUri}."));
        _handler = new HttpCacheHandler(Store, options, Time, Log, Meters) { InnerHandler = transport ?? Origin };
        Http = new HttpClient(_handler);
    }

    public MockHttpMessageHandler Origin { get; } = new();

    public HttpCacheStore Store { get; }

    public ManualTimeProvider Time { get; } = new();

    public ListLogger<HttpCacheHandler> Log { get; } = new();

    public CountingMeters Meters { get; } = new();

    public HttpClient Http { get; }

    public IHttpCache Cache => _handler.Cache;

    public static HttpRequestMessage Get(params (string Name, string Value)[] fields) =>
        Request(HttpMethod.Get, Target, fields);

    public static HttpRequestMessage Request(HttpMethod method, string uri, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(method, uri);
        foreach (var (name, value) in fields)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }

    /// <summary>Scripts the answer to the next request; it is asked for once.</summary>
    public CachedClient Expect(Func<HttpResponseMessage> answer) => Expect(HttpMethod.Get, Target, answer);

    /// <inheritdoc cref="Expect(Func{HttpResponseMessage})"/>
    public CachedClient Expect(HttpMethod method, string uri, Func<HttpResponseMessage> answer)
    {
        Origin.Expect(method, uri).Respond(_ => answer());

        return this;
    }

    public Task<HttpResponseMessage> GetAsync(params (string Name, string Value)[] fields) =>
        Http.SendAsync(Get(fields));

    public async Task<string> GetStringAsync(params (string Name, string Value)[] fields)
    {
        using var response = await GetAsync(fields);

        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Sends a request and returns what the cache did with it.</summary>
    public async Task<HttpCacheResult> ResultAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);

        return Assert.IsType<HttpCacheResult>(response.GetHttpCacheResult());
    }

    /// <inheritdoc cref="ResultAsync(HttpRequestMessage)"/>
    public Task<HttpCacheResult> ResultAsync(params (string Name, string Value)[] fields) => ResultAsync(Get(fields));

    public void Dispose()
    {
        Http.Dispose();
        Origin.Dispose();
        Store.Dispose();
        Meters.Dispose();
    }
}
