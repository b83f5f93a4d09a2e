using System.Globalization;
using System.Runtime.InteropServices;
using CachingHandler.Distributed.Benchmarks;
using CachingHandler.Testing;

// Hits and head updates over Redis, beside what the same client takes for one GET of the same bytes, and beside the memory store; in the
// same run, in rounds that alternate. The figures are medians. An argument, a number, sets how many rounds there are.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (RedisServer.Missing is { } missing)
{
    Console.WriteLine($"Not measured: {missing}");

    return 1;
}

var rounds = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 41;
await using var bench = await Bench.StartAsync();
Console.WriteLine(
    $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, Redis on loopback; medians of {rounds} alternating rounds; microseconds.");
Console.WriteLine();
Console.WriteLine("| body | hit through Redis | one GET, `IDistributedCache` | hit / GET | one GET, StackExchange.Redis | hit / GET |");
Console.WriteLine("|---|--:|--:|--:|--:|--:|");
foreach (var load in new[] { new Load(1024, 320), new Load(16 * 1024, 320), new Load(256 * 1024, 96), new Load(4 * 1024 * 1024, 16) })
{
    var (hit, get, rawGet) = await bench.CompareWithGetAsync(load, rounds);
    Console.WriteLine($"| {load.Name} | {hit:N0} | {get:N0} | {hit / get:0.00} | {rawGet:N0} | {hit / rawGet:0.00} |");
}

Console.WriteLine();
Console.WriteLine("| body | hit in memory before Redis | hit in the memory store | tier / store |");
Console.WriteLine("|---|--:|--:|--:|");
foreach (var load in new[] { new Load(1024, 10_000), new Load(256 * 1024, 5_000) })
{
    var (tier, memory) = await bench.CompareWithMemoryAsync(load, rounds);
    Console.WriteLine($"| {load.Name} | {tier:0.00} | {memory:0.00} | {tier / memory:0.00} |");
}

Console.WriteLine();
Console.WriteLine("| head update, body of | bytes of values read and written |");
Console.WriteLine("|---|--:|");
foreach (var load in new[] { new Load(1024, 1), new Load(4 * 1024 * 1024, 1) })
{
    Console.WriteLine($"| {load.Name} | {await bench.BytesOfHeadUpdateAsync(load.BodyLength):N0} |");
}

return 0;
