using System.Diagnostics.Metrics;
using CachingHandler.Diagnostics;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests.Diagnostics;

public sealed class HttpCacheMetricsTests
{
    private const string Saved = "cachinghandler.origin.bytes_saved";
    private const string Operations = "cachinghandler.store.operations";
    private const string Entries = "cachinghandler.store.entries";
    private const string Size = "cachinghandler.store.size";
    private const string Evictions = "cachinghandler.store.evictions";
    private const string Queue = "cachinghandler.store.queue.length";

    [Fact]
    public async Task BytesSaved_OfHitAndRevalidation_AreThoseOfTheBody()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("hello", ("Cache-Control", "max-age=60"), ("ETag", "\"1\""))).Expect(() => Answers.NotModified());

        await client.GetStringAsync();
        var afterMiss = client.Meters.Sum(Saved);
        await client.GetStringAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        await client.GetStringAsync();

        Assert.Equal(0, afterMiss);
        Assert.Equal((5, 5), (client.Meters.Sum(Saved, "outcome=hit"), client.Meters.Sum(Saved, "outcome=revalidated")));
    }

    [Fact]
    public async Task Operations_OfAMissAndAHit_AreCountedByKindOfStore()
    {
        using var client = new CachedClient(transport: new EditionOrigin());

        await client.GetStringAsync();
        await client.GetStringAsync();

        // The miss also looks for what answers other queries (No-Vary-Search).
        Assert.Equal(3, client.Meters.Sum(Operations, "operation=find store=memory"));
        Assert.Equal(1, client.Meters.Sum(Operations, "operation=open store=memory"));
        Assert.Equal(1, client.Meters.Sum(Operations, "operation=write store=memory"));
        Assert.Equal(0, client.Meters.Sum(Operations, "operation=invalidate"));
    }

    [Fact]
    public async Task MemoryStore_WithinItsBudget_TellsWhatItHoldsAndLetsGo()
    {
        using var meters = new CountingMeters();
        using var store = new MemoryHttpCacheStore(new() { MaximumSize = 6_000 }, meterFactory: meters);
        for (var number = 0; number < 10; number++)
        {
            await store.StoreAsync(StoredResponses.Of(Key(number)), new byte[1_000]);
        }

        Assert.Equal(store.Count, meters.Observe(Entries, "store=memory"));
        Assert.Equal(store.Size, meters.Observe(Size, "store=memory"));
        Assert.Equal(10 - store.Count, meters.Sum(Evictions, "store=memory"));
    }

    [Fact]
    public async Task Stores_OfOneKind_AreToldTogetherUntilTheyAreDisposed()
    {
        using var meters = new CountingMeters();
        var factory = new OneMeter(meters);
        using var first = new MemoryHttpCacheStore(meterFactory: factory);
        using var second = new MemoryHttpCacheStore(meterFactory: factory);
        await first.StoreAsync(StoredResponses.Of(Key(1)));
        await second.StoreAsync(StoredResponses.Of(Key(1)));
        await second.StoreAsync(StoredResponses.Of(Key(2)));

        var both = meters.Observe(Entries);
        second.Dispose();

        Assert.Equal((3, 1), (both, meters.Observe(Entries)));
    }

    [Fact]
    public async Task DiskStore_ThatHasNotLooked_TellsNothing()
    {
        using var directory = new TemporaryDirectory();
        using var meters = new CountingMeters();
        using var store = new DiskHttpCacheStore(directory.Path, meterFactory: meters);

        var before = meters.Observe(Entries);
        await store.StoreAsync(StoredResponses.Of(Key(1)));
        await store.Trim.Work;

        Assert.Equal((0, 1), (before, meters.Observe(Entries, "store=disk")));
        Assert.Equal(4096, meters.Observe(Size, "store=disk"));
    }

    [Fact]
    public async Task DiskStore_OverItsLimit_CountsWhatItLetsGo()
    {
        using var directory = new TemporaryDirectory();
        using var meters = new CountingMeters();
        using var store = new DiskHttpCacheStore(directory.Path, new() { MaximumEntries = 5 }, meterFactory: meters);
        for (var number = 0; number < 20; number++)
        {
            await store.StoreAsync(StoredResponses.Of(Key(number)));
            await store.Trim.Work;
        }

        Assert.Equal(20 - meters.Observe(Entries, "store=disk"), meters.Sum(Evictions, "store=disk"));
    }

    [Fact]
    public async Task TieredStore_WithAWriteHeldUp_TellsTheQueue()
    {
        using var meters = new CountingMeters();
        var behind = new HeldStore(new MemoryHttpCacheStore());
        behind.Hold();
        await using var store = new TieredHttpCacheStore(behind, meterFactory: meters);
        await store.StoreAsync(StoredResponses.Of(Key(1)));
        await store.StoreAsync(StoredResponses.Of(Key(2)));

        var held = meters.Observe(Queue, "store=tier");
        behind.Release();
        await store.Queue.Work;

        Assert.Equal((2, 0), (held, meters.Observe(Queue, "store=tier")));
        Assert.Equal(2, meters.Observe(Entries, "store=tier"));
    }

    [Fact]
    public void Handlers_OfOneMeter_ShareTheInstruments()
    {
        using var meters = new CountingMeters();
        var factory = new OneMeter(meters);

        Assert.Same(HttpCacheMetrics.Of(factory), HttpCacheMetrics.Of(factory));
    }

    private static HttpCacheKey Key(int number) => new("GET", $"https://example.com/{number}", string.Empty);

    // As the container's does.
    private sealed class OneMeter(CountingMeters meters) : IMeterFactory
    {
        private Meter? _meter;

        public Meter Create(MeterOptions options) =>
            _meter ??= meters.Create(options);

        public void Dispose()
        {
        }
    }
}
