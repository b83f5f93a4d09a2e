using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace CachingHandler.Tests.DependencyInjection;

public sealed class AddHttpCacheTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeOrigin _origin = new(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
    private readonly ServiceCollection _services = new();

    [Fact]
    public async Task AddHttpCache_InOneLine_Caches()
    {
        _services.AddDiskHttpCacheStore(_directory.Path);
        Below(_services.AddHttpClient("x").AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        var client = ClientOf(provider, "x");
        await client.GetStringAsync(CachedClient.Target);

        using var response = await client.GetAsync(CachedClient.Target);

        Assert.Equal(HttpCacheOutcome.Hit, response.GetHttpCacheResult()!.Outcome);
        await provider.DisposeAsync();
        using var disk = new DiskHttpCacheStore(_directory.Path);
        Assert.Single(await disk.AllAsync());
    }

    [Fact]
    public async Task AddHttpMessageHandler_AfterAddHttpCache_Caches()
    {
        _services.AddMemoryHttpCacheStore().AddHttpCache();
        Below(_services.AddHttpClient("x").AddHttpMessageHandler<HttpCacheHandler>());
        await using var provider = _services.BuildServiceProvider();
        await ClientOf(provider, "x").GetStringAsync(CachedClient.Target);

        var outcome = await OutcomeAsync(ClientOf(provider, "x"));

        Assert.Equal(HttpCacheOutcome.Hit, outcome);
    }

    [Fact]
    public async Task AddHttpCache_OnATypedClient_Caches()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient<TypedClient>().AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        await provider.GetRequiredService<TypedClient>().GetAsync();

        await provider.GetRequiredService<TypedClient>().GetAsync();

        Assert.Single(_origin.Requests);
    }

    [Fact]
    public async Task ForThisCallContext_AroundATypedClient_ReachesTheRequestsThatItHides()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient<TypedClient>().AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        var client = provider.GetRequiredService<TypedClient>();
        await client.GetAsync();

        using (HttpCacheMode.ForceRefresh.ForThisCallContext())
        {
            await client.GetAsync();
        }

        Assert.Equal(2, _origin.Requests.Count);
        Assert.Equal("no-cache", _origin.Requests.Last().Headers.NonValidated["Cache-Control"].Single());
    }

    [Fact]
    public async Task Handlers_MadeAnew_FindWhatTheEarlierOnesStored()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient("x").AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        await InvokeAsync(provider);

        var response = await InvokeAsync(provider);

        Assert.Equal(HttpCacheOutcome.Hit, response.GetHttpCacheResult()!.Outcome);

        static async Task<HttpResponseMessage> InvokeAsync(IServiceProvider provider)
        {
            // What the factory does when a handler's lifetime is over: all made anew, down to the transport.
            var options = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("x");
            var builder = provider.GetRequiredService<HttpMessageHandlerBuilder>();
            builder.Name = "x";
            foreach (var action in options.HttpMessageHandlerBuilderActions)
            {
                action(builder);
            }

            using var invoker = new HttpMessageInvoker(builder.Build(), disposeHandler: true);
            var response = await invoker.SendAsync(CachedClient.Get(), CancellationToken.None);
            await response.Content.ReadAsStringAsync();

            return response;
        }
    }

    [Fact]
    public async Task Clients_ByDefault_DoNotSeeEachOthersResponses()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient("x").AddHttpCache());
        Below(_services.AddHttpClient("y").AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        await ClientOf(provider, "x").GetStringAsync(CachedClient.Target);

        var outcome = await OutcomeAsync(ClientOf(provider, "y"));

        Assert.Equal(HttpCacheOutcome.Miss, outcome);
    }

    [Fact]
    public async Task Clients_OfOneScope_ShareTheirResponses()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient("x").AddHttpCache(cache => cache.Scope = "both"));
        Below(_services.AddHttpClient("y").AddHttpCache(cache => cache.Scope = "both"));
        await using var provider = _services.BuildServiceProvider();
        await ClientOf(provider, "x").GetStringAsync(CachedClient.Target);

        var outcome = await OutcomeAsync(ClientOf(provider, "y"));

        Assert.Equal(HttpCacheOutcome.Hit, outcome);
    }

    [Fact]
    public async Task Options_OfEachClient_AreItsOwn()
    {
        _services.AddMemoryHttpCacheStore();
        Below(_services.AddHttpClient("x").AddHttpCache(cache => cache.MaximumBodySize = 2));
        Below(_services.AddHttpClient("y").AddHttpCache(cache => cache.MaximumBodySize = 3));
        await using var provider = _services.BuildServiceProvider();

        var results = new[] { await StoredAsync(ClientOf(provider, "x")), await StoredAsync(ClientOf(provider, "y")) };

        Assert.Equal([false, true], results);

        static async Task<bool> StoredAsync(HttpClient client)
        {
            using var response = await client.GetAsync(CachedClient.Target);
            return response.GetHttpCacheResult()!.Stored;
        }
    }

    [Fact]
    public async Task Options_WithServices_GetThem()
    {
        _services.AddMemoryHttpCacheStore().AddSingleton("tenant");
        Below(_services.AddHttpClient("x").AddHttpCache((services, cache) =>
            cache.Key = _ => services.GetRequiredService<string>()));
        await using var provider = _services.BuildServiceProvider();
        await ClientOf(provider, "x").GetStringAsync("https://example.com/a");

        await ClientOf(provider, "x").GetStringAsync("https://example.com/b");

        Assert.Single(_origin.Requests);
    }

    [Fact]
    public async Task TimeProvider_OfTheContainer_IsTheCaches()
    {
        var time = new ManualTimeProvider();
        _services.AddMemoryHttpCacheStore().AddSingleton<TimeProvider>(time);
        Below(_services.AddHttpClient("x").AddHttpCache());
        await using var provider = _services.BuildServiceProvider();
        await ClientOf(provider, "x").GetStringAsync(CachedClient.Target);
        time.Advance(TimeSpan.FromMinutes(2));

        var outcome = await OutcomeAsync(ClientOf(provider, "x"));

        Assert.Equal(HttpCacheOutcome.Miss, outcome);
    }

    [Fact]
    public void Null_IsRefused()
    {
        var builder = _services.AddHttpClient("x");

        Assert.Throws<ArgumentNullException>(() => default(IHttpClientBuilder)!.AddHttpCache());
        Assert.Throws<ArgumentNullException>(
            () => builder.AddHttpCache(default(Action<IServiceProvider, HttpCacheOptions>)!));
        Assert.Throws<ArgumentNullException>(
            () => builder.AddHttpCache(default(IConfiguration)!));
        Assert.Throws<ArgumentNullException>(() => default(IServiceCollection)!.AddHttpCache());
        Assert.Throws<ArgumentNullException>(() => default(IServiceCollection)!.AddMemoryHttpCacheStore());
        Assert.Throws<ArgumentNullException>(() => default(IServiceCollection)!.AddDiskHttpCacheStore("x"));
        Assert.Throws<ArgumentNullException>(() => _services.AddDiskHttpCacheStore(null!));
        Assert.Throws<ArgumentException>(() => _services.AddDiskHttpCacheStore(string.Empty));
    }

    public void Dispose()
    {
        _origin.Dispose();
        _directory.Dispose();
    }

    private static HttpClient ClientOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    private static async Task<HttpCacheOutcome> OutcomeAsync(HttpClient client)
    {
        using var response = await client.GetAsync(CachedClient.Target);

        return response.GetHttpCacheResult()!.Outcome;
    }

    private void Below(IHttpClientBuilder builder) => builder.ConfigurePrimaryHttpMessageHandler(() => _origin);

    private sealed class TypedClient(HttpClient client)
    {
        public Task<string> GetAsync() => client.GetStringAsync(CachedClient.Target);
    }
}
