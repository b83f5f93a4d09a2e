using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CachingHandler.Testing;

/// <summary>A Redis of its own on loopback, as the machine has it: with nothing of the system's configuration, and in memory alone.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Name = "redis-server";
    private const int Attempts = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    // The name of a command that no other server has.
    private readonly string _identity = $"is-{Guid.NewGuid():n}";
    private DirectoryInfo? _directory;
    private ServerProcess? _process;

    /// <summary>Gets why it cannot be started here, and the way out; null when it can.</summary>
    public static string? Missing { get; } = OperatingSystem.IsWindows()
        ? $"{Name} is started by a Unix shell, which Windows has not"
        : InstalledProgram.Find(Name) is null
            ? $"{Name} is not installed; on Debian it comes with: apt-get install {Name}"
            : null;

    /// <summary>Gets the port, which stays when it is stopped and started again.</summary>
    public int Port { get; private set; }

    private string Log => Path.Combine(_directory!.FullName, "redis.log");

    /// <summary>Starts it, empty, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var isNew = Port == 0;
        _directory ??= Directory.CreateTempSubdirectory("cachinghandler-redis-");
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            Port = isNew ? LoopbackPort.Choose() : Port;
            _process = ServerProcess.Start(Log, InstalledProgram.Find(Name)!, [
                "--bind", "127.0.0.1", "--port", $"{Port}", "--dir", _directory.FullName, "--save", string.Empty, "--appendonly", "no",
                "--loglevel", "warning", "--rename-command", "LOLWUT", _identity]);
            if (await IsReadyAsync())
            {
                return;
            }

            await EndAsync(process => process.KillAsync());
        }

        throw new InvalidOperationException($"{Name} did not start on port {Port}: {await File.ReadAllTextAsync(Log)}");
    }

    /// <summary>Ends it at once, amid whatever it does; what it holds is lost.</summary>
    public Task KillAsync() => EndAsync(process => process.KillAsync());

    /// <summary>Sends it a command over a connection of its own.</summary>
    /// <returns>The first line of the answer.</returns>
    public async Task<string> TellAsync(params string[] command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using var stream = client.GetStream();
        var parts = command.Select(part => $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"*{command.Length}\r\n{string.Concat(parts)}"));
        using var reader = new StreamReader(stream);

        return await reader.ReadLineAsync() ?? throw new IOException("Redis has closed the connection.");
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(process => process.StopAsync());
        _directory?.Delete(recursive: true);
    }

    // It is this server that has to answer, not another that was quicker to take the port.
    private async Task<bool> IsReadyAsync()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < StartLimit && !_process!.HasEnded; await Task.Delay(PollInterval))
        {
            try
            {
                if (!(await TellAsync(_identity)).StartsWith('-'))
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                // Not yet.
            }
        }

        return false;
    }

    private async Task EndAsync(Func<ServerProcess, Task> end)
    {
        if (_process is { } process)
        {
            _process = null;
            await end(process);
            process.Dispose();
        }
    }
}
