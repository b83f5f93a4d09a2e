using System.Diagnostics;

namespace CachingHandler.Benchmarks;

/// <summary>The medians of a subject and its floor, taken in rounds that alternate so that both see the same machine.</summary>
internal sealed record Measurement(Comparison Comparison, Sample Floor, Sample Subject)
{
    private const int WarmUpRounds = 8;

    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(150);

    public static Measurement Of(Comparison comparison, int rounds)
    {
        // Tiered compilation needs some ten thousand calls, and a pause to act on them, twice over.
        for (var warmUp = 0; warmUp < WarmUpRounds; warmUp++)
        {
            Round(comparison.Floor, comparison.Threads);
            Round(comparison.Subject, comparison.Threads);
            Thread.Sleep(RoundLength);
        }

        var floors = new List<Sample>(rounds);
        var subjects = new List<Sample>(rounds);
        for (var round = 0; round < rounds; round++)
        {
            floors.Add(Round(comparison.Floor, comparison.Threads));
            subjects.Add(Round(comparison.Subject, comparison.Threads));
        }

        return new Measurement(comparison, Sample.Median(floors), Sample.Median(subjects));
    }

    public string ToRow() => string.Join(
        " | ",
        $"| {Comparison.Name}",
        Comparison.FloorName,
        Duration(Floor.Nanoseconds),
        Duration(Subject.Nanoseconds),
        $"**{Subject.Nanoseconds / Floor.Nanoseconds:0.00}**",
        Target(Comparison.TimeTarget),
        $"{Floor.Bytes:0}",
        $"{Subject.Bytes:0}",
        Floor.Bytes < 1 ? "" : $"**{Subject.Bytes / Floor.Bytes:0.00}**",
        $"{Target(Comparison.BytesTarget)} |");

    private static string Target(double? target) => target is null ? "" : $"≤ {target:0.0}";

    private static string Duration(double nanoseconds) => nanoseconds < 10_000 ? $"{nanoseconds:0} ns" : $"{nanoseconds / 1000:0.0} µs";

    private static Sample Round(Subject subject, int threads)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        var calls = threads == 1 ? Run(subject) : RunOn(subject, threads);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;

        return new Sample(elapsed.TotalNanoseconds * Math.Min(threads, Environment.ProcessorCount) / calls, (double)bytes / calls);
    }

    private static long RunOn(Subject subject, int threads)
    {
        var calls = 0L;
        var workers = Enumerable.Range(0, threads)
            .Select(_ => new Thread(() => Interlocked.Add(ref calls, Run(subject))))
            .ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());

        return calls;
    }

    private static long Run(Subject subject)
    {
        const int Batch = 64;
        var buffer = new byte[64 * 1024];
        var calls = 0L;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < RoundLength; calls += Batch)
        {
            for (var call = 0; call < Batch; call++)
            {
                subject.Call(buffer);
            }
        }

        return calls;
    }
}
