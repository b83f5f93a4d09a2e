using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.LiteDb.Tests;

/// <summary>What becomes of a database whose bytes are no longer those that were written.</summary>
public sealed class LiteDbDamageTests : IDisposable
{
    private const int BlockLength = 4096;

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Database_FlippedBytes_NeverGiveOtherBytesAndTheStoreGoesOn(int seed)
    {
        var stored = await StoreAndCloseAsync();
        Damage(_fixture.Database, seed, 20, (bytes, offset, random) => bytes[offset] ^= (byte)random.Next(1, 256));

        await AssertGoesOnAsync(stored);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Database_ZeroedPages_NeverGiveOtherBytesAndTheStoreGoesOn(int seed)
    {
        var stored = await StoreAndCloseAsync();
        Damage(_fixture.Database, seed, 20, ZeroBlock);

        await AssertGoesOnAsync(stored);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Log_ZeroedPages_NeverGiveOtherBytesAndTheStoreGoesOn(int seed)
    {
        await using var store = _fixture.Open();
        var stored = await StoreFixture.FillAsync(store, 150);
        using var crashed = _fixture.Crashed();
        Damage(crashed.Log, seed, 3, ZeroBlock);

        await AssertGoesOnAsync(stored, crashed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Log_CutOff_LosesTheLatestAndNothingElse(int seed)
    {
        await using var store = _fixture.Open();
        var older = await StoreFixture.FillAsync(store, 50);
        await store.SettleAsync();
        var newer = await StoreFixture.FillAsync(store, 50, from: 50);
        using var crashed = _fixture.Crashed();
        using (var log = File.OpenWrite(crashed.Log))
        {
            log.SetLength(new Random(seed).NextInt64(log.Length));
        }

        await using var next = crashed.Open();

        Assert.Equal(50, await StoreFixture.CountWholeAsync(next, older));
        Assert.InRange(await StoreFixture.CountWholeAsync(next, newer), 0, 49);
        Assert.Empty(crashed.Events());
    }

    [Fact]
    public async Task Log_Gone_LosesTheLatestAndNothingElse()
    {
        await using var store = _fixture.Open();
        var older = await StoreFixture.FillAsync(store, 20);
        await store.SettleAsync();
        var newer = await StoreFixture.FillAsync(store, 20, from: 20);
        using var crashed = _fixture.Crashed();
        File.Delete(crashed.Log);
        await using var next = crashed.Open();

        Assert.Equal(20, await StoreFixture.CountWholeAsync(next, older));
        Assert.Equal(0, await StoreFixture.CountWholeAsync(next, newer));
        await next.SettleAsync();
        Assert.Equal(8, crashed.ContentFiles().Length);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(400_000)]
    public async Task ContentFile_FlippedByte_IsAMissAndCounted(int length)
    {
        await using var store = _fixture.Open();
        var stored = await StoreFixture.FillAsync(store, 1, lengths: length);
        Damage(Assert.Single(_fixture.ContentFiles()), 1, 1, (bytes, offset, _) => bytes[offset] ^= 1);

        Assert.Equal(0, await StoreFixture.CountWholeAsync(store, stored));

        Assert.Empty(await store.FindAsync(stored[0].Key));
        Assert.Equal(1, _fixture.DamagedEntries);
        await store.SettleAsync();
        Assert.Empty(_fixture.ContentFiles());
        Assert.Equal((0, 0), ((await store.GetStatisticsAsync()).Entries, (await store.GetStatisticsAsync()).Size));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("shorter")]
    [InlineData("longer")]
    public async Task ContentFile_OfAnotherLength_IsAMissAndCounted(string how)
    {
        await using var store = _fixture.Open();
        var stored = await StoreFixture.FillAsync(store, 1, lengths: 300_000);
        var path = Assert.Single(_fixture.ContentFiles());
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);
        if (how != "gone")
        {
            await File.WriteAllBytesAsync(path, how == "shorter" ? bytes[1..] : [.. bytes, 0], TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, await StoreFixture.CountWholeAsync(store, stored));

        Assert.Empty(await store.FindAsync(stored[0].Key));
        Assert.Equal(1, _fixture.DamagedEntries);
    }

    [Fact]
    public async Task ContentFile_CutOffWhileItIsRead_BreaksOff()
    {
        await using var store = _fixture.Open();
        var stored = await StoreFixture.FillAsync(store, 1, lengths: 600_000);
        using var body = await store.OpenAsync(stored[0]);
        using (var file = new FileStream(
            Assert.Single(_fixture.ContentFiles()), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(300_000);
        }

        await Assert.ThrowsAsync<IOException>(() => body.ReadAllAsync());
        Assert.Empty(await store.FindAsync(stored[0].Key));
    }

    [Fact]
    public async Task ContentFiles_WithoutAnEntry_AreSweptAndForeignFilesAreNot()
    {
        await StoreAndCloseAsync();
        var known = _fixture.ContentFiles();
        var orphan = _fixture.Below("cache.db.content", "ab", "ab" + new string('0', 94));
        string[] foreign =
        [
            _fixture.Below("cache.db.content", "readme.txt"),
            _fixture.Below("cache.db.content", "ab", "notes.txt"),
            _fixture.Below("cache.db.content", "ab", "AB" + new string('0', 94)),
            _fixture.Below("cache.db.content", "cd", "ab" + new string('0', 94)),
        ];
        Directory.CreateDirectory(_fixture.Below("cache.db.content", "ab"));
        Directory.CreateDirectory(_fixture.Below("cache.db.content", "cd"));
        Assert.All([orphan, .. foreign], path => File.WriteAllText(path, "x"));
        await using var store = _fixture.Open();

        await store.SettleAsync();

        Assert.Equal(known.Concat(foreign).Order(), _fixture.ContentFiles().Order());
    }

    [Fact]
    public async Task Writer_NotCommitted_IsLeftByTheSweepUntilItIsDropped()
    {
        await using var store = _fixture.Open();
        using (var writer = await store.BeginWriteAsync(StoredResponses.Of(StoreFixture.KeyOf(1)), null, CancellationToken.None))
        {
            writer!.Write(new byte[100_000]);
            await store.SettleAsync();
            await store.ClearAsync();
            Assert.Single(_fixture.ContentFiles());
            Assert.NotNull(await writer.CommitAsync(CancellationToken.None));
        }

        using (var dropped = await store.BeginWriteAsync(StoredResponses.Of(StoreFixture.KeyOf(2)), null, CancellationToken.None))
        {
            dropped!.Write(new byte[100_000]);
            Assert.Equal(2, _fixture.ContentFiles().Length);
        }

        Assert.Single(_fixture.ContentFiles());
    }

    private static void ZeroBlock(byte[] bytes, int offset, Random random)
    {
        var start = offset / BlockLength * BlockLength;
        bytes.AsSpan(start, Math.Min(BlockLength, bytes.Length - start)).Clear();
    }

    private static void Damage(string path, int seed, int count, Action<byte[], int, Random> how)
    {
        var random = new Random(seed);
        var bytes = File.ReadAllBytes(path);
        foreach (var _ in Enumerable.Range(0, count))
        {
            how(bytes, random.Next(bytes.Length), random);
        }

        // In place, for it may be open.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(bytes);
    }

    private async Task<List<StoredResponse>> StoreAndCloseAsync()
    {
        await using var store = _fixture.Open();

        return await StoreFixture.FillAsync(store, 200);
    }

    // Whatever is lost of it, nothing is other than it was, and what comes next is kept; but for a store that failed twice.
    private async Task AssertGoesOnAsync(List<StoredResponse> stored, StoreFixture? fixture = null)
    {
        fixture ??= _fixture;
        await using var store = fixture.Open();
        var whole = await StoreFixture.CountWholeAsync(store, stored);
        await store.SettleAsync();
        fixture.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.InRange(whole, 0, 200);
        Assert.InRange(fixture.Failures, 0, 2);
        Assert.Equal(fixture.Failures, fixture.Logger.Lines.Count);
        var next = await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(1000)), 5_000);
        Assert.Equal(fixture.Failures < 2 ? 1 : 0, next is null ? 0 : await StoreFixture.CountWholeAsync(store, [next]));
        TestContext.Current.TestOutputHelper?.WriteLine($"{whole} whole, {fixture.DamagedEntries} damaged, {fixture.Failures} failures");
    }
}
