using CachingHandler.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.LiteDb.Tests;

public sealed class StoreRegistrationTests : IDisposable
{
    private readonly StoreFixture _fixture = new();
    private readonly ServiceCollection _services = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddLiteDbHttpCacheStore_BeforeOrAfter_Wins(bool before)
    {
        _services.AddMemoryHttpCacheStore();
        if (before)
        {
            _services.AddLiteDbHttpCacheStore(_fixture.Database, store => store.MaximumSize = 1234).AddHttpCache();
        }
        else
        {
            _services.AddHttpCache().AddLiteDbHttpCacheStore(_fixture.Database, store => store.MaximumSize = 1234);
        }

        await using var provider = _services.BuildServiceProvider();

        var tiered = Assert.IsType<TieredHttpCacheStore>(Assert.Single(provider.GetServices<HttpCacheStore>()));
        var store = Assert.IsType<LiteDbHttpCacheStore>(tiered.Behind);
        Assert.Equal((_fixture.Database, 1234), (store.DatabasePath, store.MaximumSize));
    }

    [Fact]
    public async Task AddLiteDbHttpCacheStore_WithoutMemory_IsTheDatabaseAlone()
    {
        _services.AddLiteDbHttpCacheStore(_fixture.Database, configureMemory: memory => memory.MaximumSize = 0);

        await using var provider = _services.BuildServiceProvider();

        Assert.IsType<LiteDbHttpCacheStore>(provider.GetRequiredService<HttpCacheStore>());
    }

    [Fact]
    public void AddLiteDbHttpCacheStore_NoPath_Throws() =>
        Assert.Throws<ArgumentException>(() => _services.AddLiteDbHttpCacheStore(string.Empty));
}
