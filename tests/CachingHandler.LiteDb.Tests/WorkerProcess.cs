using System.Diagnostics;
using System.Globalization;
using CachingHandler.LiteDb.Worker;

namespace CachingHandler.LiteDb.Tests;

/// <summary>Another process that uses a database.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts a process.</summary>
    /// <param name="mode">What it does; see its program.</param>
    /// <param name="path">The database's file.</param>
    /// <param name="seed">Tells its responses from those of others.</param>
    public WorkerProcess(string mode, string path, int seed = 1)
    {
        string[] arguments = [typeof(Keeping).Assembly.Location, mode, path, seed.ToString(CultureInfo.InvariantCulture)];
        _process = Process.Start(
            new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>Waits for its next line; null at its end.</summary>
    public Task<string?> LineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Waits until it has written a number of lines, and kills it in the middle of what comes next.</summary>
    /// <returns>The lines, those among them that it wrote before it died.</returns>
    public async Task<List<string>> KillAfterAsync(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
        {
            lines.Add(await LineAsync() ?? throw new InvalidOperationException("The process has ended."));
        }

        _process.Kill();
        while (await LineAsync() is { } last)
        {
            lines.Add(last);
        }

        await _process.WaitForExitAsync();

        return lines;
    }

    /// <summary>Ends what it waits for, and waits for its own end.</summary>
    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
