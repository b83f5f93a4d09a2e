using System.Globalization;
using System.Runtime.InteropServices;
using CachingHandler.Conformance;

const string Accept = "--accept";

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

if (args.Where(argument => argument != Accept).ToList() is not [var package])
{
    Console.Error.WriteLine($"usage: CachingHandler.Conformance [{Accept}] <directory of the npm package http-cache-tests>");
    return 2;
}

try
{
    return await RunAsync(package, accept: args.Contains(Accept));
}
catch (ConformanceException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 130;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}

async Task<int> RunAsync(string directory, bool accept)
{
    var file = ListFile();
    var expected = OutcomeListFormat.Parse(await File.ReadAllTextAsync(file, stopping.Token));
    await using var suite = await Suite.OpenAsync(directory, stopping.Token);
    var origin = await suite.StartOriginAsync(stopping.Token);
    Console.WriteLine($"http-cache-tests {suite.Version}, {Configuration.All.Count} configurations side by side");
    Console.WriteLine();

    var scores = await ScoresAsync(suite, origin, expected);
    var actual = expected.With(suite.Tests, scores);
    if (accept)
    {
        await File.WriteAllTextAsync(file, OutcomeListFormat.Write(actual), stopping.Token);
        expected = actual;
    }

    var judgement = new Judgement(expected, scores);
    Print(Report.Table(suite.Tests, scores).Append(""));
    Print([Report.Shortfalls(suite.Tests, actual)]);
    Print(Report.Comparison(judgement, Path.GetFileName(file)));
    Print(scores.Select(Report.Totals));

    return judgement.IsGood ? 0 : 1;
}

async Task<IReadOnlyList<Score>> ScoresAsync(Suite suite, Uri origin, OutcomeList expected)
{
    var scores = await Task.WhenAll(Configuration.All.Select(async configuration =>
    {
        var tests = Applicability.Of(configuration.Kind, suite.Tests);
        return new Score(configuration.Name, tests, await configuration.RunAsync(suite, origin, tests, stopping.Token));
    }));

    // The suite waits three seconds for what is fresh for two: on a busy machine that may not be enough.
    for (var i = 0; i < scores.Length; i++)
    {
        var first = scores[i];
        var doubtful = new Judgement(expected, [first]).Differences.ToList();
        if (doubtful.Count > 0)
        {
            var again = doubtful.Select(difference => difference.Test);
            scores[i] = first.With(await Configuration.All[i].RunAsync(suite, origin, again, stopping.Token));
            Print(Report.Repeated(doubtful, scores[i]));
        }
    }

    return scores;
}

static void Print(IEnumerable<string> lines)
{
    foreach (var line in lines)
    {
        Console.WriteLine(line);
    }
}

static string ListFile()
{
    var directory = new DirectoryInfo(AppContext.BaseDirectory);
    while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "CachingHandler.sln")))
    {
        directory = directory.Parent;
    }

    return directory is not null
        ? Path.Combine(directory.FullName, "tests", "CachingHandler.Conformance", "expected.txt")
        : throw new ConformanceException($"No CachingHandler.sln above '{AppContext.BaseDirectory}'; run it from the source tree.");
}
