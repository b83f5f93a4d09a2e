using CachingHandler.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.Tests.DependencyInjection;

/// <summary>However often a client is given a cache, it has one.</summary>
public sealed class OneCacheTests : IDisposable
{
    private readonly FakeOrigin _origin = new(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
    private readonly ServiceCollection _services = new();

    public OneCacheTests() => _services.AddMemoryHttpCacheStore();

    [Fact]
    public async Task AddHttpCache_Twice_ConfiguresOneHandlerAtTheFirstPlace()
    {
        _services.AddHttpClient("x")
            .AddHttpCache(cache => (cache.MaximumBodySize, cache.Scope) = (1, "first"))
            .AddHttpMessageHandler(() => new Passing());
        Below(_services.AddHttpClient("x").AddHttpCache(cache => cache.MaximumBodySize = 2));
        await using var provider = _services.BuildServiceProvider();

        var chain = ChainOf(provider, "x");

        Assert.Equal([typeof(HttpCacheHandler), typeof(Passing)], chain.Where(IsOurs));
        var options = provider.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<HttpCacheOptions>>().Get("x");
        Assert.Equal((2, "first"), (options.MaximumBodySize, options.Scope));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddHttpCache_OnTheDefaultsAndOnAClient_IsOneHandler(bool defaultsFirst)
    {
        Action[] steps =
        [
            () => _services.ConfigureHttpClientDefaults(client => client.AddHttpCache((_, cache) => cache.MaximumBodySize = 2)),
            () => Below(_services.AddHttpClient("x").AddHttpCache(cache => cache.NoVarySearch = false)),
        ];
        Array.ForEach(defaultsFirst ? steps : [steps[1], steps[0]], step => step());
        await using var provider = _services.BuildServiceProvider();

        var chain = ChainOf(provider, "x");

        Assert.Single(chain, typeof(HttpCacheHandler));
        var options = provider.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<HttpCacheOptions>>().Get("x");
        Assert.Equal((2, false, "x"), (options.MaximumBodySize, options.NoVarySearch, options.Scope));
    }

    [Fact]
    public async Task AddHttpCache_OnTheDefaults_GivesEachClientACacheOfItsOwn()
    {
        _services.ConfigureHttpClientDefaults(client => client.AddHttpCache());
        Below(_services.AddHttpClient("x"));
        Below(_services.AddHttpClient("y"));
        await using var provider = _services.BuildServiceProvider();
        await GetAsync(provider, "x");
        await GetAsync(provider, "y");

        var outcomes = (await GetAsync(provider, "x"), await GetAsync(provider, "y"));

        Assert.Equal((HttpCacheOutcome.Hit, HttpCacheOutcome.Hit), outcomes);
        Assert.Equal(2, _origin.Requests.Count);
    }

    [Fact]
    public async Task AddHttpCache_OnSeveralClients_IsOneHandlerForEach()
    {
        Below(_services.AddHttpClient("x").AddHttpCache());
        Below(_services.AddHttpClient("y").AddHttpCache());
        await using var provider = _services.BuildServiceProvider();

        var chains = new[] { ChainOf(provider, "x"), ChainOf(provider, "y") };

        Assert.All(chains, chain => Assert.Single(chain, typeof(HttpCacheHandler)));
    }

    [Fact]
    public async Task Container_ValidatedWhenBuilt_IsValid()
    {
        _services.AddHttpCache();
        _services.AddHttpClient("x").AddHttpCache();

        await using var provider = _services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.Single(ChainOf(provider, "x"), typeof(HttpCacheHandler));
    }

    public void Dispose() => _origin.Dispose();

    private static bool IsOurs(Type type) => type == typeof(HttpCacheHandler) || type == typeof(Passing);

    private static List<Type> ChainOf(IServiceProvider provider, string name)
    {
        var types = new List<Type>();
        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        for (; handler is DelegatingHandler { InnerHandler: var inner }; handler = inner!)
        {
            types.Add(handler.GetType());
        }

        return types;
    }

    private static async Task<HttpCacheOutcome> GetAsync(IServiceProvider provider, string name)
    {
        using var response = await provider.GetRequiredService<IHttpClientFactory>().CreateClient(name)
            .GetAsync(CachedClient.Target);

        return response.GetHttpCacheResult()!.Outcome;
    }

    private void Below(IHttpClientBuilder builder) => builder.ConfigurePrimaryHttpMessageHandler(() => _origin);

    private sealed class Passing : DelegatingHandler;
}
