using System.Globalization;
using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.Tests.DependencyInjection;

/// <summary>The <see cref="IHttpCache"/> of a container's clients.</summary>
public sealed class ClientCacheTests
{
    private static readonly Uri Target = new("https://example.com/doc");

    private readonly FakeOrigin _origin = new(request => Answers.Ok(
        string.Create(CultureInfo.InvariantCulture, $"{request.Headers.NonValidated.Count}"), ("Cache-Control", "max-age=60")));

    private readonly ServiceCollection _services = new();

    [Fact]
    public async Task Cache_OfANamedClient_InvalidatesItsResponsesAlone()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient("x").AddHttpCache());
        Below(_services.AddHttpClient("y").AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        await GetAsync(provider, "x");
        await GetAsync(provider, "y");

        Assert.True(await provider.GetRequiredKeyedService<IHttpCache>("x").InvalidateAsync(Target));

        Assert.Equal([HttpCacheOutcome.Miss, HttpCacheOutcome.Hit], [await GetAsync(provider, "x"), await GetAsync(provider, "y")]);
    }

    [Fact]
    public async Task Cache_OfAClientWithAStoreOfItsOwn_LooksThere()
    {
        _services.AddMemoryHttpCacheStore().AddKeyedMemoryHttpCacheStore("eu");
        Below(_services.AddHttpClient("x").AddHttpCache(cache => cache.StoreKey = "eu"));
        await using var provider = _services.BuildServiceProvider();
        await GetAsync(provider, "x");

        await provider.GetRequiredKeyedService<IHttpCache>("x").ClearAsync();

        Assert.Empty(await provider.GetRequiredKeyedService<HttpCacheStore>("eu").AllAsync());
    }

    [Fact]
    public async Task Cache_OfATypedClient_GoesByItsName()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient<TypedClient>().AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        using var response = await provider.GetRequiredService<TypedClient>().Http.GetAsync(Target);

        Assert.Equal(1, await provider.GetRequiredKeyedService<IHttpCache>(nameof(TypedClient)).RefreshAsync(Target));
        Assert.Equal(2, _origin.Requests.Count);
    }

    [Fact]
    public async Task Refresh_ByTheContainersCache_GoesThroughTheClientsHandlers()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient("x", http => http.DefaultRequestHeaders.Add("Authorization", "Bearer 1")).AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        await GetAsync(provider, "x");

        var refreshed = await provider.GetRequiredKeyedService<IHttpCache>("x").RefreshAsync(Target);

        Assert.Equal((1, 2), (refreshed, _origin.Requests.Count));
        Assert.All(_origin.Requests, request => Assert.Equal("Bearer 1", request.Headers.NonValidated["Authorization"].ToString()));
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(provider, "x"));
    }

    [Fact]
    public async Task Refresh_ThatTheOriginRefusesToTheClientsOwnUser_LeavesWhatIsStored()
    {
        var isRefused = false;
        var origin = new FakeOrigin(_ => isRefused
            ? Answers.Of(System.Net.HttpStatusCode.TooManyRequests)
            : Answers.Ok("one", ("Cache-Control", "max-age=60")));
        _services.AddMemoryHttpCacheStore();
        _services.AddHttpClient("x").AddHttpMessageHandler(() => new TokenHandler()).AddHttpCache()
            .ConfigurePrimaryHttpMessageHandler(() => origin);
        await using var provider = _services.BuildServiceProvider();
        await GetAsync(provider, "x");
        isRefused = true;

        Assert.Equal(0, await provider.GetRequiredKeyedService<IHttpCache>("x").RefreshAsync(Target));

        Assert.Equal((HttpCacheOutcome.Hit, 2), (await GetAsync(provider, "x"), origin.Requests.Count));
    }

    [Fact]
    public async Task Cache_WithoutAKey_IsThatOfTheHandlersOfTheContainer()
    {
        _services.AddMemoryHttpCacheStore().AddHttpCache();
        Below(_services.AddHttpClient(string.Empty));
        Below(_services.AddHttpClient("x").AddHttpMessageHandler<HttpCacheHandler>());
        await using var provider = _services.BuildServiceProvider();
        await GetAsync(provider, "x");
        var cache = provider.GetRequiredService<IHttpCache>();

        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.RefreshAsync(Target));
        Assert.True(await cache.InvalidateAsync(Target));

        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(provider, "x"));
    }

    [Fact]
    public async Task Cache_WhereAllClientsHaveOne_IsThereForEach()
    {
        _services.AddMemoryHttpCacheStore();
        _services.ConfigureHttpClientDefaults(client => Below(client.AddHttpCache()));
        _services.AddHttpClient("x");
        await using var provider = _services.BuildServiceProvider();
        await GetAsync(provider, "x");

        await provider.GetRequiredKeyedService<IHttpCache>("y").InvalidateAsync(Target);
        Assert.Equal(HttpCacheOutcome.Hit, await GetAsync(provider, "x"));
        await provider.GetRequiredKeyedService<IHttpCache>("x").InvalidateAsync(Target);

        Assert.Equal(HttpCacheOutcome.Miss, await GetAsync(provider, "x"));
        Assert.Same(provider.GetRequiredKeyedService<IHttpCache>("x"), provider.GetRequiredKeyedService<IHttpCache>("x"));
    }

    private static async Task<HttpCacheOutcome> GetAsync(IServiceProvider provider, string name)
    {
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient(name);
        using var response = await client.GetAsync(Target);

        return response.GetHttpCacheResult()!.Outcome;
    }

    private void Below(IHttpClientBuilder builder) => builder.ConfigurePrimaryHttpMessageHandler(() => _origin);

    private sealed class TokenHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer 1");

            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class TypedClient(HttpClient http)
    {
        public HttpClient Http => http;
    }
}
