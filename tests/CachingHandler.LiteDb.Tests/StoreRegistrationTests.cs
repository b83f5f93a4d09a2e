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

        var store = Assert.IsType<LiteDbHttpCacheStore>(Assert.Single(provider.GetServices<HttpCacheStore>()));
        Assert.Equal((_fixture.Database, 1234), (store.DatabasePath, store.MaximumSize));
    }

    [Fact]
    public void AddLiteDbHttpCacheStore_NoPath_Throws() =>
        Assert.Throws<ArgumentException>(() => _services.AddLiteDbHttpCacheStore(string.Empty));
}
