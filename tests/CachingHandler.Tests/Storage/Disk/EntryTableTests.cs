using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class EntryTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Table_AnySequenceOfChanges_IsAsADictionary(int seed)
    {
        var random = new Random(seed);
        var table = new EntryTable();
        var expected = new Dictionary<EntryId, IndexedEntry>();
        foreach (var _ in Enumerable.Range(0, 20_000))
        {
            var id = IdOf(random.Next(2_000));
            if (random.Next(5) < 3)
            {
                var entry = new IndexedEntry(id, random.Next(), (uint)random.Next(1, 100));
                table.Put(entry);
                expected[id] = entry;
            }
            else
            {
                table.Remove(id);
                expected.Remove(id);
            }

            Assert.Equal(expected.TryGetValue(id, out var there), table.TryGet(id, out var found));
            Assert.Equal(there, found);
        }

        Assert.Equal(expected.Count, table.Count);
        Assert.Equal(expected.Values.Sum(entry => entry.Blocks), table.Blocks);
        Assert.Equal(expected.Values.ToHashSet(), table.All().ToHashSet());
    }

    [Fact]
    public void Table_Empty_HasAndRemovesNothing()
    {
        var table = new EntryTable();

        table.Remove(IdOf(1));

        Assert.False(table.TryGet(IdOf(1), out _));
        Assert.Empty(table.All());
    }

    [Fact]
    public void Table_GrownByAnEighth_TakesAtMostAHundredBytesForAnEntry()
    {
        const int Count = 80_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var table = new EntryTable(Count / 8 * 9);

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(bytes / (double)Count, 60, 100);
        Assert.Equal(0, table.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EntryId_PathOfAnEntry_ReadsBackAndIsThePath(bool isVariant)
    {
        var place = new EntryPaths("/cache").Of(StoredResponses.Key());
        var path = isVariant ? place.VariantOf(StoredResponses.Variant(StoredResponses.Key(), ("accept", null)))! : place.Plain;

        Assert.True(EntryId.TryParse(path, out var id));

        Assert.Equal(place.Hash, id.Hash);
        Assert.Equal(path, id.PathBelow("/cache/v1"));
        Assert.Equal(path[10..12], id.Shard.ToString("x2", null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/cache/v1/secret")]
    [InlineData("/cache/v1/ab/~1-1-00ff")]
    [InlineData("/cache/v1/ab/00112233445566778899aabbccddeeff")]
    public void EntryId_PathOfAnythingElse_IsNone(string path) => Assert.False(EntryId.TryParse(path, out _));

    private static EntryId IdOf(int number) => new(KeyHash.Of(StoredResponses.Key($"https://example.com/{number}")), (UInt128)(number % 2));
}
