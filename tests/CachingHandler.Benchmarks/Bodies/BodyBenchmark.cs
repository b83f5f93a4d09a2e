namespace CachingHandler.Benchmarks.Bodies;

/// <summary>One thing to do with bodies, through a cache and without, or with and without something that disturbs it.</summary>
/// <param name="Name">What is done.</param>
internal abstract record BodyBenchmark(string Name)
{
    /// <summary>Returns all of them.</summary>
    public static IEnumerable<BodyBenchmark> All() =>
    [
        new LargeBody("200 MB, 1 ms between pieces of 64 KB", TimeSpan.FromMilliseconds(1), MaximumRounds: 3, TimeTarget: 1.05),
        new LargeBody("200 MB, no pauses", TimeSpan.Zero, MaximumRounds: 7, TimeTarget: 2.0),
        new FirstBytes("200 MB, 1 ms between pieces of 64 KB, left after the first bytes"),
        new Crowd("1,000 callers of 1 MB", new BodyTraits(Crowd.Length)),
        new Crowd("1,000 callers of 1 MB, origin waits 200 ms", new BodyTraits(Crowd.Length) { Wait = TimeSpan.FromMilliseconds(200) }),
        new Crowd(
            "1,000 callers of 1 MB, origin waits 200 ms, first caller cancelled after 50 ms",
            new BodyTraits(Crowd.Length) { Wait = TimeSpan.FromMilliseconds(200) }) { CancelsFirst = true },
        new Crowd(
            "1,000 callers of 1 MB, first connection breaks half-way",
            new BodyTraits(Crowd.Length) { BreaksOff = true }) { OriginRequestsTarget = 2 },
        new SlowReader("64 readers of one 100 MB download, one reads 1 KB/s"),
    ];

    /// <summary>Does it.</summary>
    /// <param name="origin">Where the bodies come from.</param>
    /// <param name="rounds">How often, at most.</param>
    public abstract Task<IReadOnlyList<Row>> RunAsync(OriginProcess origin, int rounds);
}
