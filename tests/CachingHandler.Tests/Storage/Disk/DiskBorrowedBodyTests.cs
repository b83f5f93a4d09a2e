using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>Bodies that are read whole into borrowed memory: too large for the heap of small objects, small enough to be checked first.</summary>
public sealed class DiskBorrowedBodyTests : IAsyncDisposable
{
    private const int Length = 200_000;

    private static readonly HttpCacheKey Key = StoredResponses.Key();

    private readonly TemporaryDirectory _directory = new();
    private readonly DiskHttpCacheStore _store;

    public DiskBorrowedBodyTests() => _store = new(_directory.Path);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Hit_Body_CompletesAtOnceAndKeepsItsMemoryToItself()
    {
        await _store.StoreAsync(StoredResponses.Of(Key), Length);

        var find = _store.FindAsync(Key, CancellationToken.None);
        Assert.True(find.IsCompletedSuccessfully);
        var open = _store.OpenBodyAsync(Assert.Single(await find), CancellationToken.None);
        Assert.True(open.IsCompletedSuccessfully);

        using var body = await open;
        Assert.False(body!.TryGetMemory(out _));
        Assert.Equal(Length, body.Length);
    }

    [Fact]
    public async Task OpenBody_OfOneHeadTwice_GivesEachABodyOfItsOwn()
    {
        await _store.StoreAsync(StoredResponses.Of(Key), Length);
        var found = Assert.Single(await _store.FindAsync(Key));
        var expected = BodyBytes.Of(found.BodyId, Length);

        var first = await _store.OpenAsync(found);
        using var second = await _store.OpenAsync(found);
        Assert.Equal(expected, await first.ReadAllAsync(7_001));
        first.Dispose();

        Assert.Equal(expected, await second.ReadAllAsync(7_001));
    }

    [Fact]
    public async Task Read_AfterDisposal_ThrowsInsteadOfGivingWhatIsThereNow()
    {
        await _store.StoreAsync(StoredResponses.Of(Key), Length);
        var found = Assert.Single(await _store.FindAsync(Key));
        var body = await _store.OpenAsync(found);

        body.Dispose();
        body.Dispose();

        Assert.Throws<ObjectDisposedException>(() => body.Read(0, new byte[10]));
    }

    [Fact]
    public async Task Find_DamagedBody_IsAMissAndRemovesTheFile()
    {
        await _store.StoreAsync(StoredResponses.Of(Key), Length);
        var path = Assert.Single(_directory.Files());
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Empty(await _store.FindAsync(Key));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task BehindMemory_Body_LiesInMemoryForGood()
    {
        _store.IsBehindMemory = true;
        await _store.StoreAsync(StoredResponses.Of(Key), Length);
        var found = Assert.Single(await _store.FindAsync(Key));

        var body = await _store.OpenAsync(found);
        Assert.True(body.TryGetMemory(out var memory));
        body.Dispose();

        Assert.Equal(BodyBytes.Of(found.BodyId, Length), memory.ToArray());
    }
}
