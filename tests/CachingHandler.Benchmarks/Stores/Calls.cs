using System.Diagnostics;

namespace CachingHandler.Benchmarks.Stores;

/// <summary>Times two calls in rounds that alternate, so that both see the same machine.</summary>
internal static class Calls
{
    private const int WarmUpRounds = 8;

    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(150);

    /// <summary>Returns the medians of the rounds, in microseconds a call.</summary>
    public static (double Peer, double Cache) Compare(int rounds, Action peer, Action cache)
    {
        for (var warmUp = 0; warmUp < WarmUpRounds; warmUp++)
        {
            Round(peer);
            Round(cache);
            Thread.Sleep(RoundLength);
        }

        var (peers, caches) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            peers.Add(Round(peer));
            caches.Add(Round(cache));
        }

        return (Row.Middle(peers), Row.Middle(caches));
    }

    /// <summary>Returns the result of what a disk store does at once.</summary>
    public static T Completed<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("The store did not complete at once.");

    private static double Round(Action call)
    {
        const int Batch = 16;
        GC.Collect();
        var calls = 0;
        var started = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(started) < RoundLength; calls += Batch)
        {
            for (var index = 0; index < Batch; index++)
            {
                call();
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / calls;
    }
}
