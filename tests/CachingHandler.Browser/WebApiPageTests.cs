using System.Net;

namespace CachingHandler.Browser;

/// <summary>The page of samples/WebApi, in a browser.</summary>
public sealed partial class WebApiPageTests : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string One = "user-one";
    private const string Two = "user-two";
    private const int Width = 1280;

    private readonly Chromium _browser;
    private readonly WebApiPage _page;
    private SampleProcess? _sample;

    public WebApiPageTests(Chromium browser)
    {
        Assert.SkipWhen(Chromium.Missing is not null, Chromium.Missing ?? string.Empty);
        _browser = browser;
        _page = new WebApiPage(browser);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Whatever a test is about, the console has nothing to complain of.
    public async ValueTask DisposeAsync()
    {
        var complaints = await _browser.LeaveAsync();
        if (_sample is not null)
        {
            await _sample.DisposeAsync();
        }

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Get_TheSecondTime_IsAHitThatSparesTheQuota()
    {
        await OpenAsync();

        var first = await _page.AskAsync(One, "/user");
        var second = await _page.AskAsync(One, "/user");

        Assert.Equal(("200", "Miss", "nothing-stored", "0"), (first.Status, first.Outcome, first.Reason, first.QuotaSaved));
        Assert.Equal(("200", "Hit", "fresh", "1"), (second.Status, second.Outcome, second.Reason, second.QuotaSaved));
        Assert.Equal((One, "GET /user"), (second.User, second.Request));
        Assert.EndsWith(" of 60 s", second.Age);
        Assert.Equal("The stored response is fresh (RFC 9111 §4.2).", second.Sentence);
        Assert.StartsWith("59 of 60 requests left", await _page.TextAsync($"#{One} .quota"));
        Assert.Equal(("2", "1"), (await _page.TextAsync("#total-requests"), await _page.TextAsync("#total-quota")));
    }

    [Fact]
    public async Task Get_OfWhatIsStale_IsRevalidatedForNothing()
    {
        await OpenAsync();

        await _page.AskAsync(One, "/notifications");
        var second = await _page.AskAsync(One, "/notifications");

        Assert.Equal(("200", "Revalidated", "expired", "1"), (second.Status, second.Outcome, second.Reason, second.QuotaSaved));
        Assert.NotEqual("0", second.BytesSaved);
        Assert.StartsWith("59 of 60 requests left", await _page.TextAsync($"#{One} .quota"));
    }

    [Fact]
    public async Task Get_AfterTheDataHasChanged_BringsTheNewEdition()
    {
        await OpenAsync();

        var first = await _page.AskAsync(One, "/notifications");
        await _page.PressAsync("change");
        var second = await _page.AskAsync(One, "/notifications");

        Assert.Equal($"{One}, edition 1", first.Data);
        Assert.Equal(("Changed", "expired", "0"), (second.Outcome, second.Reason, second.QuotaSaved));
        Assert.Equal($"{One}, edition 2", second.Data);
        Assert.StartsWith("58 of 60 requests left", await _page.TextAsync($"#{One} .quota"));
    }

    [Fact]
    public async Task ForceRefresh_OfWhatIsFresh_AsksTheOrigin()
    {
        await OpenAsync();

        await _page.AskAsync(One, "/user");
        var forced = await _page.AskAsync(One, "/user", forceRefresh: true);

        Assert.Equal(("Miss", "force-refresh", "0"), (forced.Outcome, forced.Reason, forced.QuotaSaved));
        Assert.StartsWith("58 of 60 requests left", await _page.TextAsync($"#{One} .quota"));
    }

    [Fact]
    public async Task Purge_OfWhatIsKept_MakesTheNextGetAMiss()
    {
        await OpenAsync();
        await _page.AskAsync(One, "/user");
        await _page.AskAsync(Two, "/user");
        var before = await _page.TextAsync("#kept");

        var said = await _page.PressAsync("purge");
        var after = await _page.TextAsync("#kept");
        var next = await _page.AskAsync(One, "/user");

        Assert.Equal(("2", "0"), (before, after));
        Assert.Equal("Nothing is kept any more.", said);
        Assert.Equal(("Miss", "nothing-stored"), (next.Outcome, next.Reason));
    }

    [Fact]
    public async Task Purge_OfOneUser_LeavesTheOthersResponses()
    {
        await OpenAsync();
        await _page.AskAsync(One, "/user");
        await _page.AskAsync(Two, "/user");

        await _page.PressAsync($"{One} .purge");
        var purged = await _page.AskAsync(One, "/user");
        var other = await _page.AskAsync(Two, "/user");

        Assert.Equal(("Miss", "Hit"), (purged.Outcome, other.Outcome));
    }

    [Fact]
    public async Task Purge_AskedForByAPageOfAnotherSite_IsRefused()
    {
        await OpenAsync();
        await _page.AskAsync(One, "/user");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_sample!.Address, "purge"));
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("Hit", (await _page.AskAsync(One, "/user")).Outcome);
    }

    [Fact]
    public async Task Get_OfTwoUsers_GivesEachTheirOwn()
    {
        await OpenAsync();

        WebApiPage.Row[] rows =
        [
            await _page.AskAsync(One, "/user"),
            await _page.AskAsync(Two, "/user"),
            await _page.AskAsync(One, "/user"),
            await _page.AskAsync(Two, "/user"),
        ];

        Assert.Equal(["Miss", "Miss", "Hit", "Hit"], rows.Select(row => row.Outcome));
        Assert.Equal([One, Two, One, Two], rows.Select(row => row.User));
        Assert.All(rows, row => Assert.Equal($"{row.User}, edition 1", row.Data));
        Assert.Equal("0", await _page.TextAsync("#total-mixed"));
        Assert.StartsWith("59 of 60 requests left", await _page.TextAsync($"#{One} .quota"));
        Assert.StartsWith("59 of 60 requests left", await _page.TextAsync($"#{Two} .quota"));
    }

    [Fact]
    public async Task Get_WithTheOriginOffline_IsServedFromWhatIsKept()
    {
        await OpenAsync();
        await _page.AskAsync(One, "/notifications");

        await _page.PressAsync("offline");
        var kept = await _page.AskAsync(One, "/notifications");
        var others = await _page.AskAsync(Two, "/notifications");
        await _page.PressAsync("offline");
        var back = await _page.AskAsync(Two, "/notifications");

        Assert.Equal(("200", "StaleHit", "stale-if-error"), (kept.Status, kept.Outcome, kept.Reason));
        Assert.Equal(("–", "Failed", "unreachable", "–"), (others.Status, others.Outcome, others.Reason, others.Data));
        Assert.Equal(("200", "Miss", $"{Two}, edition 1"), (back.Status, back.Outcome, back.Data));
    }

    [Fact]
    public async Task Get_WithTheQuotaUsedUp_IsServedFromWhatIsFreshAlone()
    {
        await OpenAsync("--Origin:Quota=1");

        await _page.AskAsync(One, "/user");
        var hit = await _page.AskAsync(One, "/user");
        var refused = await _page.AskAsync(One, "/user/repos");
        var other = await _page.AskAsync(Two, "/user/repos");

        Assert.StartsWith("0 of 1 requests left", await _page.TextAsync($"#{One} .quota"));
        Assert.Equal(("200", "Hit"), (hit.Status, hit.Outcome));
        Assert.Equal(("403", "Miss", "–", "0"), (refused.Status, refused.Outcome, refused.Data, refused.QuotaSaved));
        Assert.Equal(("200", "Miss"), (other.Status, other.Outcome));
    }

    [Fact]
    public async Task Page_OpenedAgain_ShowsWhatWasBefore()
    {
        await OpenAsync();
        await _page.AskAsync(One, "/user");
        await _page.AskAsync(One, "/user");

        await _browser.OpenAsync(_sample!.Address);
        await _page.UntilLiveAsync();

        Assert.Equal(2, await _page.RowsAsync());
        Assert.Equal(("Hit", "Miss"), ((await _page.RowAsync(1)).Outcome, (await _page.RowAsync(2)).Outcome));
    }

    private Task OpenAsync(params string[] settings) => OpenAsync("light", Width, settings);

    private async Task OpenAsync(string colors, int width, params string[] settings)
    {
        _sample = await SampleProcess.StartAsync(settings);
        await _browser.OpenAsync(_sample.Address, width, colors);
        await _page.UntilLiveAsync();
    }
}
