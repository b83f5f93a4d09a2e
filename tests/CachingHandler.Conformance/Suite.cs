using System.Text.Json;

namespace CachingHandler.Conformance;

/// <summary>The public suite, as its npm package has it: its own origin, its own client, its own tests.</summary>
internal sealed class Suite : IAsyncDisposable
{
    // What the package calls "export" needs a development dependency; this prints the same.
    private const string Export = """
        import tests from './tests/index.mjs'
        import surrogate from './tests/surrogate-control.mjs'
        console.log(JSON.stringify([...tests, surrogate]))
        """;

    private const string Origin = """
        import os from 'os'
        Object.assign(process.env, { npm_config_protocol: 'http', npm_config_port: '0', npm_config_pidfile: os.devNull })
        await import('./server/server.mjs')
        """;

    // As the package's cli.mjs, but for the tests that are named, whatever marks they bear.
    private const string Client = """
        import fetch from 'node-fetch'
        import { runTests, getResults } from './client/runner.mjs'
        import tests from './tests/index.mjs'
        import surrogate from './tests/surrogate-control.mjs'
        const [, proxy, ...ids] = process.argv
        const chosen = [...tests, surrogate].map(group => ({
          ...group,
          tests: group.tests.filter(test => ids.includes(test.id)).map(test => ({ ...test, browser_only: false }))
        }))
        await runTests(chosen, fetch, false, proxy)
        console.log(JSON.stringify(getResults()))
        process.exit()
        """;

    private readonly string _directory;
    private Node? _origin;

    private Suite(string directory, string version, IReadOnlyList<SuiteTest> tests)
    {
        _directory = directory;
        Version = version;
        Tests = tests;
    }

    public string Version { get; }

    /// <summary>Gets all tests, in the suite's order.</summary>
    public IReadOnlyList<SuiteTest> Tests { get; }

    /// <summary>Reads the suite in a directory.</summary>
    /// <exception cref="ConformanceException">It is not there, or cannot be read.</exception>
    public static async Task<Suite> OpenAsync(string directory, CancellationToken cancellationToken)
    {
        directory = Path.GetFullPath(directory);
        var version = VersionIn(directory);
        using var export = JsonDocument.Parse(await Node.RunAsync(directory, Export, cancellationToken));

        return new Suite(directory, version, TestsIn(export.RootElement));
    }

    /// <summary>Starts the suite's origin on a free port of loopback.</summary>
    /// <exception cref="ConformanceException">It does not start.</exception>
    public async Task<Uri> StartOriginAsync(CancellationToken cancellationToken)
    {
        var origin = _origin = Node.Start(_directory, Origin);
        while (await origin.ReadLineAsync(cancellationToken) is { } line)
        {
            // "Listening on http://:::8000/"
            if (line.StartsWith("Listening", StringComparison.Ordinal))
            {
                _ = DrainAsync(origin);
                return new Uri($"http://127.0.0.1{line[line.LastIndexOf(':')..]}");
            }
        }

        throw new ConformanceException("The suite's origin did not start.");
    }

    /// <summary>Runs the suite's client against a proxy and returns what it says of each test.</summary>
    /// <exception cref="ConformanceException">The client failed.</exception>
    public async Task<IReadOnlyDictionary<string, Verdict>> RunAsync(
        Uri proxy, IEnumerable<SuiteTest> tests, CancellationToken cancellationToken)
    {
        var ids = tests.Select(test => test.Id);
        using var results = JsonDocument.Parse(await Node.RunAsync(
            _directory, Client, cancellationToken, [proxy.GetLeftPart(UriPartial.Authority), .. ids]));

        return results.RootElement.EnumerateObject().ToDictionary(
            test => test.Name,
            test => test.Value.ValueKind == JsonValueKind.True
                ? new Verdict(null, null)
                : new Verdict(test.Value[0].GetString(), test.Value[1].GetString()),
            StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_origin is not null)
        {
            await _origin.DisposeAsync();
        }
    }

    private static string VersionIn(string directory)
    {
        var file = Path.Combine(directory, "package.json");
        if (File.Exists(file))
        {
            using var package = JsonDocument.Parse(File.ReadAllText(file));
            if (package.RootElement.GetProperty("name").GetString() == "http-cache-tests")
            {
                return package.RootElement.GetProperty("version").GetString()!;
            }
        }

        throw new ConformanceException(
            $"'{directory}' is not the directory of the npm package http-cache-tests; give its node_modules/http-cache-tests.");
    }

    private static IReadOnlyList<SuiteTest> TestsIn(JsonElement export) =>
    [
        .. from subject in export.EnumerateArray()
           let place = new SuiteGroup(subject.GetProperty("id").GetString()!, subject.GetProperty("name").GetString()!)
           from test in subject.GetProperty("tests").EnumerateArray()
           select new SuiteTest(
               place,
               test.GetProperty("id").GetString()!,
               test.TryGetProperty("kind", out var kind)
                   ? Enum.Parse<TestKind>(kind.GetString()!, ignoreCase: true)
                   : TestKind.Required,
               test.TryGetProperty("browser_only", out var only) && only.GetBoolean(),
               test.TryGetProperty("depends_on", out var dependencies)
                   ? [.. dependencies.EnumerateArray().Select(id => id.GetString()!)]
                   : []),
    ];

    // What it writes would fill the pipe and stop it.
    private static async Task DrainAsync(Node origin)
    {
        try
        {
            while (await origin.ReadLineAsync(CancellationToken.None) is not null)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The origin was ended.
        }
    }
}
