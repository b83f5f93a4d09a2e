using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CachingHandler.Tests.DependencyInjection;

public sealed class StoreRegistrationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceCollection _services = new();

    [Fact]
    public async Task Store_ByDefault_IsTheUsersOnDiskWithMemoryInFront()
    {
        _services.AddHttpCache();
        await using var provider = _services.BuildServiceProvider();

        var store = provider.GetRequiredService<HttpCacheStore>();

        Assert.Equal(DiskHttpCacheStore.UserCacheDirectory, DiskOf(store).DirectoryPath);
    }

    [Fact]
    public void UserCacheDirectory_OfThisProgram_IsNamedAfterIt()
    {
        var directory = DiskHttpCacheStore.UserCacheDirectory;

        Assert.NotNull(directory);
        Assert.True(Path.IsPathFullyQualified(directory));
        Assert.EndsWith(Path.Combine(EntryAssemblyName(), "http-cache"), directory, StringComparison.Ordinal);

        static string EntryAssemblyName() => System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name!;
    }

    [Theory]
    [InlineData("/var/cache/me", "/var/cache/me")]
    [InlineData("relative", null)]
    [InlineData("", null)]
    public void UserCacheDirectory_ByTheVariableForIt_IsBelowAnAbsoluteOneAlone(string variable, string? expected)
    {
        var known = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", variable);
        try
        {
            var directory = DiskHttpCacheStore.UserCacheDirectory!;

            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            Assert.True(
                OperatingSystem.IsWindows() || directory.StartsWith(expected ?? home, StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", known);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddMemoryHttpCacheStore_BeforeOrAfter_Wins(bool before)
    {
        Add(before, services => services.AddMemoryHttpCacheStore(store => store.MaximumSize = 1234));
        await using var provider = _services.BuildServiceProvider();

        var stores = provider.GetServices<HttpCacheStore>();

        Assert.Equal(1234, Assert.IsType<MemoryHttpCacheStore>(Assert.Single(stores)).MaximumSize);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddDiskHttpCacheStore_BeforeOrAfter_Wins(bool before)
    {
        Add(before, services => services.AddDiskHttpCacheStore(_directory.Path, store => store.MaximumSize = 1234));
        await using var provider = _services.BuildServiceProvider();

        var stores = provider.GetServices<HttpCacheStore>();

        var store = DiskOf(Assert.Single(stores));
        Assert.Equal((_directory.Path, 1234), (store.DirectoryPath, store.MaximumSize));
    }

    [Fact]
    public async Task AddDiskHttpCacheStore_WithoutMemory_IsTheDiskStoreAlone()
    {
        _services.AddDiskHttpCacheStore(_directory.Path, configureMemory: memory => memory.MaximumSize = 0).AddHttpCache();
        await using var provider = _services.BuildServiceProvider();

        var store = provider.GetRequiredService<HttpCacheStore>();

        Assert.Equal(_directory.Path, Assert.IsType<DiskHttpCacheStore>(store).DirectoryPath);
    }

    [Fact]
    public async Task AddDiskHttpCacheStore_MemoryConfigured_KeepsToIt()
    {
        _services.AddDiskHttpCacheStore(_directory.Path, configureMemory: memory => memory.MaximumSize = 10_000);
        await using var provider = _services.BuildServiceProvider();
        var store = provider.GetRequiredService<HttpCacheStore>();
        foreach (var number in Enumerable.Range(0, 10))
        {
            await store.StoreAsync(StoredResponses.Of(StoredResponses.Key($"https://example.com/{number}")), 5_000);
        }

        Assert.InRange(Assert.IsType<TieredHttpCacheStore>(store).Size, 1, 10_000);
    }

    [Fact]
    public void AddDiskHttpCacheStore_MemoryOutOfRange_SaysSoWhenItIsMade()
    {
        _services.AddDiskHttpCacheStore(_directory.Path, configureMemory: memory => memory.MaximumSize = -1);
        using var provider = _services.BuildServiceProvider();

        var exception = Assert.Throws<ArgumentOutOfRangeException>(provider.GetRequiredService<HttpCacheStore>);

        Assert.Contains("MaximumSize is -1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Container_Disposed_HasWrittenWhatWaited(bool asynchronously)
    {
        _services.AddDiskHttpCacheStore(_directory.Path).AddHttpCache();
        var provider = _services.BuildServiceProvider();
        var store = provider.GetRequiredService<HttpCacheStore>();
        foreach (var number in Enumerable.Range(0, 30))
        {
            await store.StoreAsync(StoredResponses.Of(StoredResponses.Key($"https://example.com/{number}")));
        }

        await (asynchronously ? provider.DisposeAsync() : Synchronously(provider));

        using var reopened = new DiskHttpCacheStore(_directory.Path);
        Assert.Equal(30, (await reopened.AllAsync()).Count);
    }

    [Fact]
    public async Task Store_OfTheApplicationsOwn_Wins()
    {
        using var own = new ObedientStore();
        _services.AddSingleton<HttpCacheStore>(own).AddHttpCache();
        await using var provider = _services.BuildServiceProvider();

        var store = provider.GetRequiredService<HttpCacheStore>();

        Assert.Same(own, store);
    }

    [Fact]
    public async Task Store_ForAllHandlersAndScopes_IsOne()
    {
        _services.AddMemoryHttpCacheStore().AddHttpCache();
        await using var provider = _services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();

        var store = scope.ServiceProvider.GetRequiredService<HttpCacheStore>();

        Assert.Same(provider.GetRequiredService<HttpCacheStore>(), store);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_WithItsContainer_IsDisposed(bool asynchronously)
    {
        _services.AddDiskHttpCacheStore(_directory.Path).AddHttpCache();
        var provider = _services.BuildServiceProvider();
        var store = provider.GetRequiredService<HttpCacheStore>();

        await (asynchronously ? provider.DisposeAsync() : Synchronously(provider));

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync(StoredResponses.Key()));
    }

    [Fact]
    public async Task Container_DisposedBeforeABodyIsRead_FailsNoReader()
    {
        using var origin = new FakeOrigin(
            _ => Answers.Ok(new StreamContent(ScriptedStream.Of("on", "e")), ("Cache-Control", "max-age=60")));
        _services.AddDiskHttpCacheStore(_directory.Path);
        _services.AddHttpClient("x").AddHttpCache().ConfigurePrimaryHttpMessageHandler(() => origin);
        var provider = _services.BuildServiceProvider();
        using var response = await provider.GetRequiredService<IHttpClientFactory>().CreateClient("x")
            .GetAsync(CachedClient.Target, HttpCompletionOption.ResponseHeadersRead);
        await provider.DisposeAsync();

        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal("one", body);
        Assert.Equal(NotStoredReason.StoreFailed, response.GetHttpCacheResult()!.NotStoredReason);
    }

    public void Dispose() => _directory.Dispose();

    private static DiskHttpCacheStore DiskOf(HttpCacheStore store) =>
        Assert.IsType<DiskHttpCacheStore>(Assert.IsType<TieredHttpCacheStore>(store).Behind);

    private static ValueTask Synchronously(ServiceProvider provider)
    {
        provider.Dispose();

        return ValueTask.CompletedTask;
    }

    private void Add(bool storeFirst, Action<IServiceCollection> addStore)
    {
        Action<IServiceCollection> addCache = services => services.AddHttpClient("x").AddHttpCache();
        var steps = storeFirst ? new[] { addStore, addCache } : [addCache, addStore];
        Array.ForEach(steps, step => step(_services));
    }
}
