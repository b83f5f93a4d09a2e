using System.Diagnostics;
using System.Text.Json;

namespace CachingHandler.Tool.Tests;

public sealed class ExecutableTests
{
    [Fact]
    public async Task Executable_Stats_WritesJson()
    {
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/a"));
        using var process = Start("stats", "--json", "-d", cache.Path);

        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Done, process.ExitCode);
        Assert.Equal(1, JsonDocument.Parse(output).RootElement.GetProperty("entries").GetInt32());
    }

    [Fact]
    public async Task Executable_Watch_TellsOneLineAnEventUntilInterrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a signal");
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/a"));
        using var process = Start("watch", "--json", "--interval", "0.1", "-d", cache.Path);
        var line = process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();

        // Until the first look is over, what comes is no news.
        while (await Task.WhenAny(line, Task.Delay(200, TestContext.Current.CancellationToken)) != line)
        {
            await cache.StoreAsync(ToolCache.Response("https://example.com/b"));
        }

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("https://example.com/b", JsonDocument.Parse((await line)!).RootElement.GetProperty("uri").GetString());
        Assert.Equal(ExitCodes.Interrupted, process.ExitCode);
    }

    private static Process Start(params string[] arguments)
    {
        var assembly = typeof(HttpCacheTool).Assembly.Location;

        return Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
    }
}
