using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CachingHandler.Tests.Stress;

/// <summary>Callers who read, leave, cancel and change at random: every byte is right, and nothing is left behind.</summary>
/// <remarks>
/// CACHINGHANDLER_STRESS_SECONDS says for how long each goes on, CACHINGHANDLER_STRESS_SEED with which seed it begins; a failure
/// says which seed it had. Alone, because it listens for exceptions that nobody observed.
/// </remarks>
[Collection(nameof(StressTests))]
[CollectionDefinition(nameof(StressTests), DisableParallelization = true)]
public sealed class StressTests
{
    [Theory]
    [InlineData("memory", false)]
    [InlineData("memory", true)]
    [InlineData("disk", false)]
    [InlineData("disk", true)]
    public async Task Callers_WhateverTheyDo_GetTheirBytesAndLeaveNothing(string medium, bool hasFaults)
    {
        var seed = (int)Setting("SEED", 1);
        var unobserved = new ConcurrentQueue<Exception>();
        var outcomes = new HashSet<HttpCacheOutcome>();
        Collect();
        EventHandler<UnobservedTaskExceptionEventArgs> listener = (_, found) => unobserved.Enqueue(found.Exception);
        TaskScheduler.UnobservedTaskException += listener;
        try
        {
            var began = Stopwatch.GetTimestamp();
            do
            {
                using var run = new StressRun(medium, hasFaults, seed);
                var complaints = await run.WorkAsync();
                outcomes.UnionWith(run.Outcomes);
                Collect();
                Assert.True(
                    complaints.Count == 0 && unobserved.IsEmpty,
                    $"Seed {seed}: {string.Join(Environment.NewLine, complaints.Concat(unobserved.Select(exception => exception.ToString())).Take(5))}");
                seed++;
            }
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < Setting("SECONDS", 1));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= listener;
        }

        // It is of use only if it comes by all that there is to come by.
        Assert.Superset(
            new HashSet<HttpCacheOutcome> { HttpCacheOutcome.Miss, HttpCacheOutcome.Hit, HttpCacheOutcome.Joined, HttpCacheOutcome.Revalidated },
            outcomes);
    }

    private static double Setting(string name, double otherwise) =>
        double.TryParse(Environment.GetEnvironmentVariable($"CACHINGHANDLER_STRESS_{name}"), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
