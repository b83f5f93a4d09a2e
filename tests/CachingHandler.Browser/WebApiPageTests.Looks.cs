using CachingHandler.Testing;

namespace CachingHandler.Browser;

/// <content>What the page looks like.</content>
public sealed partial class WebApiPageTests
{
    [Theory]
    [InlineData("light", Width)]
    [InlineData("dark", Width)]
    [InlineData("light", 360)]
    public async Task Page_InLightAndDarkWideAndNarrow_IsReadable(string colors, int width)
    {
        await OpenAsync(colors, width);
        await _page.AskAsync(One, "/notifications");
        await _page.AskAsync(One, "/notifications");
        await _page.AskAsync(Two, "/user");
        await _page.AskAsync(Two, "/user");
        await _page.PressAsync("offline");
        await _page.AskAsync(One, "/notifications");
        await _page.AskAsync(One, "/user/repos");

        var contrast = await _browser.RunAsync(Resource("contrast.js"));
        var overflow = await _browser.ReadAsync("document.documentElement.scrollWidth - innerWidth");
        var unnamed = await _browser.ReadAsync(
            "[...document.querySelectorAll('button')].filter(button => !(button.ariaLabel ?? button.innerText).startsWith(button.innerText)).length");

        Assert.InRange((int)contrast!["seen"]!, 60, 1000);
        Assert.Empty(contrast["faint"]!.AsArray());
        Assert.Equal(0, (int)overflow!);
        Assert.Equal(0, (int)unnamed!);
    }

    // The picture in README.md is this one; CONTRIBUTING.md says how it is taken again.
    [Fact]
    public async Task Page_AfterRequestsOfAllKinds_FitsThePicture()
    {
        await OpenAsync();
        await _page.AskAsync(One, "/user");
        await _page.AskAsync(One, "/user");
        await _page.AskAsync(Two, "/user/repos");
        await _page.AskAsync(Two, "/user/repos", forceRefresh: true);
        await _page.AskAsync(One, "/notifications");
        await _page.AskAsync(One, "/notifications");
        await _page.PressAsync("change");
        await _page.AskAsync(One, "/notifications");
        await _page.PressAsync("offline");
        await _page.AskAsync(One, "/notifications");
        await _browser.ClickAsync("h1");
        await _browser.ResizeAsync(Width, (int)(await _browser.ReadAsync("document.documentElement.scrollHeight"))!);

        var picture = await _browser.ScreenshotAsync();
        if (Environment.GetEnvironmentVariable("CACHINGHANDLER_ACCEPT_SCREENSHOT") == "1")
        {
            await File.WriteAllBytesAsync(
                Path.Combine(SourceTree.Root, "samples", "WebApi", "screenshot.png"), picture, TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            ["StaleHit", "Changed", "Revalidated", "Miss", "Miss", "Miss", "Hit", "Miss"],
            await _browser.ListAsync("[...document.querySelectorAll('td.outcome')].map(cell => cell.innerText)"));
        Assert.InRange(picture.Length, 20_000, 200_000);
    }

    private static string Resource(string name)
    {
        using var stream = typeof(WebApiPageTests).Assembly.GetManifestResourceStream($"CachingHandler.Browser.{name}");
        using var reader = new StreamReader(stream!);

        return reader.ReadToEnd();
    }
}
