using System.Diagnostics;
using System.Globalization;
using CachingHandler.StoreWorker;

namespace CachingHandler.Tests.Storage;

/// <summary>Another process that uses a directory of responses.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>Starts a process.</summary>
    /// <param name="mode">What it does; see its program.</param>
    /// <param name="directory">The store's directory.</param>
    /// <param name="seed">Decides what it does in which order.</param>
    /// <param name="steps">How often it does something, where it ends by itself.</param>
    public static WorkerProcess Start(string mode, string directory, int seed, int steps = 0) =>
        new(new("dotnet", Arguments(mode, directory, seed, steps)));

    /// <summary>Starts a process that may have few files open.</summary>
    public static WorkerProcess StartWithFewHandles(string mode, string directory, int handles) =>
        new(new("sh", ["-c", $"ulimit -n {handles} && exec dotnet \"$@\"", "sh", .. Arguments(mode, directory, 1, 0)]));

    /// <summary>Starts a process whose rights to files end where its user's do; root has them all, so under root it is another's.</summary>
    public static WorkerProcess StartWithoutPrivileges(string mode, string directory)
    {
        string[] worker = ["dotnet", .. Arguments(mode, directory, 1, 0)];
        if (!Environment.IsPrivilegedProcess)
        {
            return new(new(worker[0], worker[1..]));
        }

        string[] asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        Assert.SkipUnless(
            TestProgram.Succeeds("setpriv", [.. asNobody, "test", "-r", worker[1]]),
            "Root has every right, and setpriv cannot start the worker as another user, or that may not read the tests' directory.");

        return new(new("setpriv", [.. asNobody, .. worker]));
    }

    /// <summary>Waits until it has told of a number of steps, and kills it in the middle of the next.</summary>
    public async Task KillAfterAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Assert.NotNull(await _process.StandardOutput.ReadLineAsync());
        }

        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public async Task<(int Code, string Output)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();

        return (_process.ExitCode, output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string[] Arguments(string mode, string directory, int seed, int steps) =>
    [
        typeof(Work).Assembly.Location,
        mode,
        directory,
        seed.ToString(CultureInfo.InvariantCulture),
        steps.ToString(CultureInfo.InvariantCulture),
    ];
}
