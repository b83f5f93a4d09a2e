using System.Diagnostics;
using CachingHandler.Distributed.Worker;

namespace CachingHandler.Distributed.Tests;

/// <summary>One of a fleet, in a process of its own.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    // Nothing takes this long, unless it never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>Starts a process, which says when it is ready.</summary>
    public static async Task<WorkerProcess> StartAsync(int redisPort, Uri origin, TimeSpan timeout)
    {
        string[] arguments = [typeof(Member).Assembly.Location, $"{redisPort}", origin.AbsoluteUri, $"{(int)timeout.TotalMilliseconds}"];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var worker = new WorkerProcess(Process.Start(start)!);
        try
        {
            Assert.Equal("ready", await worker.LineAsync());

            return worker;
        }
        catch
        {
            worker._process.Kill();
            throw;
        }
    }

    /// <summary>Has it do something; see <see cref="Member.DoAsync"/>.</summary>
    public async Task<string> DoAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();

        return await LineAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> LineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The process has ended.");
}
