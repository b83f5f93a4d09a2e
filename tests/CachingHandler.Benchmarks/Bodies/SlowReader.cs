using System.Diagnostics;

namespace CachingHandler.Benchmarks.Bodies;

/// <summary>Readers of one download, as fast as it goes, with and without one among them that came first and is slow.</summary>
internal sealed record SlowReader(string Name) : BodyBenchmark(Name)
{
    private const long Length = 100 * 1024 * 1024;
    private const int FastReaders = 63;
    private const int MaximumRounds = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly byte[][] _buffers = [.. Enumerable.Range(0, FastReaders).Select(_ => new byte[BodyPattern.PieceSize])];

    public override async Task<IReadOnlyList<Row>> RunAsync(OriginProcess origin, int rounds)
    {
        var (without, with) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < Math.Min(rounds, MaximumRounds); round++)
        {
            without.Add(await RunAsync(origin, hasSlowReader: false));
            with.Add(await RunAsync(origin, hasSlowReader: true));
        }

        return [Row.OfTimes(Name, "time of the other 63, without and with the slow one", without, with, null) with { Target = "about 1" }];
    }

    private async Task<TimeSpan> RunAsync(OriginProcess origin, bool hasSlowReader)
    {
        using var client = Client.OfCache();
        using var end = new CancellationTokenSource(Patience);
        var uri = origin.NewBody(new BodyTraits(Length));
        var slow = hasSlowReader ? ReadSlowlyAsync(client.Http, uri, end.Token) : Task.CompletedTask;
        var started = Stopwatch.GetTimestamp();
        try
        {
            await Task.WhenAll(_buffers.Select(buffer => Task.Run(() => Download.RunAsync(client.Http, uri, Length, buffer, end.Token))));
        }
        catch (OperationCanceledException)
        {
            // Shown by the time.
        }

        var time = Stopwatch.GetElapsedTime(started);
        await end.CancelAsync();
        await slow;

        return time;
    }

    private static async Task ReadSlowlyAsync(HttpClient client, Uri uri, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[1024];
            while (await body.ReadAsync(buffer, cancellationToken) > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The others have finished.
        }
    }
}
