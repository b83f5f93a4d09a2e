using System.Collections.Concurrent;
using System.Diagnostics;

namespace CachingHandler.Benchmarks.Bodies;

/// <summary>A thousand callers at once of one body that nobody has asked for before.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Traits">How the origin answers.</param>
internal sealed record Crowd(string Name, BodyTraits Traits) : BodyBenchmark(Name)
{
    /// <summary>The length of the body, in bytes.</summary>
    public const int Length = 1024 * 1024;

    private const int Callers = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentBag<byte[]> _buffers = [];

    /// <summary>Gets a value indicating whether the caller that comes first leaves before there is a header.</summary>
    public bool CancelsFirst { get; init; }

    /// <summary>Gets the number of requests to the origin that are aimed at.</summary>
    public int OriginRequestsTarget { get; init; } = 1;

    public override async Task<IReadOnlyList<Row>> RunAsync(OriginProcess origin, int rounds)
    {
        // The code is compiled by then; the times of one run do not vary so much that more would tell more.
        await RunAsync(Client.Plain(), origin, Callers / 20);
        await RunAsync(Client.OfCache(), origin, Callers / 20);
        var plain = await RunAsync(Client.Plain(), origin, Callers);
        var cache = await RunAsync(Client.OfCache(), origin, Callers);
        var failed = CancelsFirst || Traits.BreaksOff ? 1 : 0;

        return
        [
            new Row(Name, "requests to the origin", $"{plain.Requests}", $"**{cache.Requests}**", "", $"{OriginRequestsTarget}"),
            new Row(
                Name,
                "callers complete, failed",
                $"{plain.Complete}, {plain.Failed}",
                $"**{cache.Complete}, {cache.Failed}**",
                "",
                $"{Callers - failed}, {failed}"),
            Row.OfTimes(Name, "time until all have ended", [plain.Time], [cache.Time], null),
        ];
    }

    private async Task<Ending> RunAsync(Client client, OriginProcess origin, int callers)
    {
        using var owned = client;
        using var patience = new CancellationTokenSource(Patience);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var uri = origin.NewBody(Traits);
        var started = Stopwatch.GetTimestamp();
        if (CancelsFirst)
        {
            leaving.CancelAfter(TimeSpan.FromMilliseconds(50));
        }

        // The first caller's request is on its way when the others come.
        var tasks = new List<Task<bool>>(callers) { CallAsync(client.Http, uri, leaving.Token) };
        tasks.AddRange(Enumerable.Range(1, callers - 1).Select(_ => Task.Run(() => CallAsync(client.Http, uri, patience.Token))));
        var complete = await Task.WhenAll(tasks);
        var time = Stopwatch.GetElapsedTime(started);

        return new Ending(await origin.RequestsOfAsync(uri), complete.Count(isComplete => isComplete), complete.Count(isComplete => !isComplete), time);
    }

    private async Task<bool> CallAsync(HttpClient client, Uri uri, CancellationToken cancellationToken)
    {
        var buffer = _buffers.TryTake(out var pooled) ? pooled : new byte[16 * 1024];
        try
        {
            await Download.RunAsync(client, uri, Length, buffer, cancellationToken);

            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _buffers.Add(buffer);
        }
    }

    private sealed record Ending(int Requests, int Complete, int Failed, TimeSpan Time);
}
