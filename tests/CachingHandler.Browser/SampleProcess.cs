using System.Text.RegularExpressions;

namespace CachingHandler.Browser;

/// <summary>The sample, in a process of its own, on a free port.</summary>
internal sealed partial class SampleProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private SampleProcess(ChildProcess process) => _process = process;

    /// <summary>Gets where its page is, as the sample says.</summary>
    public Uri Address => new(_process.Found);

    /// <param name="settings">Settings of the sample beside those of its file.</param>
    public static async Task<SampleProcess> StartAsync(params string[] settings) => new(await ChildProcess.StartAsync(
        Invitation(),
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "WebApi.dll"), "--urls", "http://127.0.0.1:0", .. settings]));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex("^Open (?<found>http://127.0.0.1:[0-9]+/) in a browser", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Invitation();
}
