using System.Diagnostics;

namespace CachingHandler.Testing;

/// <summary>A server in a process of its own, which does not outlive this one, however that ends.</summary>
public sealed class ServerProcess : IDisposable
{
    // The shell becomes the server. Beside it waits what ends it when the shell's input ends: when we close it, or are no more.
    private const string Launch =
        """exec 3<&0 >>"$1" 2>&1; shift; (cat <&3 >/dev/null; kill -TERM $$) & exec "$@" 3<&- </dev/null""";

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program; what it prints goes to a file.</summary>
    public static ServerProcess Start(string log, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh", ["-c", Launch, "sh", log, program, .. arguments])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };

        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Asks the program to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(StopLimit);
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    /// <summary>Ends the program and what it has started, without a word.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public void Dispose() => _process.Dispose();
}
