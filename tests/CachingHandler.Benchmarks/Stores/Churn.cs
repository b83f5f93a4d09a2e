using System.Buffers;
using System.Globalization;
using CachingHandler.Storage;

namespace CachingHandler.Benchmarks.Stores;

/// <summary>Many times as much written as there is room for: how well the budget is held, and how much is written for it.</summary>
internal sealed record Churn(string Name, int BodyLength, int Megabytes) : StoreBenchmark(Name)
{
    private const long BlockSize = 4096;

    public long Budget { get; init; } = 64 * 1024 * 1024;

    public override async Task<IReadOnlyList<Row>> RunAsync(int rounds)
    {
        using var directory = new Scratch();
        var body = new byte[BodyLength];
        var head = new ArrayBufferWriter<byte>();
        StoredResponseFormat.Write(Entries.HeadOf(0), head);
        var count = (int)(Megabytes * 1024L * 1024 / BodyLength);
        var before = Written();
        var most = 0L;
        await using (var store = new DiskHttpCacheStore(directory.Path, new() { MaximumSize = Budget }))
        {
            for (var number = 0; number < count; number++)
            {
                await Entries.PutAsync(store, number, body);
                if (number % (count / 100) == 0)
                {
                    most = Math.Max(most, Held(directory.Path));
                }
            }
        }

        var payload = (long)count * (BodyLength + head.WrittenCount);

        return
        [
            new Row(
                Name, "most that the directory held, of a hundred looks", InMegabytes(Budget), InMegabytes(most), $"**{(double)most / Budget:0.000}**", "≤ 1.02"),
            .. before is null || Written() is not { } after ? [] : new[]
            {
                new Row(
                    Name,
                    "bytes written, beside heads and bodies",
                    InMegabytes(payload),
                    InMegabytes(after - before.Value),
                    $"**{(double)(after - before.Value) / payload:0.00}**",
                    BodyLength > 1024 ? "≤ 1.10" : ""),
            },
        ];
    }

    // In blocks, as a disk counts.
    private static long Held(string directory) => new DirectoryInfo(directory)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Sum(static file => LengthOf(file)) / BlockSize * BlockSize;

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return (file.Length + BlockSize - 1) / BlockSize * BlockSize;
        }
        catch (FileNotFoundException)
        {
            // Evicted since its name was read.
            return 0;
        }
    }

    // What the process has handed to the system to be written; Linux tells.
    private static long? Written() => !File.Exists("/proc/self/io") ? null : long.Parse(
        File.ReadLines("/proc/self/io").First(static line => line.StartsWith("wchar:", StringComparison.Ordinal)).AsSpan(6).Trim(),
        CultureInfo.InvariantCulture);

    private static string InMegabytes(long bytes) => $"{bytes / (1024.0 * 1024):0.0} MB";
}
