using System.Diagnostics;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.LiteDb.Benchmarks;

/// <summary>One round over one store: everything is put, read, freshened and removed, in an order of its own each time.</summary>
internal sealed class Round(HttpCacheStore store, Load load, int callers, int seed)
{
    private readonly byte[] _body = OrdinaryResponse.BytesOf(load.BodyLength);
    private readonly StoredResponse[] _heads = [.. Enumerable.Range(0, load.Count).Select(OrdinaryResponse.HeadOf)];

    /// <summary>Measures stores in turn, after a round that does not count.</summary>
    /// <returns>Per store, the median of operations per second.</returns>
    public static async Task<List<Dictionary<Operation, double>>> CompareAsync(
        IReadOnlyList<Medium> media, Load load, int callers, int rounds)
    {
        var samples = media.Select(_ => Enum.GetValues<Operation>().ToDictionary(each => each, _ => new List<double>())).ToList();
        for (var round = -1; round < rounds; round++)
        {
            foreach (var (medium, sample) in media.Zip(samples))
            {
                var rates = await RunAsync(medium, load, callers, round);
                foreach (var (operation, rate) in round < 0 ? [] : rates)
                {
                    sample[operation].Add(rate);
                }
            }
        }

        return [.. samples.Select(sample => sample.ToDictionary(each => each.Key, each => each.Value.Order().ElementAt(rounds / 2)))];
    }

    public static string NameOf(Operation operation) => operation switch
    {
        Operation.Put => "put",
        Operation.Hit => "hit",
        Operation.HeadUpdate => "head update",
        _ => "delete",
    };

    private static async Task<List<KeyValuePair<Operation, double>>> RunAsync(Medium medium, Load load, int callers, int seed)
    {
        var directory = Directory.CreateTempSubdirectory("cachinghandler-litedb-benchmark-");
        try
        {
            await using var store = medium.Open(directory.FullName);
            await store.GetStatisticsAsync();
            var round = new Round(store, load, callers, seed);
            var rates = new List<KeyValuePair<Operation, double>>();
            foreach (var operation in Enum.GetValues<Operation>())
            {
                rates.Add(new(operation, await round.RateAsync(operation)));
            }

            return rates;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<double> RateAsync(Operation operation)
    {
        var order = Enumerable.Range(0, load.Count).ToArray();
        new Random(seed).Shuffle(order);
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(order.Chunk((load.Count + callers - 1) / callers).Select(part => Task.Run(() => RunAsync(operation, part))));

        return load.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task RunAsync(Operation operation, int[] numbers)
    {
        var buffer = new byte[64 * 1024];
        foreach (var head in numbers.Select(number => _heads[number]))
        {
            var isDone = operation switch
            {
                Operation.Put => await PutAsync(head),
                Operation.Hit => await HitAsync(head, buffer),
                Operation.HeadUpdate => await store.TryUpdateHeadAsync(head, head, CancellationToken.None),
                _ => await DeleteAsync(head),
            };
            if (!isDone)
            {
                throw new InvalidOperationException($"{NameOf(operation)} of {head.Key.Uri} came to nothing.");
            }
        }
    }

    private async Task<bool> PutAsync(StoredResponse head)
    {
        using var writer = await store.BeginWriteAsync(head, _body.Length, CancellationToken.None);
        for (var written = 0; written < _body.Length; written += 64 * 1024)
        {
            await writer!.WriteAsync(_body.AsMemory(written, Math.Min(64 * 1024, _body.Length - written)), CancellationToken.None);
        }

        return await writer!.CommitAsync(CancellationToken.None) is not null;
    }

    private async Task<bool> HitAsync(StoredResponse head, byte[] buffer)
    {
        var found = await store.FindAsync(head.Key, CancellationToken.None);
        using var body = await store.OpenBodyAsync(found[0], CancellationToken.None);
        var read = 0L;
        for (int count; (count = await body!.ReadAsync(read, buffer, CancellationToken.None)) > 0;)
        {
            read += count;
        }

        return read == load.BodyLength;
    }

    private async Task<bool> DeleteAsync(StoredResponse head)
    {
        await store.RemoveAsync(head.Key, CancellationToken.None);

        return true;
    }
}
