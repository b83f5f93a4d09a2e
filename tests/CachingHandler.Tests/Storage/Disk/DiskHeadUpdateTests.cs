using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class DiskHeadUpdateTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(5_000_000)]
    public async Task UpdateHead_ThatFits_WritesIntoTheOlderSlotAndNowhereElse(int length)
    {
        await using var entry = await DiskEntryFixture.CreateAsync(length);
        var first = entry.Bytes();

        Assert.True(await entry.Store.UpdateAsync(entry.Stored, entry.Stored.WithFields(("X", "1"))));
        var second = entry.Bytes();
        Assert.True(await entry.Store.UpdateAsync(entry.Stored, entry.Stored.WithFields(("X", "2"))));
        var third = entry.Bytes();

        Assert.Equal([1], ChangedSlots(entry, first, second));
        Assert.Equal([0], ChangedSlots(entry, second, third));
        Assert.Equal(["2"], Assert.Single(await entry.Store.FindAsync(DiskEntryFixture.Key)).Fields.GetValues("X"));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(300_000)]
    public async Task UpdateHead_ThatDoesNotFit_WritesAFileWithLargerSlots(int length)
    {
        await using var entry = await DiskEntryFixture.CreateAsync(length);
        var slotSize = entry.Header().SlotSize;
        var updated = entry.Stored.WithFields(("X-Long", new string('l', 2 * slotSize)));

        Assert.True(await entry.Store.UpdateAsync(entry.Stored, updated));

        Assert.True(entry.Header().SlotSize > 2 * slotSize);
        var found = Assert.Single(await entry.Store.FindAsync(DiskEntryFixture.Key));
        Assert.Equal(updated.Fields.ToArray(), found.Fields.ToArray());
        Assert.Equal(BodyBytes.Of(found.BodyId, length), await entry.Store.ReadBodyAsync(found));
    }

    [Fact]
    public async Task UpdateHead_ByAQuarterLarger_StillFits()
    {
        await using var entry = await DiskEntryFixture.CreateAsync();
        var slotSize = entry.Header().SlotSize;

        Assert.True(await entry.Store.UpdateAsync(
            entry.Stored, entry.Stored.WithFields(("ETag", "\"1\""), ("X-More", new string('m', slotSize / 5)))));

        Assert.Equal(slotSize, entry.Header().SlotSize);
    }

    private static int[] ChangedSlots(DiskEntryFixture entry, byte[] before, byte[] after)
    {
        Assert.Equal(before.Length, after.Length);
        var header = entry.Header();
        var changed = Enumerable.Range(0, after.Length).Where(offset => before[offset] != after[offset]);

        return [.. changed.Select(offset => (int)Math.Floor((offset - 64.0) / header.SlotSize)).Distinct()];
    }
}
