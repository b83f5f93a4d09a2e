using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>Two tiered stores over one directory, as of two processes.</summary>
public sealed class TieredProcessesTests : IAsyncDisposable
{
    private static readonly HttpCacheKey Key = StoredResponses.Key();
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TieredHttpCacheStore _one;
    private readonly TieredHttpCacheStore _two;

    public TieredProcessesTests()
    {
        _one = new(new DiskHttpCacheStore(_directory.Path), timeProvider: _time);
        _two = new(new DiskHttpCacheStore(_directory.Path), timeProvider: _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Find_RemovedByAnother_IsGoneWithinASecond(int length)
    {
        await StoreAsync(_one, StoredResponses.Of(Key), length);
        await _two.FindAsync(Key);

        await _two.RemoveAsync(Key);
        _time.Advance(Second);

        Assert.Empty(await _one.FindAsync(Key));
        Assert.Empty(await _two.FindAsync(Key));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Find_ReplacedByAnother_IsTheNewOneWithinASecond(int length)
    {
        await StoreAsync(_one, StoredResponses.Of(Key), length);

        var newer = await StoreAsync(_two, StoredResponses.Of(Key), length);
        _time.Advance(Second);

        var found = Assert.Single(await _one.FindAsync(Key));
        Assert.Equal(newer.BodyId, found.BodyId);
        Assert.Equal(BodyBytes.Of(newer.BodyId, length), await _one.ReadBodyAsync(found));
    }

    [Fact]
    public async Task Find_HeadUpdatedByAnother_IsTheNewHeadWithinASecond()
    {
        var stored = await StoreAsync(_one, StoredResponses.Of(Key), 1_000);

        Assert.True(await _two.UpdateAsync(stored, stored.WithFields(("X", "1"))));
        _time.Advance(Second);

        Assert.Equal(["1"], Assert.Single(await _one.FindAsync(Key)).Fields.GetValues("X"));
    }

    [Fact]
    public async Task Find_VariantAddedByAnother_IsFoundWithinASecond()
    {
        await StoreAsync(_one, StoredResponses.Variant(Key, ("accept", "a")), 1_000);
        await _one.FindAsync(Key);
        await StoreAsync(_two, StoredResponses.Variant(Key, ("accept", "b")), 1_000);
        _time.Advance(Second);

        Assert.Equal(2, (await _one.FindAsync(Key)).Count);
    }

    [Fact]
    public async Task Find_WithinTheSecond_TouchesNoFile()
    {
        var stored = await StoreAsync(_one, StoredResponses.Of(Key), 1_000);
        var read = await _two.FindAsync(Key);
        Assert.All(_directory.Files(), File.Delete);
        _time.Advance(Second / 2);

        var written = Assert.Single(await _one.FindAsync(Key));
        var loaded = Assert.Single(await _two.FindAsync(Key));

        Assert.Single(read);
        Assert.Equal(BodyBytes.Of(stored.BodyId, 1_000), await _one.ReadBodyAsync(written));
        Assert.Equal(BodyBytes.Of(stored.BodyId, 1_000), await _two.ReadBodyAsync(loaded));
    }

    [Fact]
    public async Task UpdateHead_ReplacedByAnother_IsFalseAndForgotten()
    {
        var stored = await StoreAsync(_one, StoredResponses.Of(Key), 1_000);
        var newer = await StoreAsync(_two, StoredResponses.Of(Key), 1_000);

        Assert.False(await _one.UpdateAsync(stored, stored.WithFields(("X", "1"))));
        Assert.Equal(newer.BodyId, Assert.Single(await _one.FindAsync(Key)).BodyId);
    }

    private static async Task<StoredResponse> StoreAsync(TieredHttpCacheStore store, StoredResponse head, int length)
    {
        var stored = await store.StoreAsync(head, length);
        await store.Queue.Work;

        return stored;
    }
}
