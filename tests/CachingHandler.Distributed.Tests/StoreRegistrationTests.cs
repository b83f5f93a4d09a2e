using CachingHandler.Storage;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.Distributed.Tests;

public sealed class StoreRegistrationTests
{
    private readonly ServiceCollection _services = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddDistributedHttpCacheStore_BeforeOrAfter_Wins(bool before)
    {
        _services.AddDistributedMemoryCache().AddMemoryHttpCacheStore();
        if (before)
        {
            _services.AddDistributedHttpCacheStore(store => store.MaximumBodySize = 1234).AddHttpCache();
        }
        else
        {
            _services.AddHttpCache().AddDistributedHttpCacheStore(store => store.MaximumBodySize = 1234);
        }

        await using var provider = _services.BuildServiceProvider();

        var tiered = Assert.IsType<TieredHttpCacheStore>(Assert.Single(provider.GetServices<HttpCacheStore>()));
        Assert.Equal(1234, Assert.IsType<DistributedHttpCacheStore>(tiered.Behind).MaximumBodySize);
    }

    [Fact]
    public async Task AddDistributedHttpCacheStore_WithoutMemory_IsTheStoreAlone()
    {
        _services.AddDistributedMemoryCache().AddDistributedHttpCacheStore(configureMemory: memory => memory.MaximumSize = 0);

        await using var provider = _services.BuildServiceProvider();

        Assert.IsType<DistributedHttpCacheStore>(provider.GetRequiredService<HttpCacheStore>());
    }

    [Fact]
    public async Task AddDistributedHttpCacheStore_NoDistributedCache_SaysWhatIsMissing()
    {
        _services.AddDistributedHttpCacheStore();
        await using var provider = _services.BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<HttpCacheStore>());

        Assert.Contains("AddStackExchangeRedisCache", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddKeyedDistributedHttpCacheStore_TakesTheCacheOfItsKeyOrTheOneWithout(bool isKeyed)
    {
        var (own, shared) = (new FakeMedium(), new FakeMedium());
        _services.AddSingleton<IDistributedCache>(shared).AddKeyedDistributedHttpCacheStore("eu", configureMemory: memory => memory.MaximumSize = 0);
        if (isKeyed)
        {
            _services.AddKeyedSingleton<IDistributedCache>("eu", own);
        }

        await using var provider = _services.BuildServiceProvider();
        _ = provider.GetRequiredKeyedService<HttpCacheStore>("eu").Secret;

        Assert.Equal((isKeyed, !isKeyed), (own.Calls > 0, shared.Calls > 0));
    }

    [Fact]
    public async Task Disposal_OfTheStore_LeavesTheDistributedCache()
    {
        var cache = new DisposableMedium();
        await new DistributedHttpCacheStore(cache).DisposeAsync();

        Assert.False(cache.IsDisposed);
    }

    private sealed class DisposableMedium : FakeMedium, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
