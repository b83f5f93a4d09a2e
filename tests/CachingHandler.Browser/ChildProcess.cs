using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using CachingHandler.Testing;

namespace CachingHandler.Browser;

/// <summary>A program that, with all that it starts, does not outlive this process, however that ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // The shell leads a group of its own and becomes the program. Beside it waits what ends the group when the shell's input
    // ends: when we close it, or are no more. A driver that is asked to end leaves its browser behind otherwise.
    private const string Launch =
        """exec 3<&0; (cat <&3 >/dev/null; kill -s TERM -- -$$) >/dev/null 2>&1 & exec "$@" 3<&- </dev/null 2>&1""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Regex _awaited;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly TaskCompletionSource<string> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, Regex awaited)
    {
        _process = process;
        _awaited = awaited;
    }

    /// <summary>Gets what the line had in the place of the pattern's group.</summary>
    public string Found => _found.Task.Result;

    /// <summary>Gets why programs cannot be started so, here; null when they can.</summary>
    public static string? Missing { get; } = InstalledProgram.Find("setsid") is null
        ? "there is no setsid, which starts a program in a group of its own"
        : null;

    /// <summary>Starts a program and waits for a line of its output.</summary>
    /// <param name="awaited">What the line is like; its group <c>found</c> is what is wanted of it.</param>
    /// <param name="program">The program, with its path.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ChildProcess> StartAsync(Regex awaited, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Launch, "sh", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var child = new ChildProcess(new Process { StartInfo = start }, awaited);
        child._process.OutputDataReceived += (_, line) => child.Receive(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        try
        {
            await child._found.Task.WaitAsync(Limit);
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }

        return child;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Limit);
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Receive(string? line)
    {
        if (line is null)
        {
            _found.TrySetException(new InvalidOperationException(
                $"{_process.StartInfo.ArgumentList[4]} has ended: {string.Join('\n', _lines)}"));
        }
        else if (_awaited.Match(line) is { Success: true } match)
        {
            _found.TrySetResult(match.Groups["found"].Value);
        }
        else
        {
            _lines.Enqueue(line);
        }
    }
}
