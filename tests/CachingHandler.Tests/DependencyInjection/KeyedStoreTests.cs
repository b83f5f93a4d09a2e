using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CachingHandler.Tests.DependencyInjection;

public sealed class KeyedStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeOrigin _origin = new(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
    private readonly ServiceCollection _services = new();

    private enum Region
    {
        Eu,
    }

    [Fact]
    public async Task Client_WithAStoreKey_KeepsInThatStoreAlone()
    {
        _services.AddMemoryHttpCacheStore().AddKeyedMemoryHttpCacheStore(Region.Eu);
        Client("x", cache => cache.StoreKey = Region.Eu);
        Client("y", configure: null);
        await using var provider = _services.BuildServiceProvider();

        await GetAsync(provider, "x");

        Assert.Single(await provider.GetRequiredKeyedService<HttpCacheStore>(Region.Eu).AllAsync());
        Assert.Empty(await provider.GetRequiredService<HttpCacheStore>().AllAsync());
    }

    [Fact]
    public async Task Client_WithAStoreKeyFromConfiguration_KeepsInThatStore()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection([new("Cache:StoreKey", "eu")]).Build();
        _services.AddMemoryHttpCacheStore().AddKeyedMemoryHttpCacheStore("eu");
        Below(_services.AddHttpClient("x").AddHttpCache(root.GetSection("Cache")));
        await using var provider = _services.BuildServiceProvider();

        await GetAsync(provider, "x");

        Assert.Single(await provider.GetRequiredKeyedService<HttpCacheStore>("eu").AllAsync());
    }

    [Fact]
    public async Task Client_WithTheKeyOfAStoreOfTheApplicationsOwn_KeepsInIt()
    {
        using var own = new MemoryHttpCacheStore();
        _services.AddKeyedSingleton<HttpCacheStore>("own", own);
        Client("x", cache => cache.StoreKey = "own");
        await using var provider = _services.BuildServiceProvider();

        await GetAsync(provider, "x");

        Assert.Single(await own.AllAsync());
    }

    [Fact]
    public async Task HttpCacheHandler_OfTheContainer_KeepsInTheStoreOfItsKey()
    {
        _services.AddKeyedMemoryHttpCacheStore("eu").AddHttpCache(cache => cache.StoreKey = "eu");
        Below(_services.AddHttpClient("x").AddHttpMessageHandler<HttpCacheHandler>());
        await using var provider = _services.BuildServiceProvider();

        await GetAsync(provider, "x");

        Assert.Single(await provider.GetRequiredKeyedService<HttpCacheStore>("eu").AllAsync());
    }

    [Fact]
    public async Task AddKeyedDiskHttpCacheStore_WithOptions_IsADiskStoreWithMemoryInFront()
    {
        _services.AddKeyedDiskHttpCacheStore("eu", _directory.Path, store => store.MaximumSize = 1234);
        await using var provider = _services.BuildServiceProvider();

        var store = provider.GetRequiredKeyedService<HttpCacheStore>("eu");

        var disk = Assert.IsType<DiskHttpCacheStore>(Assert.IsType<TieredHttpCacheStore>(store).Behind);
        Assert.Equal((_directory.Path, 1234), (disk.DirectoryPath, disk.MaximumSize));
    }

    [Fact]
    public async Task AddKeyedDiskHttpCacheStore_WithoutMemory_IsTheDiskStoreAlone()
    {
        _services.AddKeyedDiskHttpCacheStore("eu", _directory.Path, configureMemory: memory => memory.MaximumSize = 0);
        await using var provider = _services.BuildServiceProvider();

        Assert.IsType<DiskHttpCacheStore>(provider.GetRequiredKeyedService<HttpCacheStore>("eu"));
    }

    [Fact]
    public async Task AddKeyedStores_OfOneKey_TheLastIsTheStore()
    {
        _services.AddKeyedDiskHttpCacheStore("eu", _directory.Path)
            .AddKeyedMemoryHttpCacheStore("us", store => store.MaximumSize = 1)
            .AddKeyedMemoryHttpCacheStore("eu", store => store.MaximumSize = 2);
        await using var provider = _services.BuildServiceProvider();

        var stores = provider.GetKeyedServices<HttpCacheStore>("eu");

        Assert.Equal(2, Assert.IsType<MemoryHttpCacheStore>(Assert.Single(stores)).MaximumSize);
    }

    [Theory]
    [InlineData("eu", "'eu'")]
    [InlineData(Region.Eu, "'Eu' (CachingHandler.Tests.DependencyInjection.KeyedStoreTests+Region)")]
    public void Start_WithAKeyThatIsNotRegistered_FailsAndSaysWhatToRegister(object key, string shown)
    {
        _services.AddMemoryHttpCacheStore().AddKeyedMemoryHttpCacheStore("us");
        Client("x", cache => cache.StoreKey = key);
        using var provider = _services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(
            $"HTTP cache 'x': StoreKey is {shown}, and no HttpCacheStore is registered with that key; register one by "
                + "AddKeyedDiskHttpCacheStore or AddKeyedMemoryHttpCacheStore, or leave StoreKey out for the store that all share.",
            failure.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_WithItsContainer_IsDisposedWhenAllIsWritten(bool asynchronously)
    {
        _services.AddKeyedDiskHttpCacheStore("eu", _directory.Path);
        var provider = _services.BuildServiceProvider();
        var store = provider.GetRequiredKeyedService<HttpCacheStore>("eu");
        foreach (var number in Enumerable.Range(0, 10))
        {
            await store.StoreAsync(StoredResponses.Of(StoredResponses.Key($"https://example.com/{number}")));
        }

        await (asynchronously ? provider.DisposeAsync() : Synchronously(provider));

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync(StoredResponses.Key()));
        using var reopened = new DiskHttpCacheStore(_directory.Path);
        Assert.Equal(10, (await reopened.AllAsync()).Count);
    }

    [Fact]
    public void Null_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => default(IServiceCollection)!.AddKeyedMemoryHttpCacheStore("eu"));
        Assert.Throws<ArgumentNullException>(() => default(IServiceCollection)!.AddKeyedDiskHttpCacheStore("eu", "x"));
        Assert.Throws<ArgumentNullException>(() => _services.AddKeyedMemoryHttpCacheStore(null!));
        Assert.Throws<ArgumentNullException>(() => _services.AddKeyedDiskHttpCacheStore(null!, "x"));
        Assert.Throws<ArgumentNullException>(() => _services.AddKeyedDiskHttpCacheStore("eu", null!));
        Assert.Throws<ArgumentException>(() => _services.AddKeyedDiskHttpCacheStore("eu", string.Empty));
    }

    public void Dispose()
    {
        _origin.Dispose();
        _directory.Dispose();
    }

    private static ValueTask Synchronously(ServiceProvider provider)
    {
        provider.Dispose();

        return ValueTask.CompletedTask;
    }

    private static async Task GetAsync(IServiceProvider provider, string name) =>
        await provider.GetRequiredService<IHttpClientFactory>().CreateClient(name).GetStringAsync(CachedClient.Target);

    private void Client(string name, Action<HttpCacheOptions>? configure) =>
        Below(_services.AddHttpClient(name).AddHttpCache(configure));

    private void Below(IHttpClientBuilder builder) => builder.ConfigurePrimaryHttpMessageHandler(() => _origin);
}
