using System.Globalization;
using CachingHandler.Benchmarks;
using CachingHandler.Benchmarks.Bodies;
using CachingHandler.Benchmarks.Stores;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Contains(OriginProcess.Argument))
{
    await BodyOrigin.RunAsync();
    return;
}

if (args.Contains(FirstHit.Argument))
{
    await FirstHit.RunProcessAsync(args[^1]);
    return;
}

var rounds = args.Contains("--quick") ? 5 : 15;
var bodyRounds = args.Contains("--quick") ? 1 : 7;
var only = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal));

Console.WriteLine($".NET {Environment.Version}, {Environment.ProcessorCount} processors; medians of {rounds} interleaved rounds.");
Console.WriteLine();
Console.WriteLine("| what | floor | time, floor | time | ratio | target | bytes, floor | bytes | ratio | target |");
Console.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
foreach (var comparison in Comparisons.All())
{
    using (comparison)
    {
        if (IsWanted(comparison.Name))
        {
            Console.WriteLine(Measurement.Of(comparison, rounds).ToRow());
        }
    }
}

var bodies = BodyBenchmark.All().Where(benchmark => IsWanted("bodies: " + benchmark.Name)).ToList();
if (bodies.Count > 0)
{
    Console.WriteLine();
    Console.WriteLine(Row.Header);
    using var origin = OriginProcess.Start();
    foreach (var benchmark in bodies)
    {
        foreach (var row in await benchmark.RunAsync(origin, bodyRounds))
        {
            Console.WriteLine(row);
        }
    }
}

var stores = StoreBenchmark.All(many: args.Contains("--quick") ? 20_000 : 1_000_000).Where(benchmark => IsWanted("stores: " + benchmark.Name)).ToList();
if (stores.Count > 0)
{
    Console.WriteLine();
    Console.WriteLine(Row.Header);
    foreach (var benchmark in stores)
    {
        foreach (var row in await benchmark.RunAsync(rounds))
        {
            Console.WriteLine(row);
        }
    }
}

bool IsWanted(string name) => only is null || name.Contains(only, StringComparison.OrdinalIgnoreCase);
