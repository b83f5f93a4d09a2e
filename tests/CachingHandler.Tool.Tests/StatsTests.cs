using CachingHandler.Testing;

namespace CachingHandler.Tool.Tests;

public sealed class StatsTests
{
    [Fact]
    public async Task Stats_Json_AddsUp()
    {
        using var cache = await MixedAsync();

        var json = (await cache.RunAsync("stats", "--json")).Json;

        Assert.Equal(4, json.GetProperty("entries").GetInt32());
        Assert.Equal(2, json.GetProperty("fresh").GetInt32());
        Assert.Equal(1, json.GetProperty("stale").GetInt32());
        Assert.Equal(1, json.GetProperty("unknown").GetInt32());
        Assert.Equal(4 * 4096, json.GetProperty("size").GetInt32());
        Assert.Equal(4000, json.GetProperty("bodyLength").GetInt32());
        Assert.Equal(ToolCache.Now, json.GetProperty("oldest").GetDateTimeOffset());
    }

    [Fact]
    public async Task Stats_Json_NamesTheLargestHosts()
    {
        using var cache = await MixedAsync();

        var host = Assert.Single((await cache.RunAsync("stats", "--json", "--hosts", "1")).JsonOf("hosts"));

        Assert.Equal("a.example", host.GetProperty("host").GetString());
        Assert.Equal(2, host.GetProperty("entries").GetInt32());
    }

    [Fact]
    public async Task Stats_OnATerminal_TellsCountsAndHosts()
    {
        using var cache = await MixedAsync();

        var answer = await cache.ShowAsync(80, "stats");

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.Contains("Entries       4 (2 fresh, 1 stale, 1 not known)", answer.Lines);
        Assert.Contains(answer.Lines, line => line.StartsWith("a.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stats_OfAnEmptiedCache_IsZero()
    {
        using var cache = await ToolCache.CreateAsync();

        var answer = await cache.RunAsync("stats", "--json");

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.Equal(0, answer.Json.GetProperty("entries").GetInt32());
    }

    private static Task<ToolCache> MixedAsync() => ToolCache.CreateAsync(
        ToolCache.Response("https://a.example/1"),
        ToolCache.Response("https://a.example/2"),
        ToolCache.Stale("https://b.example/"),
        StoredResponses.Of(StoredResponses.Key("key:named")));
}
