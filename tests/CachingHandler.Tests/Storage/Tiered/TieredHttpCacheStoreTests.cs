using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed partial class TieredHttpCacheStoreTests : IAsyncDisposable
{
    private static readonly HttpCacheKey Key = StoredResponses.Key("https://example.com/one");
    private static readonly HttpCacheKey OtherKey = StoredResponses.Key("https://example.com/two");

    private readonly GatedStore _behind = new();
    private readonly CountingMeters _meters = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TieredHttpCacheStore _store;

    public TieredHttpCacheStoreTests() => _store = Create(new());

    public async ValueTask DisposeAsync()
    {
        _behind.Open();
        await _store.DisposeAsync();
        _meters.Dispose();
    }

    [Fact]
    public void Create_NoStore_Throws() => Assert.Throws<ArgumentNullException>(() => new TieredHttpCacheStore(null!));

    [Theory]
    [InlineData(-1, 0, 0, 0, "MaximumSize is -1;")]
    [InlineData(0, -2, 0, 0, "MaximumEntrySize is -2;")]
    [InlineData(0, 0, -3, 0, "MaximumQueuedSize is -3;")]
    [InlineData(0, 0, 0, -4, "MaximumQueuedCount is -4;")]
    public void Create_NegativeLimit_SaysWhatIsWrong(int size, int entrySize, int queuedSize, int queuedCount, string message)
    {
        var options = new TieredHttpCacheStoreOptions
        {
            MaximumSize = size,
            MaximumEntrySize = entrySize,
            MaximumQueuedSize = queuedSize,
            MaximumQueuedCount = queuedCount,
        };

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new TieredHttpCacheStore(_behind, options));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NegativeCheckAfter_SaysWhatIsWrong()
    {
        var options = new TieredHttpCacheStoreOptions { CheckAfter = TimeSpan.FromSeconds(-1) };

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new TieredHttpCacheStore(_behind, options));

        Assert.Contains("CheckAfter is -00:00:01;", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_IsThatOfTheStoreBehind() => Assert.Equal(_behind.Secret.ToArray(), _store.Secret.ToArray());

    [Fact]
    public async Task Commit_StoreBehindSlow_IsFoundAtOnceAndWrittenLater()
    {
        _behind.Close();
        var stored = await _store.StoreAsync(StoredResponses.Of(Key));

        var found = Assert.Single(await _store.FindAsync(Key));
        var bytes = await _store.ReadBodyAsync(found);
        var before = await _behind.Inner.FindAsync(Key);
        await DrainAsync();

        Assert.Equal(BodyBytes.Of(stored.BodyId, 1000), bytes);
        Assert.Empty(before);
        Assert.Equal(stored.BodyId, Assert.Single(await _behind.Inner.FindAsync(Key)).BodyId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_TooLargeForMemory_IsInTheStoreBehind(bool isDeclared)
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, 300_000);
        using var writer = await _store.BeginWriteAsync(head, isDeclared ? bytes.Length : null, CancellationToken.None);
        foreach (var part in bytes.Chunk(70_000))
        {
            await writer!.WriteAsync(part, CancellationToken.None);
        }

        await writer!.CommitAsync(CancellationToken.None);

        Assert.Equal(bytes, await _behind.Inner.ReadBodyAsync(Assert.Single(await _behind.Inner.FindAsync(Key))));
        Assert.InRange(_store.Size, 0, 100_000);
    }

    [Fact]
    public async Task Write_TooLargeForMemorySynchronously_GoesOnInTheStoreBehind()
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, 300_000);
        using var writer = await _store.BeginWriteAsync(head, null, CancellationToken.None);
        writer!.Write(bytes.AsSpan(0, 200_000));
        writer.Write(bytes.AsSpan(200_000));
        var part = new byte[100_000];

        var count = writer.Read(150_000, part);
        await writer.CommitAsync(CancellationToken.None);

        Assert.Equal(bytes[150_000..250_000], part[..count]);
        Assert.Equal(bytes, await _store.ReadBodyAsync(Assert.Single(await _store.FindAsync(Key))));
    }

    [Fact]
    public async Task Write_TooLargeForMemoryAndForTheStoreBehind_Throws()
    {
        await using var store = new TieredHttpCacheStore(new MemoryHttpCacheStore(new() { MaximumSize = 10 }), new() { MaximumEntrySize = 100 });
        using var writer = await store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);

        Assert.Throws<IOException>(() => writer!.Write(new byte[1000]));
        Assert.Throws<IOException>(() => writer!.Write(new byte[1]));
        await Assert.ThrowsAsync<IOException>(async () => await writer!.CommitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Commit_OfANote_WaitsForTheStoreBehind()
    {
        var note = StoredResponses.Of(Key with { Method = "GROUP" });

        await _store.StoreAsync(note, 0);

        Assert.Equal(note.BodyId, Assert.Single(await _behind.Inner.FindAsync(note.Key)).BodyId);
        Assert.Equal(note.BodyId, Assert.Single(await _store.FindAsync(note.Key)).BodyId);
    }

    [Fact]
    public async Task Find_InMemory_DoesNotAskTheStoreBehind()
    {
        await _behind.Inner.StoreAsync(StoredResponses.Of(Key));
        await _store.FindAsync(Key);
        await _store.StoreAsync(StoredResponses.Of(OtherKey));
        var asked = _behind.Finds;

        var first = Assert.Single(await _store.FindAsync(Key));
        var second = Assert.Single(await _store.FindAsync(OtherKey));

        Assert.Equal(1, asked);
        Assert.Equal(1, _behind.Finds);
        Assert.NotNull(await _store.ReadBodyAsync(first));
        Assert.NotNull(await _store.ReadBodyAsync(second));
    }

    [Fact]
    public async Task Commit_ManyResponses_KeepsToTheBudgetAndLosesNone()
    {
        await using var store = Create(new() { MaximumSize = 20_000 });
        var sizes = new List<long>();
        foreach (var number in Enumerable.Range(0, 40))
        {
            await store.StoreAsync(StoredResponses.Of(Numbered(number)), 2_000);
            sizes.Add(store.Size);
        }

        await store.Queue.Work;

        Assert.All(sizes, size => Assert.InRange(size, 1, 20_000));
        Assert.Equal(40, (await store.AllAsync()).Count);
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 40).Select(number => store.FindAsync(Numbered(number)))),
            found => Assert.Single(found));
    }

    [Fact]
    public async Task Enumerate_SomeStillToBeWritten_ReturnsEachOnce()
    {
        var replaced = await _store.StoreAsync(StoredResponses.Of(Key));
        await _store.Queue.Work;
        _behind.Close();
        var replacing = await _store.StoreAsync(StoredResponses.Of(Key));
        var other = await _store.StoreAsync(StoredResponses.Of(OtherKey));

        var all = await _store.AllAsync();

        Assert.Equal(new[] { replacing.BodyId, other.BodyId }.Order(), all.Select(head => head.BodyId).Order());
        Assert.DoesNotContain(replaced.BodyId, all.Select(head => head.BodyId));
    }

    private static HttpCacheKey Numbered(int number) => StoredResponses.Key($"https://example.com/{number}");

    private TieredHttpCacheStore Create(TieredHttpCacheStoreOptions options) =>
        new(_behind, options, _time, logger: null, _meters);

    private Task DrainAsync()
    {
        _behind.Open();

        return _store.Queue.Work;
    }
}
