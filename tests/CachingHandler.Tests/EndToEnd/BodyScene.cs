using CachingHandler.Storage;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>Reads bodies through a cache of its own, and without any.</summary>
internal sealed class BodyScene : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _cached;
    private readonly HttpClient _plain;
    private readonly HttpCacheStore _store;
    private readonly BodyOrigins _origins;
    private readonly BodyCell _cell;
    private readonly BodyCell _plainCell;
    private readonly Uri _address;
    private readonly string _way;

    private BodyScene(BodyOrigins origins, string framing, string ending, string way, string medium)
    {
        _origins = origins;
        _way = way;
        _store = medium == "memory" ? new MemoryHttpCacheStore() : new DiskHttpCacheStore(_directory.Path);
        (_cached, _plain) = (Client(new HttpCacheHandler(_store) { InnerHandler = new SocketsHttpHandler() }), Client(new SocketsHttpHandler()));

        // A small one is staged in memory, a larger one in a file.
        var length = medium == "disk, small" ? 6_000 : 150_000;
        (_cell, _plainCell) = (new(framing, ending, length), new(framing, ending, length));
        _address = _origins.Serve(_cell);

        HttpClient Client(HttpMessageHandler handler) => new(handler)
        {
            DefaultRequestVersion = new Version(BodyOrigins.IsHttp2(framing) ? "2.0" : "1.1"),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public byte[] Body => _cell.Body;

    public byte[] Half => _cell.FirstHalf.ToArray();

    /// <summary>Gets how often the origin was asked by the cache.</summary>
    public int Requests => _origins.Count(_cell);

    /// <summary>Gets the <c>Range</c> of the cache's latest request.</summary>
    public string? Range => _cell.Range;

    /// <summary>Has a caller without a cache and one with a cache read a body that ends so.</summary>
    public static async Task<(BodyScene Scene, BodyOutcome Plain, BodyOutcome Cached)> PlayAsync(
        BodyOrigins origins, string framing, string ending, string way, string medium)
    {
        var scene = new BodyScene(origins, framing, ending, way, medium);
        var plain = await scene.ReadAsync(scene._plain, origins.Serve(scene._plainCell), scene._plainCell);
        var cached = await scene.ReadAsync(scene._cached, scene._address, scene._cell);
        await scene._store.Fetches.Work;

        return (scene, plain, cached);
    }

    /// <summary>Asks again through the cache, in the plainest way.</summary>
    public async Task<(byte[] Body, HttpCacheOutcome Outcome)> AgainAsync()
    {
        using var response = await _cached.GetAsync(_address);

        return (await response.Content.ReadAsByteArrayAsync(), response.GetHttpCacheResult()!.Outcome);
    }

    /// <summary>Asks again through the cache, in the way in which the scene was played.</summary>
    public Task<BodyOutcome> AgainInThisWayAsync() => ReadAsync(_cached, _address, new BodyCell(_cell.Framing, "complete", 0));

    /// <summary>Ends client and store and returns the files under construction that are left.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        _cached.Dispose();
        await _store.DisposeAsync();

        return [.. _directory.Files().Where(file => Path.GetFileName(file).StartsWith('~'))];
    }

    public async ValueTask DisposeAsync()
    {
        _cached.Dispose();
        _plain.Dispose();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<BodyOutcome> ReadAsync(HttpClient client, Uri address, BodyCell cell)
    {
        using var cancellation = new CancellationTokenSource();
        using var reading = new BodyReading(cell.Half, Halfway, leavesAtHalf: cell.Ending == "disposed early");
        if (BodyWays.IsWhole(_way))
        {
            _ = HalfSentAsync();
        }

        // A caller that is never let go must fail the test, not hold it up.
        var failure = await Record.ExceptionAsync(
            () => BodyWays.ReadAsync(_way, client, address, reading, cancellation.Token).WaitAsync(TimeSpan.FromSeconds(30)));
        cell.MayGoOn.TrySetResult();

        return new(reading.ToArray(), BodyOutcome.Describe(failure));

        void Halfway()
        {
            if (cell.Ending == "cancelled")
            {
                cancellation.Cancel();
            }
            else if (cell.Ending != "disposed early")
            {
                cell.MayGoOn.TrySetResult();
            }
        }

        async Task HalfSentAsync()
        {
            await cell.HalfSent.Task;
            Halfway();
        }
    }
}
