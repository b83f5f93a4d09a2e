using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.Tests;

/// <summary>Handlers go, stores are closed, hosts shut down.</summary>
public sealed partial class BackgroundRefreshTests
{
    [Fact]
    public async Task Handler_DisposedAmidTheRefresh_KeepsThoseBelowUntilItsEnd()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        await client.GetStringAsync();

        client.Http.Dispose();
        var disposedAmid = origin.IsDisposed;
        await RefreshAsync(client, () => Answers.Ok("two", Changed));

        Assert.Equal((false, true), (disposedAmid, origin.IsDisposed));
        Assert.Equal(1, client.Meters.Sum(Counter, "result=changed"));
    }

    [Fact]
    public void Handler_DisposedWithoutARefresh_DisposesThoseBelowAtOnce()
    {
        using var origin = Origin();
        using var store = new MemoryHttpCacheStore();
        var handler = new HttpCacheHandler(store) { InnerHandler = origin };

        handler.Dispose();
        handler.Dispose();

        Assert.True(origin.IsDisposed);
    }

    [Fact]
    public async Task Handler_DisposedBeforehand_ServesWithoutARefresh()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        using var handler = new HttpCacheHandler(client.Store, null, client.Time) { InnerHandler = new FakeOrigin() };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        handler.Dispose();

        using var response = await invoker.SendAsync(CachedClient.Get(), CancellationToken.None);
        await client.Store.Background.Work;

        Assert.Equal("one", await response.Content.ReadAsStringAsync());
        Assert.Single(origin.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_DisposedAmidTheRefresh_LetsItEndForTheNextProcess(bool asynchronously)
    {
        using var directory = new TemporaryDirectory();
        using var origin = Origin();
        using var client = await StaleAsync(origin, store: new DiskHttpCacheStore(directory.Path));
        client.Store.Background.DrainLimit = TimeSpan.FromMinutes(1);
        await client.GetStringAsync();
        await origin.ArrivalAsync();

        var disposing = Task.Run(() => DisposeAsync(client.Store, asynchronously));
        await RefreshAsync(client, () => Answers.Ok("two", Changed));
        await disposing;

        using var next = new DiskHttpCacheStore(directory.Path);
        var stored = Assert.Single(await next.AllAsync());
        Assert.Equal("two"u8.ToArray(), await next.ReadBodyAsync(stored));

        static async Task DisposeAsync(HttpCacheStore store, bool asynchronously)
        {
            if (asynchronously)
            {
                await store.DisposeAsync();
            }
            else
            {
                store.Dispose();
            }
        }
    }

    [Fact]
    public async Task Store_DisposedAmidARefreshThatTakesTooLong_CancelsIt()
    {
        using var directory = new TemporaryDirectory();
        using var origin = Origin();
        using var client = await StaleAsync(origin, store: new DiskHttpCacheStore(directory.Path));
        await client.GetStringAsync();
        await origin.ArrivalAsync();

        await client.Store.DisposeAsync();

        using var next = new DiskHttpCacheStore(directory.Path);
        var stored = Assert.Single(await next.AllAsync());
        Assert.Equal("one"u8.ToArray(), await next.ReadBodyAsync(stored));
        Assert.Equal(1, client.Meters.Sum(Counter, "result=failed"));
    }

    [Fact]
    public async Task Store_DisposedBeforehand_StartsNoRefresh()
    {
        using var origin = Origin();
        using var client = await StaleAsync(origin);
        await client.Store.Background.DisposeAsync();

        var body = await client.GetStringAsync();

        Assert.Equal("one", body);
        Assert.True(client.Store.Background.Work.IsCompleted);
        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task Container_DisposedAmidTheRefresh_LetsItEnd()
    {
        using var directory = new TemporaryDirectory();
        using var origin = Origin();
        var time = new ManualTimeProvider();
        var services = new ServiceCollection();
        services.AddDiskHttpCacheStore(directory.Path).AddSingleton<TimeProvider>(time);
        services.AddHttpClient("x").AddHttpCache().ConfigurePrimaryHttpMessageHandler(() => origin);
        var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("x");
        await client.GetStringAsync(CachedClient.Target);
        time.Advance(TimeSpan.FromSeconds(70));
        await client.GetStringAsync(CachedClient.Target);

        var disposing = provider.DisposeAsync();
        var waits = !disposing.IsCompleted;
        _answer.SetResult(() => Answers.Ok("two", Changed));
        await disposing;

        using var next = new DiskHttpCacheStore(directory.Path);
        Assert.True(waits);
        Assert.Equal("two"u8.ToArray(), await next.ReadBodyAsync(Assert.Single(await next.AllAsync())));
    }
}
