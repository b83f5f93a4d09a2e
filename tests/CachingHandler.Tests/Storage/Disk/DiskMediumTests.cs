using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>What becomes of a store whose medium is full, or can no longer be written.</summary>
public sealed class DiskMediumTests
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Theory]
    [InlineData(3_000)]
    [InlineData(100_000)]
    public async Task FullFileSystem_Write_IsRefusedLeavesNothingAndMakesRoom(int length)
    {
        using var medium = new SmallFileSystem();
        await using var store = new DiskHttpCacheStore(medium.Path, timeProvider: _time);
        var stored = await FillAsync(store, length);
        await store.Trim.Work;

        Assert.DoesNotContain(Files(medium), path => EntryNames.IsTemporary(Path.GetFileName(path)));
        Assert.False(File.Exists(new EntryPaths(medium.Path).Of(stored[0].Key).Plain), "Nothing was let go to make room.");
        var last = Assert.Single(await store.FindAsync(stored[^1].Key));
        Assert.Equal(BodyBytes.Of(last.BodyId, length), await store.ReadBodyAsync(last));

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(await store.StoreAsync(StoredResponses.Of(KeyOf(-1)), BodyBytes.Of(Guid.NewGuid(), length)));
    }

    [Fact]
    public async Task ReadOnlyFileSystem_Store_GoesOnServingAndRecovers()
    {
        using var medium = new SmallFileSystem();
        await using var store = new DiskHttpCacheStore(medium.Path, timeProvider: _time);
        var stored = await store.StoreAsync(StoredResponses.Of(KeyOf(1)), 300_000);
        await store.Trim.Work;
        using (var writer = await store.BeginWriteAsync(StoredResponses.Of(KeyOf(2)), null, CancellationToken.None))
        {
            medium.SetReadOnly(true);
            writer!.Write(new byte[100]);
            await Assert.ThrowsAsync<IOException>(async () => await writer.CommitAsync(CancellationToken.None));
        }

        var found = Assert.Single(await store.FindAsync(KeyOf(1)));
        Assert.Equal(BodyBytes.Of(stored.BodyId, 300_000), await store.ReadBodyAsync(found));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await store.StoreAsync(StoredResponses.Of(KeyOf(2)), []));

        medium.SetReadOnly(false);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(await store.StoreAsync(StoredResponses.Of(KeyOf(2)), []));
    }

    [Fact]
    public async Task ReadOnlyFileSystem_StoreOpenedOnIt_ServesWhatIsThere()
    {
        using var medium = new SmallFileSystem();
        ReadOnlyMemory<byte> secret;
        await using (var earlier = new DiskHttpCacheStore(medium.Path))
        {
            await earlier.StoreAsync(StoredResponses.Of(KeyOf(1)), 5_000);
            secret = earlier.Secret;
        }

        medium.SetReadOnly(true);
        await using var store = new DiskHttpCacheStore(medium.Path);
        var found = Assert.Single(await store.FindAsync(KeyOf(1)));

        Assert.Equal(BodyBytes.Of(found.BodyId, 5_000), await store.ReadBodyAsync(found));
        Assert.Equal(secret.ToArray(), store.Secret.ToArray());
        Assert.Null(await store.StoreAsync(StoredResponses.Of(KeyOf(2)), []));
    }

    private static HttpCacheKey KeyOf(int number) => StoredResponses.Key($"https://example.com/{number}");

    // Until the file system takes no more; it has room for a megabyte.
    private static async Task<List<StoredResponse>> FillAsync(DiskHttpCacheStore store, int length)
    {
        var stored = new List<StoredResponse>();
        try
        {
            while (await TryStoreAsync(store, stored.Count, length) is { } next)
            {
                stored.Add(next);
                Assert.InRange(stored.Count, 1, 400);
            }
        }
        catch (IOException)
        {
            // As the writer says it may.
        }

        Assert.NotEmpty(stored);

        return stored;
    }

    private static async Task<StoredResponse?> TryStoreAsync(DiskHttpCacheStore store, int number, int length)
    {
        var head = StoredResponses.Of(KeyOf(number));

        return await store.StoreAsync(head, BodyBytes.Of(head.BodyId, length));
    }

    private static string[] Files(SmallFileSystem medium) =>
        Directory.GetFiles(medium.Path, "*", SearchOption.AllDirectories);
}
