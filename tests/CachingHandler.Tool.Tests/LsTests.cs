namespace CachingHandler.Tool.Tests;

public sealed class LsTests
{
    private const string Long = "https://example.com/a/very/long/path/that/no/narrow/terminal/has/room/for?with=a&query=too";

    [Fact]
    public async Task Ls_OnATerminal_IsATable()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/a", ("ETag", "\"1\"")), ToolCache.Stale("https://example.com/b"));

        var answer = await cache.ShowAsync(160, "ls");

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.StartsWith("URI ", answer.Lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^https://example.com/a +200 +4.0 KiB +0 s ago .* in 5 min +""1""$", answer.Lines[1]);
        Assert.Matches(@"^https://example.com/b +200 .* 5 min ago$", answer.Lines[2]);
        Assert.Contains("2 entries, 8.0 KiB", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    [InlineData(50)]
    [InlineData(30)]
    public async Task Ls_OnATerminalOfAnyWidth_KeepsARowOnALine(int width)
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Long, ("ETag", $"\"{new string('e', 300)}\"")), ToolCache.Response("https://example.com/宽宽宽宽宽宽宽宽"));

        var answer = await cache.ShowAsync(width, "ls");

        Assert.Equal(3, answer.Lines.Length);
        Assert.All(answer.Lines, line => Assert.InRange(CellWidth.Of(line), 1, width));
    }

    [Fact]
    public async Task Ls_InAPipe_IsLinesOfWholeCells()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Long));

        var cells = (await cache.RunAsync("ls")).Lines[1].Split('\t');

        Assert.Equal(Long, cells[0]);
        Assert.Equal("4096", cells[2]);
        Assert.Equal("2030-01-01 00:00:00Z", cells[3]);
    }

    [Fact]
    public async Task Ls_Json_TellsAll()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/a", ("ETag", "\"1\""), ("Last-Modified", "Tue, 01 Jan 2030 00:00:00 GMT")));

        var answer = await cache.RunAsync("ls", "--json");

        Assert.Equal(cache.Path, answer.Json.GetProperty("directory").GetString());
        Assert.Equal(1, answer.Json.GetProperty("matching").GetInt32());
        var entry = Assert.Single(answer.JsonOf("entries"));
        Assert.Equal("https://example.com/a", entry.GetProperty("uri").GetString());
        Assert.Equal(200, entry.GetProperty("status").GetInt32());
        Assert.Equal(1000, entry.GetProperty("bodyLength").GetInt32());
        Assert.Equal("fresh", entry.GetProperty("freshness").GetString());
        Assert.Equal(ToolCache.Now.AddMinutes(5), entry.GetProperty("freshUntil").GetDateTimeOffset());
        Assert.Equal("\"1\"", entry.GetProperty("etag").GetString());
        Assert.Equal("Tue, 01 Jan 2030 00:00:00 GMT", entry.GetProperty("lastModified").GetString());
    }

    [Theory]
    [InlineData(new[] { "--uri", "https://a.example/1" }, new[] { "https://a.example/1" })]
    [InlineData(new[] { "--uri", "HTTPS://A.example:443/1#fragment" }, new[] { "https://a.example/1" })]
    [InlineData(new[] { "--uri", "https://a.example/*" }, new[] { "https://a.example/1", "https://a.example/2" })]
    [InlineData(new[] { "--uri", "*/1*" }, new[] { "https://a.example/1", "https://b.example:8443/1?x" })]
    [InlineData(new[] { "--uri", "https://a.example/" }, new string[0])]
    [InlineData(new[] { "--host", "B.example" }, new[] { "https://b.example:8443/1?x" })]
    [InlineData(new[] { "--host", "b.example:8443" }, new[] { "https://b.example:8443/1?x" })]
    [InlineData(new[] { "--host", "*.example", "--limit", "1" }, new[] { "https://a.example/1" })]
    [InlineData(new[] { "--stale" }, new[] { "https://a.example/2" })]
    [InlineData(new[] { "--reverse", "--limit", "2" }, new[] { "https://b.example:8443/1?x", "https://a.example/2" })]
    public async Task Ls_Options_Choose(string[] options, string[] expected)
    {
        using var cache = await ToolCache.CreateAsync(
            ToolCache.Response("https://a.example/1"), ToolCache.Stale("https://a.example/2"), ToolCache.Response("https://b.example:8443/1?x"));

        var answer = await cache.RunAsync(["ls", "--json", .. options]);

        Assert.Equal(expected, answer.UrisOf("entries"));
    }

    [Fact]
    public async Task Ls_SortedBySize_BeginsWithTheLargest()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/small"));
        await cache.StoreAsync(ToolCache.Response("https://example.com/zlarge"), 100_000);

        var answer = await cache.RunAsync("ls", "--json", "--sort", "size");

        Assert.Equal(["https://example.com/zlarge", "https://example.com/small"], answer.UrisOf("entries"));
    }

    [Theory]
    [InlineData("--limit", "0", "--limit is '0'; it must be a number from 1")]
    [InlineData("--limit", "many", "--limit is 'many'; it must be a number from 1")]
    [InlineData("--sort", "colour", "colour")]
    [InlineData("--uri", "", "--uri is empty")]
    [InlineData("--bogus", "x", "--bogus")]
    public async Task Ls_BadOption_IsRefusedWithValueAndRule(string option, string value, string message)
    {
        using var cache = await ToolCache.CreateAsync();

        var answer = await cache.RunAsync("ls", option, value);

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    [Fact]
    public async Task Ls_Interrupted_SaysSoToTheShell()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/a"));

        var answer = await cache.RunAsync(null, ["ls", "-d", cache.Path], new CancellationToken(canceled: true));

        Assert.Equal(ExitCodes.Interrupted, answer.ExitCode);
    }
}
