namespace CachingHandler.Benchmarks;

/// <summary>One line of the tables of bodies and stores.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Measure">What is measured of it.</param>
/// <param name="Peer">The figure of what it is compared with.</param>
/// <param name="Cache">The figure of the cache.</param>
/// <param name="Compared">The two compared, as a ratio or a difference; empty where that says nothing.</param>
/// <param name="Target">What is aimed at; empty where nothing is.</param>
internal sealed record Row(string Name, string Measure, string Peer, string Cache, string Compared, string Target)
{
    public const string Header = """
        | what | measured | compared with | cache | ratio or difference | target |
        |---|---|--:|--:|--:|--:|
        """;

    public static Row OfTimes(string name, string measure, IEnumerable<TimeSpan> peer, IEnumerable<TimeSpan> cache, double? target)
    {
        var (peerTime, cacheTime) = (Middle(peer), Middle(cache));

        return new Row(
            name,
            measure,
            $"{peerTime.TotalMilliseconds:0.0} ms",
            $"{cacheTime.TotalMilliseconds:0.0} ms",
            $"**{cacheTime / peerTime:0.00}**",
            target is null ? "" : $"≤ {target:0.00}");
    }

    /// <summary>Makes the line of two times of one call, in microseconds.</summary>
    public static Row OfCalls(string name, string measure, (double Peer, double Cache) microseconds, double? target) => new(
        name,
        measure,
        $"{microseconds.Peer:0.00} µs",
        $"{microseconds.Cache:0.00} µs",
        $"**{microseconds.Cache / microseconds.Peer:0.00}**",
        target is null ? "" : $"≤ {target:0.0}");

    /// <summary>Makes the line of an amount of memory, whose target is an amount too.</summary>
    public static Row OfBytes(string name, string measure, IEnumerable<long> peer, IEnumerable<long> cache, string target)
    {
        var (peerBytes, cacheBytes) = (Middle(peer), Middle(cache));

        return new Row(
            name, measure, Megabytes(peerBytes), Megabytes(cacheBytes), $"**{Megabytes(cacheBytes - peerBytes)}** more", target);
    }

    public override string ToString() => $"| {Name} | {Measure} | {Peer} | {Cache} | {Compared} | {Target} |";

    private static string Megabytes(long bytes) => $"{bytes / (1024.0 * 1024):0.00} MB";

    /// <summary>Returns the median.</summary>
    public static T Middle<T>(IEnumerable<T> values)
    {
        var ordered = values.Order().ToList();

        return ordered[ordered.Count / 2];
    }
}
