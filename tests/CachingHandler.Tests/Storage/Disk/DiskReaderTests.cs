using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class DiskReaderTests
{
    private static readonly HttpCacheKey Key = StoredResponses.Key();

    [Fact]
    public async Task Verify_EntryChangedByAnApplication_StaysSound()
    {
        using var directory = new TemporaryDirectory();
        using var store = new DiskHttpCacheStore(directory.Path);
        var stored = await store.StoreAsync(StoredResponses.Of(Key));
        var file = Assert.Single(new DiskHttpCacheReader(directory.Path).Files());
        Assert.True(await store.UpdateAsync(stored, stored.WithFields(("ETag", "\"2\""))));

        var state = new DiskHttpCacheReader(directory.Path).Verify(file, out var entry);

        Assert.Equal(DiskHttpCacheFileState.Sound, state);
        Assert.Equal("\"2\"", entry!.ETag);
    }

    [Fact]
    public async Task Read_RemovedMeanwhile_IsGone()
    {
        using var directory = new TemporaryDirectory();
        using var store = new DiskHttpCacheStore(directory.Path);
        await store.StoreAsync(StoredResponses.Of(Key));
        var reader = new DiskHttpCacheReader(directory.Path);
        var file = Assert.Single(reader.Files());
        await store.RemoveAsync(Key);

        Assert.Equal(DiskHttpCacheFileState.Gone, reader.Read(file, out var entry));
        Assert.Null(entry);
    }

    [Fact]
    public async Task Purge_ReplacedMeanwhile_LeavesIt()
    {
        using var directory = new TemporaryDirectory();
        using var store = new DiskHttpCacheStore(directory.Path);
        await store.StoreAsync(StoredResponses.Of(Key));
        var reader = new DiskHttpCacheReader(directory.Path);
        var file = Assert.Single(reader.Files());
        reader.Read(file, out var entry);
        await store.StoreAsync(StoredResponses.Of(Key));
        using var purge = new DiskHttpCachePurge(directory.Path);

        Assert.False(purge.Remove(file, entry!));
        Assert.False(purge.RemoveDamaged(file));

        Assert.Single(await store.FindAsync(Key));
    }

    [Fact]
    public async Task Purge_Disposed_TellsOthersWhatIsLeft()
    {
        using var directory = new TemporaryDirectory();
        await using (var store = new DiskHttpCacheStore(directory.Path))
        {
            await store.StoreAsync(StoredResponses.Of(Key), 10_000);
            await store.StoreAsync(StoredResponses.Of(StoredResponses.Key("https://example.com/other")), 1000);
        }

        var reader = new DiskHttpCacheReader(directory.Path);
        using (var purge = new DiskHttpCachePurge(directory.Path))
        {
            foreach (var file in reader.Files().Where(file => file.Length > 10_000))
            {
                reader.Read(file, out var entry);
                Assert.True(purge.Remove(file, entry!));
            }
        }

        Assert.Equal(new DiskTotals(1, 1), new SharedSize(directory.Below("v1")).Read()?.Totals);
    }

    [Fact]
    public async Task Find_PipeUnderTheEntrysName_DoesNotWaitForItsWriter()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs pipes with names");
        using var directory = new TemporaryDirectory();
        using var store = new DiskHttpCacheStore(directory.Path);
        await store.StoreAsync(StoredResponses.Of(Key));
        var path = Assert.Single(directory.Files());
        File.Delete(path);
        Assert.True(TestProgram.Succeeds("mkfifo", path));
        using var later = new DiskHttpCacheStore(directory.Path);

        var found = await Task.Run(async () => await later.FindAsync(Key)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("https://example.com/a%2fb#part", true)]
    [InlineData("HTTPS://EXAMPLE.com:443/a%2Fb", true)]
    [InlineData("https://example.com/a/b", false)]
    public void Entry_IsOf_SpellingMakesNoDifference(string uri, bool expected) => Assert.Equal(
        expected, new HttpCacheEntry(StoredResponses.Of(StoredResponses.Key("https://example.com/a%2Fb")), 0, null).IsOf(new Uri(uri)));

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData(" ")]
    public void UserCacheDirectoryOf_NoName_Throws(string application) =>
        Assert.Throws<ArgumentException>(() => DiskHttpCacheReader.UserCacheDirectoryOf(application));
}
