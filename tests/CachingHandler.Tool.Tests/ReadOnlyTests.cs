using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tool.Tests;

public sealed class ReadOnlyTests
{
    private const string Uri = "https://example.com/a";

    [Theory]
    [InlineData("ls")]
    [InlineData("show", Uri)]
    [InlineData("show", Uri, "--body")]
    [InlineData("stats")]
    [InlineData("verify")]
    [InlineData("purge", "--all", "--dry-run")]
    public async Task Command_ThatReads_ChangesNothing(params string[] arguments)
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/damaged"));
        cache.Flip(-1);
        await cache.StoreAsync(ToolCache.Response(Uri));
        File.Delete(Path.Join(cache.Path, "v1", "secret"));
        Directory.CreateDirectory(Path.Join(cache.Path, "v0"));
        File.WriteAllText(Path.Join(cache.Path, "v0", "secret"), "another version's");
        var before = cache.Listing();

        await cache.RunAsync(arguments);
        await cache.ShowAsync(80, arguments);
        await cache.RunAsync([.. arguments.Where(argument => argument != "--body"), "--json"]);

        Assert.Equal(before, cache.Listing());
    }

    [Fact]
    public async Task Watch_ChangesNothing()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        var before = cache.Listing();
        var changes = new CacheChanges(cache.Reader(), cache.Time);

        changes.Look(CancellationToken.None);
        changes.Look(CancellationToken.None);

        Assert.Equal(before, cache.Listing());
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("stats")]
    [InlineData("verify")]
    public async Task Command_BesideAnApplicationThatWrites_SaysSo(string command)
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        cache.Time = TimeProvider.System;
        using var store = new DiskHttpCacheStore(cache.Path);
        using var writer = await store.BeginWriteAsync(ToolCache.Response("https://example.com/b"), null, CancellationToken.None);
        Assert.NotNull(writer);
        writer.Write(new byte[1000]);

        var answer = await cache.RunAsync(command);
        var stored = await writer.CommitAsync(CancellationToken.None);

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.Contains("An application is using the cache: 1 response being written.", answer.Error, StringComparison.Ordinal);
        Assert.NotNull(stored);
        Assert.Equal(2, (await store.AllAsync()).Count);
    }

    [Fact]
    public async Task PurgeAll_BesideAnApplicationThatWrites_LeavesWhatIsBeingWritten()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));
        using var store = new DiskHttpCacheStore(cache.Path);
        using var writer = await store.BeginWriteAsync(ToolCache.Response("https://example.com/b"), null, CancellationToken.None);
        Assert.NotNull(writer);
        writer.Write(new byte[1000]);

        await cache.RunAsync("purge", "--all", "--yes");

        Assert.NotNull(await writer.CommitAsync(CancellationToken.None));
        Assert.Equal("https://example.com/b", Assert.Single(await store.AllAsync()).Key.Uri);
    }
}
