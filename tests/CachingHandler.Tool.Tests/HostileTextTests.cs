using CachingHandler.Testing;

namespace CachingHandler.Tool.Tests;

public sealed class HostileTextTests
{
    private const string Name = "key:\u001b[31m[red]a[/]\u202e\u2028\u0085\t";
    private const string Value = "\"\u001b]0;title\u0007[bold]b[/]\u009b31m\u202eabc\u200b\ud800\"";

    [Theory]
    [InlineData("plain [red]markup[/] 宽 é", "plain [red]markup[/] 宽 é")]
    [InlineData("\u001b[2J", "\\x1B[2J")]
    [InlineData("a\r\n\tb\0\u007f", "a\\x0D\\x0A\\x09b\\x00\\x7F")]
    [InlineData("\u009b31m", "\\x9B31m")]
    [InlineData("\u202eabc\u2066\u200b\ufeff", "\\u202Eabc\\u2066\\u200B\\uFEFF")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("\ue000", "\\uE000")]
    [InlineData("\U000E0041", "\\U000E0041")]
    public void SafeText_OfAnything_IsVisible(string text, string safe) => Assert.Equal(safe, SafeText.Of(text));

    [Fact]
    public void SafeText_OfALoneSurrogate_IsAnEscape()
    {
        Assert.Equal("a\\uD800b", SafeText.Of("a\ud800b"));
        Assert.Equal("a\\uDC00", SafeText.Of("a\udc00"));
        Assert.Equal("😀", SafeText.Of("😀"));
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("show", Name)]
    [InlineData("stats")]
    [InlineData("verify")]
    [InlineData("purge", "--all", "--dry-run")]
    public async Task Command_HostileFields_AreHarmless(params string[] arguments)
    {
        using var cache = await HostileAsync();

        var shown = await cache.ShowAsync(200, arguments);
        var piped = await cache.RunAsync(arguments);
        var json = await cache.RunAsync([.. arguments, "--json"]);

        AssertHarmless(shown.Text + shown.Error);
        AssertHarmless(piped.Text.Replace("\t", string.Empty, StringComparison.Ordinal) + piped.Error);
        AssertHarmless(json.Text + json.Error);
        Assert.True(json.Json.EnumerateObject().Any());
    }

    [Fact]
    public async Task Show_Markup_IsShownAsItIs()
    {
        using var cache = await HostileAsync();

        var answer = await cache.ShowAsync(200, "show", Name);

        Assert.Contains("URI           key:\\x1B[31m[red]a[/]\\u202E\\u2028\\x85\\x09", answer.Lines);
        Assert.Contains("ETag: \"\\x1B]0;title\\x07[bold]b[/]\\x9B31m\\u202Eabc\\u200B\\uD800\"", answer.Lines);
    }

    [Fact]
    public async Task Show_Json_HasTheExactText()
    {
        using var cache = await HostileAsync();

        var responses = (await cache.RunAsync("show", Name, "--json")).JsonOf("responses");

        Assert.Equal(Name, Assert.Single(responses).GetProperty("uri").GetString());
    }

    private static Task<ToolCache> HostileAsync() =>
        ToolCache.CreateAsync(StoredResponses.Of(StoredResponses.Key(Name), ("ETag", Value), ("X-Other", Value)));

    private static void AssertHarmless(string text) =>
        Assert.DoesNotContain(text, character => character != '\n' && SafeText.Of(character.ToString()) != character.ToString());
}
