using System.ComponentModel;
using System.Diagnostics;

namespace CachingHandler.Conformance;

/// <summary>A script that node runs; it does not outlive this process.</summary>
internal sealed class Node : IAsyncDisposable
{
    // A process that is killed disposes of nothing, but its end of this pipe is closed all the same.
    private const string Tether = "process.stdin.resume().on('close', () => process.exit()).unref()\n";

    private readonly Process _process;

    private Node(Process process) => _process = process;

    /// <summary>Starts a script.</summary>
    /// <param name="directory">Where it runs; its imports are relative to it.</param>
    /// <param name="script">A module's text.</param>
    /// <param name="arguments">What it finds in <c>process.argv</c> from index 1 on.</param>
    /// <exception cref="ConformanceException">There is no node.</exception>
    public static Node Start(string directory, string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            "node", ["--no-warnings", "--input-type=module", "--eval", Tether + script, "--", .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            return new Node(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new ConformanceException(
                $"The suite needs Node.js, 14.8 or later, on the path, and node cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Runs a script to its end and returns the last line that it wrote.</summary>
    /// <exception cref="ConformanceException">There is no node, or the script failed.</exception>
    public static async Task<string> RunAsync(
        string directory, string script, CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        await using var node = Start(directory, script, arguments);
        string? last = null;
        while (await node.ReadLineAsync(cancellationToken) is { } line)
        {
            last = line;
        }

        await node._process.WaitForExitAsync(cancellationToken);

        return node._process.ExitCode == 0 && last is not null
            ? last
            : throw new ConformanceException($"node ended with {node._process.ExitCode} and wrote {last ?? "nothing"}.");
    }

    /// <summary>Returns the next line that the script writes; null at its end.</summary>
    public ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        _process.StandardOutput.ReadLineAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
