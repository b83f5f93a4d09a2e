namespace CachingHandler.Benchmarks.Bodies;

/// <summary>The beginning of a body of 200 MB, often enough to tell the time to its first byte to some microseconds.</summary>
internal sealed record FirstBytes(string Name) : BodyBenchmark(Name)
{
    private const int Repetitions = 11;

    // What is not compiled ahead of time is compiled well only after some thirty calls, and a while.
    private const int WarmUps = 100;

    // In which the connection that is given up is closed, and does not disturb the next one.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    private readonly byte[] _buffer = new byte[BodyPattern.PieceSize];

    public override async Task<IReadOnlyList<Row>> RunAsync(OriginProcess origin, int rounds)
    {
        using var plain = Client.Plain();
        using var cache = Client.OfCache();
        var (peers, subjects) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var repetition = 0; repetition < WarmUps + (rounds * Repetitions); repetition++)
        {
            var peer = await RunAsync(plain, origin);
            var subject = await RunAsync(cache, origin);
            if (repetition >= WarmUps)
            {
                peers.Add(peer);
                subjects.Add(subject);
            }
        }

        return [Row.OfTimes(Name, "time to first byte", peers, subjects, 1.05)];
    }

    private async Task<TimeSpan> RunAsync(Client client, OriginProcess origin)
    {
        var uri = origin.NewBody(new BodyTraits(200 * 1024 * 1024) { Pause = TimeSpan.FromMilliseconds(1) });
        var times = await Download.RunAsync(client.Http, uri, length: null, _buffer);
        await Task.Delay(Rest);

        return times.FirstByte;
    }
}
