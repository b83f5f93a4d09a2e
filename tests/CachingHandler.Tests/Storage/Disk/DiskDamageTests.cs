using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class DiskDamageTests
{
    [Theory]
    [InlineData("magic", 0)]
    [InlineData("version", 4)]
    [InlineData("flags", 6)]
    [InlineData("key hash", 8)]
    [InlineData("key hash, last byte", 39)]
    [InlineData("body length", 40)]
    [InlineData("body checksum", 48)]
    [InlineData("slot size", 52)]
    [InlineData("header checksum", 56)]
    [InlineData("slot A, sequence", 64)]
    [InlineData("slot A, length", 72)]
    [InlineData("slot A, checksum", 76)]
    [InlineData("slot A, head", 80)]
    [InlineData("slot A, further on", 150)]
    [InlineData("body, last byte", -1)]
    [InlineData("body, first byte", -300)]
    public async Task Find_OneByteFlipped_IsAMissAndRemovesTheFile(string region, int offset)
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        entry.Flip(offset);

        await entry.AssertMissAndRemovedAsync();
        Assert.NotEmpty(region);
    }

    [Fact]
    public async Task Find_AnyByteFlipped_IsAMissOrTheVeryResponse()
    {
        await using var entry = await DiskEntryFixture.CreateAsync(bodyLength: 50);
        var good = entry.Bytes();

        foreach (var offset in Enumerable.Range(0, good.Length))
        {
            entry.Write(good);
            entry.Flip(offset);
            await AssertMissOrGoodAsync(entry);
        }
    }

    [Fact]
    public async Task Find_CutAtManyLengths_IsAMissAndRemovesTheFile()
    {
        await using var entry = await DiskEntryFixture.CreateAsync(bodyLength: 50);
        var good = entry.Bytes();

        int[] lengths = [.. Enumerable.Range(0, good.Length / 9).Select(i => i * 9), good.Length - 1];

        foreach (var length in lengths)
        {
            entry.Write(good[..length]);
            Assert.Empty(await entry.Store.FindAsync(DiskEntryFixture.Key));
            Assert.False(File.Exists(entry.File));
        }

        Assert.Equal(lengths.Length, entry.DamagedEntries);
        await entry.AssertNeighbourIntactAsync();
    }

    [Theory]
    [InlineData(9_000)]
    [InlineData(100_000)]
    [InlineData(300_000)]
    public async Task Find_LargerFileCut_IsAMissAndRemovesTheFile(int bodyLength)
    {
        await using var entry = await DiskEntryFixture.CreateAsync(bodyLength);
        entry.Write(entry.Bytes()[..^1]);

        await entry.AssertMissAndRemovedAsync();
    }

    [Fact]
    public async Task Find_BytesAppended_IsAMissAndRemovesTheFile()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        entry.Write([.. entry.Bytes(), 0]);

        await entry.AssertMissAndRemovedAsync();
    }

    [Fact]
    public async Task Find_Zeroed_IsAMissAndRemovesTheFile()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        entry.Write(new byte[entry.Bytes().Length]);

        await entry.AssertMissAndRemovedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not ours")]
    public async Task Find_ForeignFileWithOurName_IsAMissAndRemovesTheFile(string text)
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        entry.Write(System.Text.Encoding.ASCII.GetBytes(text));

        await entry.AssertMissAndRemovedAsync();
    }

    [Fact]
    public async Task Find_FileOfAnotherKey_IsAMissAndRemovesTheFile()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        var place = new EntryPaths(entry.Store.DirectoryPath).Of(DiskEntryFixture.Neighbour);
        File.Copy(place.Plain, entry.File, overwrite: true);

        await entry.AssertMissAndRemovedAsync();
    }

    [Fact]
    public async Task Find_HugeNumbersUnderAGoodChecksum_IsAMissAndRemovesTheFile()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        var bytes = entry.Bytes();
        new EntryHeader(entry.Header().Hash, long.MaxValue - 100, 0, int.MaxValue).Write(bytes);
        entry.Write(bytes);

        await entry.AssertMissAndRemovedAsync();
    }

    [Fact]
    public async Task Find_DirectoryInTheFilesPlace_IsAMissAndLeavesIt()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        File.Delete(entry.File);
        Directory.CreateDirectory(entry.File);

        Assert.Empty(await entry.Store.FindAsync(DiskEntryFixture.Key));
        Assert.Null(await entry.Store.ReadBodyAsync(entry.Stored));
        Assert.True(Directory.Exists(entry.File));
        await entry.AssertNeighbourIntactAsync();
    }

    [Fact]
    public async Task Find_LinkInTheFilesPlace_IsAMissAndLeavesIt()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        File.Move(entry.File, entry.File + ".moved");
        File.CreateSymbolicLink(entry.File, entry.File + ".moved");
        await using var store = new DiskHttpCacheStore(entry.Store.DirectoryPath);

        Assert.Empty(await store.FindAsync(DiskEntryFixture.Key));
        Assert.True(File.Exists(entry.File + ".moved"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Find_NewestHeadTorn_FallsBackToTheOneBefore(int updates)
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        var heads = Enumerable.Range(0, updates + 1)
            .Select(i => i == 0 ? entry.Stored : entry.Stored.WithFields(("X", $"{i}"))).ToArray();
        foreach (var head in heads[1..])
        {
            await entry.Store.UpdateAsync(entry.Stored, head);
        }

        entry.Flip(EntryHeader.Length + (updates % 2 * entry.Header().SlotSize) + 20);

        var found = Assert.Single(await entry.Store.FindAsync(DiskEntryFixture.Key));
        Assert.Equal(heads[^2].Fields.ToArray(), found.Fields.ToArray());
        Assert.Equal(0, entry.DamagedEntries);
    }

    [Fact]
    public async Task UpdateHead_AfterATornOne_Succeeds()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        await entry.Store.UpdateAsync(entry.Stored, entry.Stored.WithFields(("X", "torn")));
        entry.Flip(EntryHeader.Length + entry.Header().SlotSize + 20);

        Assert.True(await entry.Store.UpdateAsync(entry.Stored, entry.Stored.WithFields(("X", "good"))));

        var found = Assert.Single(await entry.Store.FindAsync(DiskEntryFixture.Key));
        Assert.Equal(["good"], found.Fields.GetValues("X"));
    }

    [Fact]
    public async Task Enumerate_DamagedEntry_PassesItOverAndLeavesIt()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        entry.Flip(0);

        var all = await entry.Store.AllAsync();

        Assert.Equal(DiskEntryFixture.Neighbour, Assert.Single(all).Key);
        Assert.True(File.Exists(entry.File));
    }

    private static async Task AssertMissOrGoodAsync(DiskEntryFixture entry)
    {
        foreach (var found in await entry.Store.FindAsync(DiskEntryFixture.Key))
        {
            Assert.Equal(entry.Stored.Fields.ToArray(), found.Fields.ToArray());
            Assert.Equal(BodyBytes.Of(entry.Stored.BodyId, 50), await entry.Store.ReadBodyAsync(found));
        }
    }
}
