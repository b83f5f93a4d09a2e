using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CachingHandler.Testing;

namespace CachingHandler.Browser;

/// <summary>Chromium without a window, with nothing kept from earlier, and a page in it.</summary>
public sealed partial class Chromium : IAsyncLifetime
{
    // What WebDriver calls a reference to an element.
    private const string Element = "element-6066-11e4-a52e-4f735466cecf";

    // Without sandbox, which root has not; without what a browser asks the network for by itself.
    private static readonly string[] Switches =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--hide-scrollbars",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "--lang=en-GB",
    ];

    private readonly string _profile = Directory.CreateTempSubdirectory("chromium-").FullName;
    private ChildProcess? _process;
    private WebDriver? _driver;
    private string _session = "";

    /// <summary>Gets why there is no browser here, and the way out; null when there is one.</summary>
    public static string? Missing { get; } = ChildProcess.Missing
        ?? (InstalledProgram.Find("chromium") is null || InstalledProgram.Find("chromedriver") is null
            ? "chromium or chromedriver is not installed; on Debian they come with: apt-get install chromium chromium-driver"
            : null);

    private WebDriver Driver => _driver ?? throw new InvalidOperationException("The browser has not been started.");

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        _process = await ChildProcess.StartAsync(Ready(), InstalledProgram.Find("chromedriver")!, "--port=0");
        _driver = new WebDriver(new Uri($"http://127.0.0.1:{_process.Found}/"));
        var session = await Driver.PostAsync("session", new()
        {
            ["capabilities"] = new JsonObject
            {
                ["alwaysMatch"] = new JsonObject
                {
                    ["goog:chromeOptions"] = new JsonObject
                    {
                        ["binary"] = InstalledProgram.Find("chromium"),
                        ["args"] = new JsonArray([.. Switches.Append($"--user-data-dir={_profile}").Select(one => (JsonNode)one)]),
                    },
                    ["goog:loggingPrefs"] = new JsonObject { ["browser"] = "ALL" },
                    ["timeouts"] = new JsonObject { ["script"] = 60_000 },
                },
            },
        });
        _session = $"session/{session!["sessionId"]}";
    }

    /// <summary>Opens a page as somebody sees it who prefers light or dark colours, and less motion.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="width">How wide the viewport is, in CSS pixels.</param>
    /// <param name="colors"><c>light</c> or <c>dark</c>.</param>
    public async Task OpenAsync(Uri address, int width = 1280, string colors = "light")
    {
        await ResizeAsync(width, height: 900);
        await DevToolsAsync("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(
                new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = colors },
                new JsonObject { ["name"] = "prefers-reduced-motion", ["value"] = "reduce" }),
        });
        await Driver.PostAsync($"{_session}/url", new() { ["url"] = address.AbsoluteUri });
    }

    /// <summary>Gives the viewport a size, in CSS pixels.</summary>
    public Task ResizeAsync(int width, int height) => DevToolsAsync("Emulation.setDeviceMetricsOverride", new()
    {
        ["width"] = width,
        ["height"] = height,
        ["deviceScaleFactor"] = 1,
        ["mobile"] = false,
    });

    /// <summary>Clicks what a selector finds, where a person could: it has to be in view and not covered.</summary>
    public async Task ClickAsync(string selector)
    {
        var element = await Driver.PostAsync($"{_session}/element", new() { ["using"] = "css selector", ["value"] = selector });
        await Driver.PostAsync($"{_session}/element/{element![Element]}/click", []);
    }

    /// <summary>Returns the value of a JavaScript expression.</summary>
    public Task<JsonNode?> ReadAsync(string expression) => RunAsync($"return {expression};");

    /// <summary>Returns the texts of a JavaScript array.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string expression) =>
        [.. (await ReadAsync(expression))!.AsArray().Select(text => (string)text!)];

    /// <summary>Runs the body of a JavaScript function.</summary>
    public Task<JsonNode?> RunAsync(string script) =>
        Driver.PostAsync($"{_session}/execute/sync", new() { ["script"] = script, ["args"] = new JsonArray() });

    /// <summary>Waits until a JavaScript expression is true.</summary>
    /// <exception cref="InvalidOperationException">It has not become true within a minute.</exception>
    public Task UntilAsync(string expression) => Driver.PostAsync($"{_session}/execute/async", new()
    {
        ["script"] = $"const done = arguments[0]; (function look() {{ if ({expression}) done(); else setTimeout(look, 5); }})();",
        ["args"] = new JsonArray(),
    });

    /// <summary>Returns a picture of the viewport, PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await Driver.GetAsync($"{_session}/screenshot"))!);

    /// <summary>Leaves the page, and returns what the console has heard of errors and warnings since this was last asked.</summary>
    public async Task<IReadOnlyList<string>> LeaveAsync()
    {
        var log = await Driver.PostAsync($"{_session}/se/log", new() { ["type"] = "browser" });
        await Driver.PostAsync($"{_session}/url", new() { ["url"] = "about:blank" });

        return [.. log!.AsArray().Where(entry => (string?)entry!["level"] is "SEVERE" or "WARNING").Select(entry => $"{entry!["message"]}")];
    }

    public async ValueTask DisposeAsync()
    {
        if (_session.Length > 0)
        {
            await Driver.DeleteAsync(_session);
        }

        _driver?.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(_profile, recursive: true);
    }

    private Task DevToolsAsync(string command, JsonObject parameters) =>
        Driver.PostAsync($"{_session}/goog/cdp/execute", new() { ["cmd"] = command, ["params"] = parameters });

    [GeneratedRegex("started successfully on port (?<found>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ready();
}
