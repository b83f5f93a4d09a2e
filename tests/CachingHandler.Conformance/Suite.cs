using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace CachingHandler.Conformance;

/// <summary>The public suite, as its npm package has it: its own origin, its own client, its own tests.</summary>
/// <param name="directory">The package's directory.</param>
internal sealed class Suite(string directory) : IDisposable
{
    // The package's "export" needs a development dependency; this prints the same.
    private const string Export = """
        import tests from './tests/index.mjs'
        import surrogate from './tests/surrogate-control.mjs'
        console.log(JSON.stringify([...tests, surrogate]))
        """;

    private Process? _server;

    /// <summary>Starts the suite's origin on a free port of loopback.</summary>
    public async Task<Uri> StartOriginAsync()
    {
        var port = FreePort();
        _server = Start(
            ["--no-warnings", "server/server.mjs"],
            ("npm_config_protocol", "http"),
            ("npm_config_port", $"{port}"),
            ("npm_config_pidfile", Path.GetTempFileName()));
        while (await _server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Listening", StringComparison.Ordinal))
            {
                _ = _server.StandardOutput.ReadToEndAsync();
                return new Uri($"http://localhost:{port}");
            }
        }

        throw new InvalidOperationException("The suite's origin did not start.");
    }

    /// <summary>Returns the tests that are meant for a cache that is no browser.</summary>
    public async Task<IReadOnlyList<SuiteTest>> TestsAsync()
    {
        using var export = JsonDocument.Parse(await OutputAsync(["--input-type=module", "--eval", Export]));

        return
        [
            .. from suite in export.RootElement.EnumerateArray()
               from test in suite.GetProperty("tests").EnumerateArray()
               where !Is(test, "browser_only")
               select new SuiteTest(
                   suite.GetProperty("id").GetString()!,
                   test.GetProperty("id").GetString()!,
                   test.GetProperty("name").GetString()!,
                   test.TryGetProperty("kind", out var kind) ? kind.GetString()! : "required",
                   Is(test, "cdn_only"),
                   test.TryGetProperty("depends_on", out var dependencies)
                       ? [.. dependencies.EnumerateArray().Select(id => id.GetString()!)]
                       : []),
        ];
    }

    /// <summary>Runs the suite's client against a proxy and returns what it says of each test.</summary>
    public async Task<IReadOnlyDictionary<string, Verdict>> RunAsync(Uri proxy)
    {
        using var results = JsonDocument.Parse(await OutputAsync(
            ["--no-warnings", "cli.mjs"],
            ("npm_config_base", proxy.ToString().TrimEnd('/')),
            ("npm_config_id", ""),
            ("npm_package_config_id", "")));

        return results.RootElement.EnumerateObject().ToDictionary(
            test => test.Name,
            test => test.Value.ValueKind == JsonValueKind.True
                ? new Verdict(null, null)
                : new Verdict(test.Value[0].GetString(), test.Value[1].GetString()),
            StringComparer.Ordinal);
    }

    public void Dispose()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.Dispose();
    }

    private static bool Is(JsonElement test, string name) =>
        test.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> OutputAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(arguments, environment);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"node ended with {process.ExitCode}.");
    }

    private Process Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
    }
}
