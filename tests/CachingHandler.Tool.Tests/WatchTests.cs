using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tool.Tests;

public sealed class WatchTests
{
    private const string Uri = "https://example.com/a";

    [Fact]
    public async Task Look_AfterAResponseCame_TellsIt()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/before"));
        var changes = Watched(cache);
        await cache.StoreAsync(ToolCache.Response(Uri));

        AssertOne(changes, CacheChangeKind.Added);
        Assert.Equal(2, changes.Entries);
        Assert.Empty(changes.Look(CancellationToken.None));
    }

    [Fact]
    public async Task Look_AfterAResponseWasReplaced_TellsIt()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        var changes = Watched(cache);
        await cache.StoreAsync(ToolCache.Response(Uri));

        AssertOne(changes, CacheChangeKind.Replaced);
    }

    [Fact]
    public async Task Look_AfterAValidation_TellsIt()
    {
        using var cache = new ToolCache();
        var stored = await cache.StoreAsync(ToolCache.Response(Uri), 1000);
        var changes = Watched(cache);
        using (var store = new DiskHttpCacheStore(cache.Path))
        {
            Assert.True(await store.UpdateAsync(stored, stored.WithFields(("ETag", "\"2\""))));
        }

        AssertOne(changes, CacheChangeKind.Updated);
    }

    [Fact]
    public async Task Look_AfterAUse_TellsIt()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        var changes = Watched(cache);
        File.SetLastWriteTimeUtc(cache.EntryFile(), File.GetLastWriteTimeUtc(cache.EntryFile()).AddHours(1));

        AssertOne(changes, CacheChangeKind.Used);
    }

    [Fact]
    public async Task Look_AfterARemoval_TellsIt()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        var changes = Watched(cache);
        await cache.RunAsync("purge", "--all", "--yes");

        AssertOne(changes, CacheChangeKind.Removed);
        Assert.Equal(0, changes.Entries);
    }

    [Fact]
    public async Task Watch_DirectoryThatGoes_EndsAndSaysSo()
    {
        var time = new ManualTimeProvider();
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        var watch = new Commands.Watch(cache.Reader(), time, TimeSpan.FromSeconds(1)).RunAsync(_ => { }, CancellationToken.None);
        Directory.Delete(cache.Path, recursive: true);
        time.Advance(TimeSpan.FromSeconds(1));

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => watch);

        Assert.Contains("has been removed", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("often")]
    public async Task Watch_BadInterval_IsRefused(string interval)
    {
        using var cache = await ToolCache.CreateAsync();

        var answer = await cache.RunAsync("watch", "--interval", interval);

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains($"--interval is '{interval}'; it must be a number from 0.1 to 3600.", answer.Error, StringComparison.Ordinal);
    }

    private static CacheChanges Watched(ToolCache cache)
    {
        var changes = new CacheChanges(cache.Reader(), cache.Time);
        changes.Look(CancellationToken.None);

        return changes;
    }

    private static void AssertOne(CacheChanges changes, CacheChangeKind kind)
    {
        var change = Assert.Single(changes.Look(CancellationToken.None));
        Assert.Equal(kind, change.Kind);
        Assert.Equal(Uri, change.Row.Uri);
    }
}
