using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tool.Tests;

public sealed class PurgeTests
{
    [Theory]
    [InlineData(new[] { "--uri", "https://a.example/1" }, new[] { "https://a.example/2", "https://b.example/1" })]
    [InlineData(new[] { "--uri", "https://a.example/" }, new[] { "https://a.example/1", "https://a.example/2", "https://b.example/1" })]
    [InlineData(new[] { "--uri", "*/1" }, new[] { "https://a.example/2" })]
    [InlineData(new[] { "--host", "a.example" }, new[] { "https://b.example/1" })]
    [InlineData(new[] { "--stale" }, new[] { "https://a.example/1", "https://b.example/1" })]
    [InlineData(new[] { "--stale", "--host", "b.example" }, new[] { "https://a.example/1", "https://a.example/2", "https://b.example/1" })]
    [InlineData(new[] { "--all" }, new string[0])]
    public async Task Purge_Chosen_RemovesThatAlone(string[] options, string[] left)
    {
        using var cache = await FilledAsync();

        var answer = await cache.RunAsync(["purge", "--yes", "--json", .. options]);

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.Equal(3 - left.Length, answer.Json.GetProperty("removed").GetInt32());
        Assert.Equal(left, (await cache.RunAsync("ls", "--json")).UrisOf("entries"));
    }

    [Theory]
    [InlineData()]
    [InlineData("--yes")]
    [InlineData("--all", "--stale")]
    public async Task Purge_WithoutAClearChoice_IsRefused(params string[] options)
    {
        using var cache = await FilledAsync();
        var before = cache.Listing();

        var answer = await cache.RunAsync(["purge", .. options]);

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains("--all", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before, cache.Listing());
    }

    [Fact]
    public async Task Purge_NobodyToAsk_IsRefused()
    {
        using var cache = await FilledAsync();
        var before = cache.Listing();

        var answer = await cache.RunAsync("purge", "--all");

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains("--yes", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before, cache.Listing());
    }

    [Theory]
    [InlineData("y", ExitCodes.Done, 0)]
    [InlineData("n", ExitCodes.Found, 3)]
    [InlineData("", ExitCodes.Found, 3)]
    public async Task Purge_OnATerminal_Asks(string typed, int exitCode, int left)
    {
        using var cache = await FilledAsync();
        cache.Typed = typed;

        var answer = await cache.ShowAsync(80, "purge", "--all");

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains("Remove 3 entries", answer.Text, StringComparison.Ordinal);
        Assert.Equal(left, cache.Reader().Files().Count());
    }

    [Fact]
    public async Task Purge_DryRun_TellsAndRemovesNothing()
    {
        using var cache = await FilledAsync();
        var before = cache.Listing();

        var answer = await cache.RunAsync("purge", "--host", "a.example", "--dry-run");

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.Contains("2 entries, 8.0 KiB, would be removed.", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before, cache.Listing());
    }

    [Fact]
    public async Task Purge_BesideAnApplication_IsSeenByIt()
    {
        using var cache = await FilledAsync();
        using var store = new DiskHttpCacheStore(cache.Path);
        var key = StoredResponses.Key("https://a.example/1");
        var open = await store.OpenAsync(Assert.Single(await store.FindAsync(key)));

        await cache.RunAsync("purge", "--host", "a.example", "--yes");

        Assert.Empty(await store.FindAsync(key));
        Assert.Equal(1000, (await open.ReadAllAsync()).Length);
        Assert.Single(await store.AllAsync());
    }

    [Fact]
    public async Task Purge_OneOfTwoVariants_LeavesTheOtherToBeFound()
    {
        var key = StoredResponses.Key();
        using var cache = await ToolCache.CreateAsync(
            StoredResponses.Variant(key, ("accept", "a")).FreshTo(ToolCache.Now.AddSeconds(-1)),
            StoredResponses.Variant(key, ("accept", "b")).FreshTo(ToolCache.Now.AddSeconds(1)));

        await cache.RunAsync("purge", "--stale", "--yes");

        using var store = new DiskHttpCacheStore(cache.Path);
        Assert.Equal("b", Assert.Single(Assert.Single(await store.FindAsync(key)).SelectingFields).Value);
    }

    [Fact]
    public async Task PurgeAll_DamagedFiles_GoAsWell()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://a.example/1"));
        cache.Flip(3);

        var answer = await cache.RunAsync("purge", "--all", "--yes", "--json");

        Assert.Equal(1, answer.Json.GetProperty("removed").GetInt32());
        Assert.Empty(cache.Reader().Files());
    }

    private static Task<ToolCache> FilledAsync() => ToolCache.CreateAsync(
        ToolCache.Response("https://a.example/1"), ToolCache.Stale("https://a.example/2"), ToolCache.Response("https://b.example/1"));
}
