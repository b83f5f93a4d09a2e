using System.Diagnostics;
using CachingHandler.Storage;

namespace CachingHandler.Benchmarks.Stores;

/// <summary>What so many entries cost: memory for the index, and time for each lookup.</summary>
internal sealed record ManyEntries(string Name, int Count) : StoreBenchmark(Name)
{
    private const int Few = 1000;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Random _random = new(1);

    public override async Task<IReadOnlyList<Row>> RunAsync(int rounds)
    {
        using var fewDirectory = new Scratch();

        // To remove so many files takes minutes; the figures are shown before.
        var manyDirectory = new Scratch();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => manyDirectory.Dispose();
        await using var few = await FillAsync(fewDirectory, Few);
        await using var many = await FillAsync(manyDirectory, Count);

        var started = Stopwatch.GetTimestamp();
        var (bytes, index) = await LoadIndexAsync(manyDirectory.Path);
        var scan = Stopwatch.GetElapsedTime(started);
        var perEntry = (double)bytes / index.Count;
        GC.KeepAlive(index);

        return
        [
            new Row(Name, "memory of the index, an entry", "", $"{perEntry:0} bytes", "", "≤ 100 bytes"),
            new Row(Name, "looking through the directory, in the background", "", $"{scan.TotalSeconds:0.0} s", "", ""),
            Row.OfCalls(
                Name, $"lookup in the index, beside {Few:N0}", Calls.Compare(rounds, () => LookUp(few.Index, Few), () => LookUp(many.Index, Count)), null),
            Row.OfCalls(
                Name, $"hit at random, beside {Few:N0}", Calls.Compare(rounds, () => Read(few, Few), () => Read(many, Count)), 1.2),
        ];
    }

    private static async Task<DiskHttpCacheStore> FillAsync(Scratch directory, int count)
    {
        var body = new byte[1024];
        var store = new DiskHttpCacheStore(directory.Path, new() { MaximumSize = 100L * 1024 * 1024 * 1024 });
        for (var number = 0; number < count; number++)
        {
            await Entries.PutAsync(store, number, body);
        }

        return store;
    }

    private static async Task<(long Bytes, DiskIndex Index)> LoadIndexAsync(string directory)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new DiskIndex(TimeProvider.System);
        await new EntryScan(new EntryPaths(directory), index, TimeProvider.System).RunAsync(static () => false);

        return (GC.GetTotalMemory(forceFullCollection: true) - before, index);
    }

    private void LookUp(DiskIndex index, int count)
    {
        if (index.Find(new EntryId(KeyHash.Of(Entries.KeyOf(_random.Next(count))), UInt128.Zero)) is null)
        {
            throw new InvalidOperationException("An entry is missing in the index.");
        }
    }

    private void Read(DiskHttpCacheStore store, int count)
    {
        if (Entries.Read(store, _random.Next(count), _buffer) != 1024)
        {
            throw new InvalidOperationException("A body is not whole.");
        }
    }
}
