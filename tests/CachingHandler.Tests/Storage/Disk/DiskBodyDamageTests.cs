using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class DiskBodyDamageTests
{
    [Theory]
    [InlineData(100_000)]
    [InlineData(200_000)]
    public async Task OpenBody_DamagedBodyOfModestSize_IsNullAndRemovesTheFile(int length)
    {
        await using var entry = await DiskEntryFixture.CreateAsync(length);
        entry.Flip(-length / 2);

        Assert.Null(await entry.Store.ReadBodyAsync(entry.Stored));

        await entry.AssertMissAndRemovedAsync();
    }

    [Fact]
    public async Task Body_DamagedLargeBodyReadInOrder_WithholdsTheLastBytesAndRemovesTheFile()
    {
        await using var entry = await DiskEntryFixture.CreateAsync(1_000_000);
        entry.Flip(-500_000);
        using var body = await entry.Store.OpenAsync(entry.Stored);

        var exception = await Assert.ThrowsAsync<IOException>(() => body.ReadAllAsync());

        Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => body.Read(999_999, new byte[1]));
        await entry.AssertMissAndRemovedAsync();
    }

    [Fact]
    public async Task Body_LargeBodyCutWhileOpen_Throws()
    {
        await using var entry = await DiskEntryFixture.CreateAsync(1_000_000);
        using var body = await entry.Store.OpenAsync(entry.Stored);
        entry.Write(entry.Bytes()[..600_000]);

        await Assert.ThrowsAsync<IOException>(() => body.ReadAllAsync());
    }

    [Fact]
    public async Task UpdateHead_DamagedBodyThatWouldBeCopied_IsFalseAndRemovesTheFile()
    {
        await using var entry = await DiskEntryFixture.CreateAsync(300_000);
        entry.Flip(-1);

        Assert.False(await entry.Store.UpdateAsync(
            entry.Stored, entry.Stored.WithFields(("X-Long", new string('l', 50_000)))));

        await entry.AssertMissAndRemovedAsync();
    }
}
