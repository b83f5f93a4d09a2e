using CachingHandler.Testing;

namespace CachingHandler.Interop.Servers;

/// <summary>A server that is a program of the machine.</summary>
/// <param name="program">The program's name.</param>
/// <param name="package">What it comes with.</param>
public abstract class ExternalServer(string program, string package) : WebServer
{
    private ServerProcess? _process;

    public override string? Missing => OperatingSystem.IsWindows()
        ? $"{program} is started by a Unix shell, which Windows has not"
        : Program is null
            ? $"{program} is not installed; on Debian it comes with: apt-get install {package}"
            : null;

    protected override bool HasEnded => _process is not { HasEnded: false };

    protected override string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : string.Empty;

    private string? Program { get; } = InstalledProgram.Find(program);

    private string LogFile => Path.Combine(Site.Work, "server.log");

    public override Task StopAsync() => EndAsync(process => process.StopAsync());

    public override Task KillAsync() => EndAsync(process => process.KillAsync());

    /// <summary>Returns where a file is that lies beside this source.</summary>
    protected static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, "Servers", name);

    /// <summary>Returns the arguments that make the program serve the site on a port.</summary>
    protected abstract string[] ArgumentsFor(int port);

    protected override Task<bool> TryLaunchAsync(int port)
    {
        _process = ServerProcess.Start(LogFile, Program!, ArgumentsFor(port));

        return Task.FromResult(true);
    }

    /// <summary>Writes the server's configuration from the one beside this source.</summary>
    /// <returns>Where it is.</returns>
    protected string Configure(string name, params (string Name, string Value)[] values)
    {
        var text = File.ReadAllText(FileOf(name));
        foreach (var (placeholder, value) in values)
        {
            text = text.Replace($"@{placeholder}@", value, StringComparison.Ordinal);
        }

        var configuration = Path.Combine(Site.Work, name);
        File.WriteAllText(configuration, text);

        return configuration;
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
