using System.Diagnostics;
using CachingHandler.Storage;

namespace CachingHandler.Benchmarks.Stores;

/// <summary>What a miss costs its caller through memory alone, and through memory in front of the disk.</summary>
/// <remarks>
/// A hundred misses follow each other; then, off the clock, what is queued is written, so that the queue is never full. Requests
/// do not come faster than that for long from a network.
/// </remarks>
internal sealed record MissCost(string Name) : StoreBenchmark(Name)
{
    private const int Burst = 100;
    private const int WarmUps = 150;
    private const int BurstsARound = 30;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _number;

    public override async Task<IReadOnlyList<Row>> RunAsync(int rounds)
    {
        using var directory = new Scratch();
        await using var tiered = new TieredHttpCacheStore(new DiskHttpCacheStore(directory.Path));
        await using var memory = new MemoryHttpCacheStore();
        using var peer = SubjectOf(memory);
        using var cache = SubjectOf(tiered);
        var (peers, caches) = (new List<double>(), new List<double>());
        for (var burst = 0; burst < WarmUps + (rounds * BurstsARound); burst++)
        {
            var one = RunBurst(peer);
            var other = RunBurst(cache);
            await tiered.Queue.Work;
            if (burst >= WarmUps)
            {
                peers.Add(one);
                caches.Add(other);
            }
        }

        var (memoryTime, tieredTime) = (Row.Middle(peers), Row.Middle(caches));

        return
        [
            new Row(
                Name,
                "memory in front of the disk, beside memory alone",
                $"{memoryTime:0.0} µs",
                $"{tieredTime:0.0} µs",
                $"**{tieredTime - memoryTime:0.0} µs** more",
                "≤ 30 µs more"),
        ];
    }

    private Subject SubjectOf(HttpCacheStore store) =>
        new(new HttpCacheHandler(store) { InnerHandler = new Origin(1024, "max-age=86400") }, () => Entries.UriOf(_number++), 1024);

    private double RunBurst(Subject subject)
    {
        var started = Stopwatch.GetTimestamp();
        for (var call = 0; call < Burst; call++)
        {
            subject.Call(_buffer);
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / Burst;
    }
}
