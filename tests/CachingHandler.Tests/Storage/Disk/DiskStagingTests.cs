using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class DiskStagingTests : IDisposable
{
    private const int Limit = StagedEntry.MemoryLimit;

    private static readonly HttpCacheKey Key = StoredResponses.Key();

    private readonly TemporaryDirectory _directory = new();
    private readonly DiskHttpCacheStore _store;

    public DiskStagingTests() => _store = new(_directory.Path);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Limit - 1)]
    public async Task Write_BelowTheLimit_TouchesNoFileUntilTheCommit(int length)
    {
        using var writer = await BeginAsync();
        writer.Write(new byte[length]);
        Assert.Empty(Files());

        await writer.CommitAsync(CancellationToken.None);

        Assert.Single(Files());
    }

    [Theory]
    [InlineData(0, Limit)]
    [InlineData(1, Limit - 1)]
    [InlineData(Limit - 1, 1)]
    [InlineData(Limit - 1, 10 * Limit)]
    public async Task Write_AtTheLimit_GoesToAFileBesideItsPlace(int first, int second)
    {
        using var writer = await BeginAsync();
        writer.Write(new byte[first]);
        writer.Write(new byte[second]);

        var file = Assert.Single(Files());

        Assert.True(new FileInfo(file).Length >= first + second);
        Assert.Equal(Path.GetDirectoryName(new EntryPaths(_directory.Path).Of(Key).Plain), Path.GetDirectoryName(file));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    [InlineData(5 * Limit)]
    public async Task Commit_AnyLength_StoresWhatWasWrittenAndLeavesNoOtherFile(int length)
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, length);
        using (var writer = await BeginAsync(head))
        {
            await writer.WriteAsync(bytes.AsMemory(0, length / 3), CancellationToken.None);
            await writer.WriteAsync(bytes.AsMemory(length / 3), CancellationToken.None);
            await writer.CommitAsync(CancellationToken.None);
        }

        var found = Assert.Single(await _store.FindAsync(Key));
        Assert.Equal(bytes, await _store.ReadBodyAsync(found));
        Assert.Equal([new EntryPaths(_directory.Path).Of(Key).Plain], Files());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Limit - 1)]
    [InlineData(3 * Limit)]
    public async Task Dispose_WithoutCommit_LeavesNoFile(int length)
    {
        using (var writer = await BeginAsync())
        {
            writer.Write(new byte[length]);
        }

        Assert.Empty(Files());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3 * Limit)]
    public async Task Commit_HeadGrownOutOfItsSlot_IsLetGoAndLeavesNoFile(int length)
    {
        var head = StoredResponses.Of(Key);
        using (var writer = await BeginAsync(head))
        {
            writer.Write(new byte[length]);

            Assert.Null(await writer.CommitAsync(head.WithFields(("X-Long", new string('l', 5_000))), CancellationToken.None));
        }

        Assert.Empty(Files());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3 * Limit)]
    public async Task Commit_NameTaken_ThrowsAndLeavesNoFile(int length)
    {
        using (var writer = await BeginAsync())
        {
            writer.Write(new byte[length]);
            Directory.CreateDirectory(new EntryPaths(_directory.Path).Of(Key).Plain);

            await Assert.ThrowsAsync<IOException>(async () => await writer.CommitAsync(CancellationToken.None));
        }

        Assert.Empty(Files());
    }

    [Fact]
    public async Task Write_FileCannotBeMade_ThrowsAndKeepsWhatIsInMemory()
    {
        var bytes = BodyBytes.Of(Guid.NewGuid(), 1_000);
        using (var writer = await BeginAsync())
        {
            Obstruct();
            writer.Write(bytes);

            Assert.Throws<IOException>(() => writer.Write(new byte[Limit]));
            await Assert.ThrowsAsync<IOException>(async () => await writer.WriteAsync(new byte[1], CancellationToken.None));
            await Assert.ThrowsAsync<IOException>(async () => await writer.CommitAsync(CancellationToken.None));

            var read = new byte[2_000];
            Assert.Equal(1_000, writer.Length);
            Assert.Equal(1_000, writer.Read(0, read));
            Assert.Equal(bytes, read[..1_000]);
        }

        Assert.DoesNotContain(Files(), path => Path.GetFileName(path).StartsWith('~'));
    }

    [Fact]
    public async Task Commit_FileCannotBeMade_ThrowsAndPausesWrites()
    {
        using var writer = await BeginAsync();
        Obstruct();
        writer.Write(new byte[100]);

        await Assert.ThrowsAsync<IOException>(async () => await writer.CommitAsync(CancellationToken.None));

        Assert.Null(await _store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None));
        Assert.Equal(100, writer.Read(0, new byte[200]));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3 * Limit)]
    public async Task Write_LargerThanTheStore_ThrowsAndKeepsWhatIsStaged(int length)
    {
        using var small = new DiskHttpCacheStore(_directory.Below("small"), new() { MaximumSize = 10 * Limit });
        using var writer = await small.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);
        writer!.Write(new byte[length]);

        Assert.Throws<IOException>(() => writer.Write(new byte[11 * Limit]));

        Assert.Equal(length, writer.Read(0, new byte[11 * Limit]));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3 * Limit)]
    public async Task Read_Disposed_ThrowsOrGivesNothingOfOthers(int length)
    {
        var writer = await BeginAsync();
        writer.Write(new byte[length]);
        writer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => writer.Read(0, new byte[10]));
    }

    [Fact]
    public async Task BeginWrite_FirstOfAStore_FindsOutWhetherAFileCanBeMade()
    {
        using (await _store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None))
        {
            Assert.Single(Files());
        }

        Assert.Empty(Files());
    }

    // As any write but the first: that one makes its file to see whether it can.
    private async Task<HttpCacheEntryWriter> BeginAsync(StoredResponse? head = null)
    {
        (await _store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None))!.Dispose();
        var writer = await _store.BeginWriteAsync(head ?? StoredResponses.Of(Key), null, CancellationToken.None);
        Assert.NotNull(writer);

        return writer;
    }

    // A file where the directory of the entry should be.
    private void Obstruct()
    {
        var shard = Path.GetDirectoryName(new EntryPaths(_directory.Path).Of(Key).Plain)!;
        Directory.Delete(shard);
        File.WriteAllText(shard, "in the way");
    }

    private IReadOnlyList<string> Files() => _directory.Files();
}
