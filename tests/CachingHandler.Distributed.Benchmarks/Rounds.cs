using System.Diagnostics;

namespace CachingHandler.Distributed.Benchmarks;

/// <summary>Measures several ways in turn, in many short rounds, so that what else the machine does meets all of them.</summary>
internal static class Rounds
{
    /// <summary>Returns the median of what a call takes, in microseconds, for each way; two rounds before do not count.</summary>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="load">How many calls a round has, and how many bytes each is to give.</param>
    /// <param name="ways">What is called, with the number of the call.</param>
    public static async Task<double[]> MediansAsync(int rounds, Load load, Func<int, Task<long>>[] ways)
    {
        var samples = ways.Select(_ => new List<double>()).ToArray();
        for (var round = -2; round < rounds; round++)
        {
            foreach (var (way, sample) in ways.Zip(samples))
            {
                var time = await TimeAsync(load, way);
                if (round >= 0)
                {
                    sample.Add(time);
                }
            }
        }

        return [.. samples.Select(all => all.Order().ElementAt(rounds / 2))];
    }

    private static async Task<double> TimeAsync(Load load, Func<int, Task<long>> way)
    {
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < load.Count; number++)
        {
            if (await way(number) != load.BodyLength)
            {
                throw new InvalidOperationException("A call came to nothing.");
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / load.Count;
    }
}
