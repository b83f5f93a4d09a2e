using System.Runtime.CompilerServices;
using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Tests;

/// <summary>A store that throws on its n-th call, for every n, where parts, completions, HEAD and variants are about: no request fails, no byte is wrong.</summary>
public sealed class PartFaultTests
{
    private const string Failures = "cachinghandler.store.failures";

    private static readonly string[] Scenarios =
    [
        "0-49, 10-19",
        "0-49, whole, whole",
        "50-99, whole, 10-59",
        "0-29, 60-79, 20-69, 0-79",
        "0-49, 50-99, whole, head",
        "0-9, 90-99, whole, whole",
        "whole, 10-19, wait, 10-19, 10-19",
        "whole, wait, publish, 10-19, whole",
        "0-49, publish, 50-99, whole",
        "0-49, publish, whole, whole",
        "break, whole, whole",
        "break, break, whole",
        "leave, 0-9, whole",
        "0-49, leave, whole",
        "whole, wait, head, whole",
        "0-49, wait, head, 0-9, whole",
        "whole, known, wait, known, known",
        "whole, wait, publish, known, whole",
        "send 0-49, send, send",
        "break, send, send 10-19",
        "in German, in French, in German, in French",
    ];

    public static TheoryData<string> EachScenario => [.. Scenarios];

    public static TheoryData<string, StoreFault> EveryScenario =>
        new MatrixTheoryData<string, StoreFault>(Scenarios, Enum.GetValues<StoreFault>());

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public async Task Store_FailingOnAnyCall_FailsNoRequestAndServesNothingWrong(string scenario, StoreFault fault)
    {
        var runs = await ForEveryCall(fault, scenario).ToListAsync();

        Assert.NotEmpty(runs);
        Assert.All(runs, run => Assert.All(run.Failed, step => Assert.Fail($"{step} of {scenario}")));
    }

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public async Task Store_FailingOnAnyCall_IsCountedAndLoggedOnce(string scenario, StoreFault fault)
    {
        var runs = await ForEveryCall(fault, scenario).ToListAsync();

        Assert.All(runs, run => Assert.Equal(1, run.Client.Client.Meters.Sum(Failures)));
        Assert.All(runs, run => Assert.IsType<IOException>(
            Assert.Single(run.Client.Client.Log.Lines, line => line.Level >= LogLevel.Warning).Exception));
    }

    [Theory]
    [MemberData(nameof(EachScenario))]
    public async Task Store_ThatNeverFails_PlaysTheScenario(string scenario)
    {
        using var run = new Run(new MemoryHttpCacheStore());

        await run.PlayAsync(scenario);

        Assert.Empty(run.Failed);
    }

    [Theory]
    [InlineData(StoreFault.Throw)]
    [InlineData(StoreFault.LateFault)]
    public async Task Store_FailingToMarkWhatIsOutdated_DoesNotServeItOn(StoreFault fault)
    {
        var runs = await ForEveryCall(fault, "whole, publish, head by force, whole").ToListAsync();

        var unmarked = Assert.Single(runs, run => run.Client.Client.Meters.Sum(Failures, "operation=update") == 1);
        Assert.Empty(unmarked.Failed);
    }

    // A body that cannot be read is its reader's failure, as of a connection; but nobody gets wrong bytes for it.
    [Theory]
    [MemberData(nameof(EachScenario))]
    public async Task Store_FailingAmidABody_ServesNothingWrong(string scenario)
    {
        var runs = await ForEveryCall(StoreFault.LateFault, scenario, failsBodies: true).ToListAsync();

        Assert.NotEmpty(runs);
        Assert.All(runs, run => Assert.InRange(run.Failed.Count, 0, 1));
        Assert.All(runs, run => Assert.DoesNotContain(run.Failed, step => step.EndsWith("EqualException", StringComparison.Ordinal)));
    }

    private static async IAsyncEnumerable<Run> ForEveryCall(
        StoreFault fault,
        string scenario,
        bool failsBodies = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var call = 1; !cancellationToken.IsCancellationRequested; call++)
        {
            using var store = new FaultyStore(new MemoryHttpCacheStore(), call, fault, failsBodies);
            using var run = new Run(store);
            await run.PlayAsync(scenario);
            if (!store.HasFailed)
            {
                yield break;
            }

            // What breaks off is kept while nobody waits for it.
            SpinWait.SpinUntil(() => run.Client.Client.Meters.Sum(Failures) > 0, TimeSpan.FromSeconds(10));

            yield return run;
        }
    }

    /// <summary>A client, its origin, and the steps that went wrong.</summary>
    private sealed class Run : IDisposable
    {
        private int _edition = 1;

        public Run(HttpCacheStore store)
        {
            Client = new DocumentClient(store: store);
            Client.Origin.Fields = [("Vary", "Accept-Language")];
        }

        public DocumentClient Client { get; }

        public List<string> Failed { get; } = [];

        public async Task PlayAsync(string scenario)
        {
            foreach (var step in scenario.Split(", "))
            {
                Client.Time.Advance(TimeSpan.FromMilliseconds(1));
                try
                {
                    await PlayStepAsync(step);
                }
                catch (Exception exception)
                {
                    Failed.Add($"{step}: {exception.GetType().Name}");
                }
            }
        }

        public void Dispose() => Client.Dispose();

        private Task PlayStepAsync(string step) => step switch
        {
            "wait" => Do(() => Client.Time.Advance(TimeSpan.FromMinutes(2))),
            "publish" => Do(() => Client.Origin.Publish(BodyBytes.Of(Guid.NewGuid(), 100), $"\"{++_edition}\"")),
            "whole" => WholeAsync(),
            "in German" => WholeAsync(("Accept-Language", "de")),
            "in French" => WholeAsync(("Accept-Language", "fr")),
            "head" => HeadAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target)),
            "head by force" => HeadAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target).ForceRefresh()),
            "known" => KnownAsync(),
            "break" => BreakAsync(),
            "leave" => Client.LeaveAfterAsync(70),
            "send" => SendAsync(0..100, 200),
            _ when step.StartsWith("send ", StringComparison.Ordinal) => SendAsync(Range(step["send ".Length..]), 206),
            _ => RangeAsync(step),
        };

        private static Range Range(string text)
        {
            var range = Policy.Stored.Range(text);

            return (int)range.First..(int)(range.Last + 1);
        }

        private static Task Do(Action action)
        {
            action();

            return Task.CompletedTask;
        }

        private async Task WholeAsync(params (string Name, string Value)[] fields)
        {
            var whole = await Client.GetAsync(fields);

            Assert.Equal(200, whole.Status);
            Assert.Equal(Client.Bytes, whole.Bytes);
        }

        private async Task RangeAsync(string range)
        {
            var part = await Client.RangeAsync(range);

            Assert.Equal(206, part.Status);
            Assert.Equal(Client.Bytes[Range(range)], part.Bytes);
        }

        // Where the store fails, the origin may be asked once more, and the second answer does not break.
        private async Task BreakAsync()
        {
            Client.Origin.BreakNextAfter = 31;
            await Record.ExceptionAsync(() => Client.GetAsync());
            Client.Origin.BreakNextAfter = null;
        }

        private async Task KnownAsync()
        {
            var received = await Client.GetAsync(("If-None-Match", Client.Origin.ETag!));

            Assert.Equal(304, received.Status);
            Assert.Empty(received.Bytes);
        }

        private async Task HeadAsync(HttpRequestMessage request)
        {
            var head = await Client.SendAsync(request);

            Assert.Equal((200, 100L), (head.Status, head.Length));
        }

        private async Task SendAsync(Range range, int status)
        {
            var isWhole = status == 200;
            using var request = isWhole
                ? CachedClient.Get()
                : CachedClient.Get(("Range", $"bytes={range.Start.Value}-{range.End.Value - 1}"));
            using var response = Client.Client.Http.Send(request);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(Client.Bytes[range], await response.Content.ReadAsByteArrayAsync());
        }
    }
}
