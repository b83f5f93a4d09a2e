using System.Text;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tool.Tests;

public sealed class ShowTests
{
    private const string Uri = "https://example.com/a";

    [Fact]
    public async Task Show_Url_TellsEveryFieldInAnySpelling()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri, ("Content-Type", "text/plain"), ("X-Two", "1"), ("X-Two", "2")));

        var answer = await cache.ShowAsync(80, "show", "HTTPS://Example.COM:443/a#part");

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.Contains("Status        200 OK (HTTP/1.1)", answer.Lines);
        Assert.Contains("Body          1,000 bytes", answer.Lines);
        Assert.Equal(["Content-Type: text/plain", "X-Two: 1", "X-Two: 2"], answer.Lines[^3..]);
    }

    [Fact]
    public async Task Show_Json_TellsEveryVariant()
    {
        var key = StoredResponses.Key(Uri);
        using var cache = await ToolCache.CreateAsync(
            StoredResponses.Variant(key, ("accept-language", "de")), StoredResponses.Variant(key, ("accept-language", null)));

        var responses = (await cache.RunAsync("show", Uri, "--json")).JsonOf("responses");

        var selecting = responses.Select(response => Assert.Single(response.GetProperty("selectingFields").EnumerateArray()).GetProperty("value").GetString());
        Assert.Equal([null, "de"], selecting.Order());
    }

    [Fact]
    public async Task Show_NothingStored_SaysSo()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));

        var answer = await cache.RunAsync("show", "https://example.com/other");

        Assert.Equal(ExitCodes.Found, answer.ExitCode);
        Assert.Contains("Nothing is stored under 'https://example.com/other'.", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("example.com/a")]
    [InlineData("ftp://example.com/a")]
    public async Task Show_BadUrl_IsRefusedWithTheRule(string url)
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response(Uri));

        var answer = await cache.RunAsync("show", url);

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains($"'{url}' is not a URL", answer.Error, StringComparison.Ordinal);
        Assert.Contains("must be absolute", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task Show_Body_IsWrittenByteForByte(int length)
    {
        using var cache = new ToolCache();
        var stored = await cache.StoreAsync(ToolCache.Response(Uri), length);

        var answer = await cache.RunAsync("show", Uri, "--body");

        Assert.Equal(ExitCodes.Done, answer.ExitCode);
        Assert.Equal(BodyBytes.Of(stored.BodyId, length), answer.Output);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task Show_DamagedBody_SaysSo(int length)
    {
        using var cache = new ToolCache();
        await cache.StoreAsync(ToolCache.Response(Uri), length);
        cache.Flip(-1);

        var answer = await cache.RunAsync("show", Uri, "--body");

        Assert.Equal(ExitCodes.Found, answer.ExitCode);
        Assert.Contains("damaged", answer.Error, StringComparison.Ordinal);
        Assert.True(answer.Output.Length < length);
    }

    [Fact]
    public async Task Show_BodyOnATerminal_IsHarmlessText()
    {
        using var cache = await CacheOf("line\r\nnext\tcell\u001b]0;title\u0007\u009b2J");

        var answer = await cache.ShowAsync(80, "show", Uri, "--body");

        Assert.Equal("line\nnext\tcell\\x1B]0;title\\x07\\x9B2J", answer.Text);
    }

    [Fact]
    public async Task Show_BinaryBodyOnATerminal_IsRefused()
    {
        using var cache = await CacheOf("PNG\0\0");

        var answer = await cache.ShowAsync(80, "show", Uri, "--body");

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains("redirect", answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    [Fact]
    public async Task Show_BodyOfSeveral_NeedsANumber()
    {
        var key = StoredResponses.Key(Uri);
        using var cache = await ToolCache.CreateAsync(
            StoredResponses.Create(key, [("accept", "a")], responseTime: ToolCache.Now),
            StoredResponses.Create(key, [("accept", "b")], responseTime: ToolCache.Now.AddSeconds(1)));

        var refused = await cache.RunAsync("show", Uri, "--body");
        var second = await cache.RunAsync("show", Uri, "--number", "2", "--json");
        var third = await cache.RunAsync("show", Uri, "--number", "3", "--body");

        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Contains("--number", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ToolCache.Now, Assert.Single(second.JsonOf("responses")).GetProperty("stored").GetDateTimeOffset());
        Assert.Equal(ExitCodes.Refused, third.ExitCode);
    }

    private static async Task<ToolCache> CacheOf(string body)
    {
        var cache = new ToolCache();
        using var store = new DiskHttpCacheStore(cache.Path);
        await store.StoreAsync(ToolCache.Response(Uri), Encoding.UTF8.GetBytes(body));

        return cache;
    }
}
