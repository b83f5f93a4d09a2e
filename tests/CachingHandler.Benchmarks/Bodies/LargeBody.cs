namespace CachingHandler.Benchmarks.Bodies;

/// <summary>A body of 200 MB, read to its end by one caller, plain and through a cache in turn.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Pause">How long the origin pauses between pieces of 64 KB.</param>
/// <param name="MaximumRounds">How often each way is taken, at most.</param>
/// <param name="TimeTarget">The greatest ratio of total times aimed at.</param>
internal sealed record LargeBody(string Name, TimeSpan Pause, int MaximumRounds, double TimeTarget) : BodyBenchmark(Name)
{
    private const long Length = 200 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[BodyPattern.PieceSize];

    public override async Task<IReadOnlyList<Row>> RunAsync(OriginProcess origin, int rounds)
    {
        using var plain = Client.Plain();
        using var cache = Client.OfCache();
        await RunAsync(plain, origin, new BodyTraits(Length / 8));
        await RunAsync(cache, origin, new BodyTraits(Length / 8));

        var (peers, subjects) = (new List<Measures>(), new List<Measures>());
        for (var round = 0; round < Math.Min(rounds, MaximumRounds); round++)
        {
            peers.Add(await RunAsync(plain, origin, new BodyTraits(Length) { Pause = Pause }));
            subjects.Add(await RunAsync(cache, origin, new BodyTraits(Length) { Pause = Pause }));
        }

        List<Row> rows =
        [
            Row.OfTimes(
                Name, "total time", peers.Select(peer => peer.Time), subjects.Select(subject => subject.Time), TimeTarget),
            Row.OfBytes(
                Name, "allocated in all", peers.Select(peer => peer.Allocated), subjects.Select(subject => subject.Allocated), "≤ 4 MB"),
        ];
        if (subjects.TrueForAll(subject => subject.Peak is not null))
        {
            rows.Add(Row.OfBytes(
                Name,
                "growth of resident memory",
                peers.Select(peer => peer.Peak!.Value),
                subjects.Select(subject => subject.Peak!.Value),
                "≤ 4 MB more"));
        }

        return rows;
    }

    private async Task<Measures> RunAsync(Client client, OriginProcess origin, BodyTraits traits)
    {
        var uri = origin.NewBody(traits);
        var resident = PeakMemory.Reset();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var times = await Download.RunAsync(client.Http, uri, traits.Length, _buffer);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var peak = resident is null ? (long?)null : PeakMemory.Read() - resident;
        await client.ThrowUnlessKeptAsync(uri, traits.Length, origin, _buffer);
        await client.ClearAsync();

        return new Measures(times.Total, allocated, peak);
    }

    private sealed record Measures(TimeSpan Time, long Allocated, long? Peak);
}
