using System.Globalization;
using System.Runtime.InteropServices;
using CachingHandler.LiteDb.Benchmarks;
using CachingHandler.Storage;

// The LiteDB store beside the disk store: the same entries, in the same run, in rounds that alternate. The figures are medians.
const int Rounds = 5;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Medium[] media =
[
    new("LiteDB", directory => new LiteDbHttpCacheStore(Path.Join(directory, "cache.db"))),
    new("disk", directory => new DiskHttpCacheStore(directory)),
];
Load[] loads = [new(1024, 2_000), new(16 * 1024, 1_000), new(256 * 1024, 200), new(4 * 1024 * 1024, 24)];

Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors; medians of {Rounds} alternating rounds; operations per second.");
Console.WriteLine();
Console.WriteLine("| body | callers | operation | LiteDB | disk | LiteDB / disk |");
Console.WriteLine("|---|--:|---|--:|--:|--:|");
foreach (var callers in new[] { 1, 8 })
{
    foreach (var load in loads)
    {
        var results = await Round.CompareAsync(media, load, callers, Rounds);
        foreach (var operation in Enum.GetValues<Operation>())
        {
            var (liteDb, disk) = (results[0][operation], results[1][operation]);
            Console.WriteLine($"| {load.Name} | {callers} | {Round.NameOf(operation)} | {liteDb:N0} | {disk:N0} | {liteDb / disk:0.00} |");
        }
    }
}
