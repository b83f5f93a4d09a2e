using System.Runtime.InteropServices;

namespace CachingHandler.Benchmarks;

/// <summary>What one call took: time of one processor, and bytes allocated.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sample(double Nanoseconds, double Bytes)
{
    public static Sample Median(IReadOnlyList<Sample> samples) =>
        new(Middle(samples.Select(sample => sample.Nanoseconds)), Middle(samples.Select(sample => sample.Bytes)));

    private static double Middle(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
