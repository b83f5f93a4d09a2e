using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>Stores over one medium, as of as many processes, by a clock that stands still, with what they log and count.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    public static readonly HttpCacheKey Key = StoredResponses.Key("https://example.com/one");
    public static readonly HttpCacheKey OtherKey = StoredResponses.Key("https://example.com/two");

    private readonly List<DistributedHttpCacheStore> _stores = [];

    public StoreFixture(bool hasBuffers = true) => Medium = hasBuffers ? new FakeBufferMedium(Time) : new FakeMedium(Time);

    public ManualTimeProvider Time { get; } = new();

    public FakeMedium Medium { get; }

    public ListLogger<DistributedHttpCacheStore> Logger { get; } = new();

    public CountingMeters Meters { get; } = new();

    public long Damaged => Meters.Sum("cachinghandler.store.damaged_entries");

    /// <summary>Gets the names of the events that were logged, in their order.</summary>
    public IEnumerable<string?> Events => Logger.Lines.Select(line => line.Event.Name);

    public DistributedHttpCacheStore Open(Action<DistributedHttpCacheStoreOptions>? configure = null)
    {
        // Long enough that a machine with much to do does not run into it, where a test does not mean it to.
        var options = new DistributedHttpCacheStoreOptions { Timeout = TimeSpan.FromMinutes(1) };
        configure?.Invoke(options);
        var store = new DistributedHttpCacheStore(Medium, options, Time, Logger, Meters);
        _stores.Add(store);

        return store;
    }

    /// <summary>Returns a head that was asked for now.</summary>
    public StoredResponse Head(HttpCacheKey? key = null, params (string Name, string? Value)[] selecting) => StoredResponses.Create(
        key ?? Key, selecting, responseTime: Time.GetUtcNow().AddSeconds(1), discardAfter: Time.GetUtcNow().AddDays(1));

    /// <summary>Makes every call fail from now on.</summary>
    public void TakeAway() => Medium.Before = (_, _) => throw new IOException("The medium is away.");

    /// <summary>Makes every call fail that writes.</summary>
    public void Fill() => Medium.Before = (operation, _) =>
        operation == "set" ? throw new IOException("The medium is full.") : Task.CompletedTask;

    public void BringBack() => Medium.Before = null;

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        Meters.Dispose();
    }
}
