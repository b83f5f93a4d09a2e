using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class DiskTrimTests : IDisposable
{
    private const int Block = DiskTrim.BlockSize;

    private static readonly DateTimeOffset RealNow = DateTimeOffset.UtcNow;

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new(RealNow);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Commit_OverTheBudget_RemovesWhatWasWrittenLongestAgo()
    {
        await using var store = WithBudget(20 * Block);
        var keys = await StoreAsync(store, 20);
        var order = keys.OrderBy(key => key.Uri.Length).ThenBy(key => key.Uri[^1]).ToArray();
        SetWritten(store, order);

        var newest = await StoreAsync(store, 1, from: 20);

        var left = await store.AllAsync();
        Assert.Equal([.. order[2..], .. newest], left.Select(head => head.Key).OrderBy(key => Array.IndexOf([.. order, .. newest], key)));
    }

    [Fact]
    public async Task Commit_ManyResponses_HoldsTheBudgetInBlocks()
    {
        await using var store = WithBudget(10 * Block);

        foreach (var number in Enumerable.Range(0, 50))
        {
            await StoreAsync(store, 1, from: number);
            Assert.InRange(SizeOnDisk(), Block, 10 * Block);
        }

        Assert.Contains(await store.AllAsync(), head => head.Key == KeyOf(49));
    }

    [Fact]
    public async Task Commit_WithoutPauses_EndsWithinTheBudget()
    {
        await using var store = WithBudget(10 * Block);
        foreach (var number in Enumerable.Range(0, 200))
        {
            await store.StoreAsync(StoredResponses.Of(KeyOf(number)), 1000);
        }

        await store.Trim.Work;

        Assert.InRange(SizeOnDisk(), Block, 10 * Block);
    }

    [Fact]
    public async Task Commit_FirstInAFullDirectory_TrimsWhatEarlierProcessesLeft()
    {
        await using (var earlier = WithBudget(100 * Block))
        {
            await StoreAsync(earlier, 50);
        }

        await using var store = WithBudget(10 * Block);
        await StoreAsync(store, 1, from: 50);

        Assert.InRange(SizeOnDisk(), Block, 10 * Block);
    }

    [Fact]
    public async Task Commit_Variants_CountAndLeaveNoEmptyDirectory()
    {
        await using var store = WithBudget(10 * Block);
        foreach (var number in Enumerable.Range(0, 30))
        {
            await store.StoreAsync(StoredResponses.Variant(KeyOf(number), ("accept", null)), 1000);
            await store.Trim.Work;
        }

        Assert.InRange(SizeOnDisk(), Block, 10 * Block);
        Assert.All(
            Directory.EnumerateDirectories(_directory.Path, "*.v", SearchOption.AllDirectories),
            path => Assert.NotEmpty(Directory.EnumerateFiles(path)));
    }

    [Fact]
    public async Task Commit_ResponseAsLargeAsTheBudget_IsKept()
    {
        await using var store = WithBudget(10 * Block);
        await StoreAsync(store, 5);
        var large = await store.StoreAsync(StoredResponses.Of(KeyOf(9)), (10 * Block) - 2000);

        await store.Trim.Work;

        Assert.Equal(large.BodyId, Assert.Single(await store.AllAsync()).BodyId);
    }

    [Theory]
    [InlineData(10 * Block)]
    [InlineData((10 * Block) - 500)] // it fits, but not with its head
    public async Task Write_ResponseLargerThanTheBudget_ThrowsAndLeavesOthers(int length)
    {
        await using var store = WithBudget(10 * Block);
        await StoreAsync(store, 5);
        using (var writer = await store.BeginWriteAsync(StoredResponses.Of(KeyOf(9)), null, CancellationToken.None))
        {
            Assert.Throws<IOException>(() => writer!.Write(new byte[length]));
        }

        Assert.NotNull(await store.StoreAsync(StoredResponses.Of(KeyOf(9)), 1000));
        Assert.Equal(6, (await store.AllAsync()).Count);
    }

    [Fact]
    public async Task BeginWrite_DeclaredLargerThanTheBudget_IsNull()
    {
        await using var store = WithBudget(10 * Block);

        Assert.Null(await store.BeginWriteAsync(StoredResponses.Of(KeyOf(0)), (10 * Block) + 1, CancellationToken.None));
    }

    [Fact]
    public async Task MaximumSize_Zero_StoresNothing()
    {
        await using var store = WithBudget(0);

        Assert.Null(await store.BeginWriteAsync(StoredResponses.Of(KeyOf(0)), null, CancellationToken.None));
        Assert.Empty(_directory.Files());
    }

    [Fact]
    public async Task Commit_LeftOverTemporaryFiles_AreSweptAfterAnHour()
    {
        Directory.CreateDirectory(_directory.Below("v1", "ab"));
        var old = LeftOver("~1-1-00ff", RealNow.AddMinutes(-61));
        var recent = LeftOver("~1-2-00ff", RealNow.AddMinutes(-59));
        var foreign = LeftOver("~notes.txt", RealNow.AddDays(-1));
        await using var store = WithBudget(10 * Block);

        await StoreAsync(store, 1);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(recent));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public async Task Commit_LeftOverOfASecret_IsSweptAfterAnHour()
    {
        Directory.CreateDirectory(_directory.Below("v1", "ab"));
        var old = LeftOver(Path.Combine("..", "~1-1-00ff"), RealNow.AddMinutes(-61));
        var recent = LeftOver(Path.Combine("..", "~1-2-00ff"), RealNow.AddMinutes(-59));
        await using var store = WithBudget(10 * Block);

        await StoreAsync(store, 1);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(recent));
    }

    [Fact]
    public async Task Commit_DirectoriesOfOtherVersions_AreRemovedAndNothingElse()
    {
        var others = new[] { "v0", "v2", "v17" }.Select(name => Another(name, EntryNames.Secret)).ToArray();
        string[] foreign = [Another("v3", "notes.txt"), Another("v", EntryNames.Secret), Another("v2x", EntryNames.Secret), Another("data", EntryNames.Secret)];
        await using var store = WithBudget(10 * Block);

        await StoreAsync(store, 1);

        Assert.All(others, directory => Assert.False(Directory.Exists(directory)));
        Assert.All(foreign, directory => Assert.True(Directory.Exists(directory)));
        Assert.Single(await store.FindAsync(KeyOf(0)));
    }

    [Fact]
    public async Task Commit_LinkNamedAsAnotherVersion_IsLeft()
    {
        var target = Another("target", EntryNames.Secret);
        Directory.CreateSymbolicLink(_directory.Below("v2"), target);
        await using var store = WithBudget(10 * Block);

        await StoreAsync(store, 1);

        Assert.True(File.Exists(Path.Combine(target, EntryNames.Secret)));
    }

    [Fact]
    public async Task Commit_OwnTemporaryFile_IsNotSwept()
    {
        _time.Advance(TimeSpan.FromDays(1));
        await using var store = WithBudget(10 * Block);
        using var writer = await store.BeginWriteAsync(StoredResponses.Of(KeyOf(1)), null, CancellationToken.None);
        Assert.Single(_directory.Files());

        await StoreAsync(store, 1);
        await writer!.CommitAsync(CancellationToken.None);

        Assert.Single(await store.FindAsync(KeyOf(1)));
    }

    private static HttpCacheKey KeyOf(int number) => StoredResponses.Key($"https://example.com/{number}");

    private static async Task<HttpCacheKey[]> StoreAsync(DiskHttpCacheStore store, int count, int from = 0)
    {
        var keys = Enumerable.Range(from, count).Select(KeyOf).ToArray();
        foreach (var key in keys)
        {
            await store.StoreAsync(StoredResponses.Of(key), 1000);
            await store.Trim.Work;
        }

        return keys;
    }

    private static void SetWritten(DiskHttpCacheStore store, HttpCacheKey[] oldestFirst)
    {
        var paths = new EntryPaths(store.DirectoryPath);
        foreach (var (key, i) in oldestFirst.Select((key, i) => (key, i)))
        {
            File.SetLastWriteTimeUtc(paths.Of(key).Plain, RealNow.UtcDateTime.AddHours(i - 100));
        }
    }

    private DiskHttpCacheStore WithBudget(long bytes) => new(_directory.Path, new() { MaximumSize = bytes }, _time);

    private string LeftOver(string name, DateTimeOffset written)
    {
        var path = _directory.Below("v1", "ab", name);
        File.WriteAllText(path, "left over");
        File.SetLastWriteTimeUtc(path, written.UtcDateTime);

        return path;
    }

    private string Another(string name, string file)
    {
        var directory = _directory.Below(name);
        Directory.CreateDirectory(Path.Combine(directory, "ab"));
        File.WriteAllText(Path.Combine(directory, file), "another's");
        File.WriteAllText(Path.Combine(directory, "ab", "entry"), "an entry");

        return directory;
    }

    private long SizeOnDisk() => _directory.Files().Sum(path => DiskTrim.InBlocks(new FileInfo(path).Length));
}
