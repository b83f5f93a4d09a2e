using System.Globalization;
using CachingHandler.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rounds = args.Contains("--quick") ? 5 : 15;
var only = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal));

Console.WriteLine($".NET {Environment.Version}, {Environment.ProcessorCount} processors; medians of {rounds} interleaved rounds.");
Console.WriteLine();
Console.WriteLine("| what | floor | time, floor | time | ratio | target | bytes, floor | bytes | ratio | target |");
Console.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
foreach (var comparison in Comparisons.All())
{
    using (comparison)
    {
        if (only is null || comparison.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
        {
            Console.WriteLine(Measurement.Of(comparison, rounds).ToRow());
        }
    }
}
