using System.Diagnostics;

namespace CachingHandler.Tool.Tests;

public sealed class BadInputTests
{
    public static TheoryData<string> Commands =>
        ["ls", "show https://example.com/", "stats", "verify", "verify --repair", "purge --all --yes", "watch"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_NoDirectory_SaysSoAndMakesNone(string arguments)
    {
        using var cache = new ToolCache();

        var answer = await cache.RunAsync(arguments.Split(' '));

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Equal($"There is no directory '{cache.Path}'.", answer.Error.Trim());
        Assert.Empty(cache.Listing());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_ForeignDirectory_SaysSoAndHarmsNothing(string arguments)
    {
        using var cache = new ToolCache();
        Directory.CreateDirectory(Path.Join(cache.Path, "v1", "src"));
        File.WriteAllText(Path.Join(cache.Path, "v1", "src", "precious"), "precious");
        var before = cache.Listing();

        var answer = await cache.RunAsync(arguments.Split(' '));

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains("is not a cache", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before, cache.Listing());
    }

    [Fact]
    public async Task Command_EmptyDirectory_SaysSo()
    {
        using var cache = new ToolCache();
        Directory.CreateDirectory(cache.Path);

        var answer = await cache.RunAsync("ls");

        Assert.Contains("is not a cache: it is empty.", answer.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
    }

    [Fact]
    public async Task Command_File_SaysSo()
    {
        using var cache = new ToolCache();
        File.WriteAllText(cache.Path, "no directory");

        var answer = await cache.RunAsync("ls");

        Assert.Contains("is a file; a cache is a directory.", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-d", "x", "-a", "y", "not both")]
    [InlineData("-a", "../../etc", "without a path")]
    [InlineData("-a", "..", "without a path")]
    [InlineData("-d", "", "must be the path of a directory")]
    [InlineData("-d", "a\0b", "must be the path of a directory")]
    public async Task Command_BadDirectory_IsRefusedWithTheRule(params string[] argumentsAndMessage)
    {
        using var cache = new ToolCache();

        var answer = await cache.RunAsync(null, ["ls", .. argumentsAndMessage[..^1]]);

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains(argumentsAndMessage[^1], answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_CurrentDirectoryIsNoCache_SaysWhatToGive()
    {
        using var cache = new ToolCache();

        var answer = await cache.RunAsync(null, ["ls"]);

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.Contains("--directory", answer.Error, StringComparison.Ordinal);
        Assert.Contains("--application", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_UnknownCommand_IsRefused()
    {
        using var cache = new ToolCache();

        var answer = await cache.RunAsync(null, ["list\u001b[31m"]);

        Assert.Equal(ExitCodes.Refused, answer.ExitCode);
        Assert.DoesNotContain('\u001b', answer.Error);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_ForeignFilesLinksAndPipes_NeitherBlocksNorFollows(string arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs pipes with names");
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/"));
        var entry = cache.EntryFile();
        var (shard, name) = (Path.GetDirectoryName(entry)!, Path.GetFileName(entry));
        var outside = Path.Join(Path.GetDirectoryName(cache.Path), "outside");
        File.Copy(entry, outside);
        var pipe = Path.Join(shard, name[..^1] + (name[^1] == '0' ? '1' : '0'));
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(Path.Join(shard, name[..^1] + (name[^1] == '2' ? '3' : '2')), outside);
        File.CreateSymbolicLink(Path.Join(cache.Path, "v1", "ff"), Path.GetDirectoryName(outside)!);
        File.WriteAllText(Path.Join(shard, "foreign"), "foreign");
        using var interrupt = new CancellationTokenSource();
        interrupt.CancelAfter(arguments == "watch" ? TimeSpan.FromSeconds(1) : Timeout.InfiniteTimeSpan);

        await cache.RunAsync(null, [.. arguments.Split(' '), "-d", cache.Path], interrupt.Token).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.True(File.Exists(outside));
        Assert.True(File.Exists(Path.Join(shard, "foreign")));
    }

    [Fact]
    public async Task Ls_FileThatMayNotBeRead_IsToldAndLeftOut()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "needs a user who may not read everything");
        using var cache = await ToolCache.CreateAsync(ToolCache.Response("https://example.com/"));
        using (var made = Process.Start("chmod", ["0", cache.EntryFile()]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var answer = await cache.RunAsync("ls");

        Assert.Contains("1 file left out that may not be read.", answer.Error, StringComparison.Ordinal);
    }
}
