using CachingHandler.Storage;

namespace CachingHandler.Testing;

public abstract partial class HttpCacheStoreContract
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Part_Stored_IsFoundWithItsBytes(int length)
    {
        var head = PartOf(StoredResponses.Of(Key, ("ETag", "\"1\"")), length, 1_000_000);

        await Store.StoreAsync(head, length);

        var found = Assert.Single(await Store.FindAsync(Key));
        AssertSameHead(head.WithBodyLength(length), found);
        Assert.Equal(BodyBytes.Of(head.BodyId, length), await Store.ReadBodyAsync(found));
    }

    [Fact]
    public async Task Part_OfSeveralRangesAndUnknownLength_SurvivesTheStore()
    {
        var part = new StoredPart([new(0, 9), new(20, 29), new(5_000_000_000, 5_000_000_009)], null);
        await Store.StoreAsync(StoredResponses.Of(Key).WithPart(part), 30);

        var found = Assert.Single(await Store.FindAsync(Key));

        Assert.Equal(part.Ranges, found.Part!.Ranges);
        Assert.Null(found.Part.CompleteLength);
    }

    [Fact]
    public async Task Part_OfTheSameVariant_ReplacesThePart()
    {
        var other = await Store.StoreAsync(PartOf(StoredResponses.Variant(Key, ("accept", "text/plain")), 10, 100), 10);
        await Store.StoreAsync(PartOf(StoredResponses.Variant(Key, ("accept", "text/html")), 10, 100), 10);

        var newer = await Store.StoreAsync(PartOf(StoredResponses.Variant(Key, ("accept", "text/html")), 50, 100), 50);

        var found = await Store.FindAsync(Key);
        Assert.Equal(Ids(other, newer), Ids([.. found]));
        Assert.Equal([10L, 50L], found.Select(head => head.Part!.Length).Order());
    }

    [Fact]
    public async Task Part_CompletedByAWhole_IsOneNoLonger()
    {
        await Store.StoreAsync(PartOf(StoredResponses.Of(Key), 10, 100), 10);

        var whole = await Store.StoreAsync(StoredResponses.Of(Key), 100);

        var found = Assert.Single(await Store.FindAsync(Key));
        Assert.Null(found.Part);
        Assert.Equal(BodyBytes.Of(whole.BodyId, 100), await Store.ReadBodyAsync(found));
    }

    [Fact]
    public async Task UpdateHead_OfAPart_KeepsWhatItHolds()
    {
        var stored = await Store.StoreAsync(PartOf(StoredResponses.Of(Key), 10, 100), 10);
        var updated = stored.WithFields(("X", "1")).WithPart(stored.Part!);

        Assert.True(await Store.UpdateAsync(stored, updated));

        AssertSameHead(updated, Assert.Single(await Store.FindAsync(Key)));
    }

    [Fact]
    public async Task UpdateHead_Outdated_SaysSoUntilAnother()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key));
        Assert.True(await Store.UpdateAsync(stored, stored.Outdated()));
        var outdated = Assert.Single(await Store.FindAsync(Key));
        Assert.True(await Store.UpdateAsync(outdated, outdated.WithFields(("X", "1"))));

        var confirmed = Assert.Single(await Store.FindAsync(Key));

        Assert.Equal((true, false), (outdated.IsOutdated, confirmed.IsOutdated));
        Assert.Equal(BodyBytes.Of(stored.BodyId, 1000), await Store.ReadBodyAsync(confirmed));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300_000)]
    public async Task Commit_WithAnotherHead_StoresThat(int length)
    {
        var announced = StoredResponses.Of(Key, ("ETag", "\"1\"")).WithBodyLength(1_000_000);
        var bytes = BodyBytes.Of(announced.BodyId, length);
        using var writer = await Store.BeginWriteAsync(announced, 1_000_000, CancellationToken.None);
        await writer!.WriteAsync(bytes, CancellationToken.None);
        var part = PartOf(announced, length, 1_000_000);

        var stored = await writer.CommitAsync(part, CancellationToken.None);

        var found = Assert.Single(await Store.FindAsync(Key));
        AssertSameHead(part.WithBodyLength(length), stored!);
        AssertSameHead(part.WithBodyLength(length), found);
        Assert.Equal(bytes, await Store.ReadBodyAsync(found));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(250)]
    [InlineData(5_000)]
    public async Task Commit_WithThePartOfAnyHead_FindsRoomForIt(int valueLength)
    {
        var announced = StoredResponses.Of(Key, ("X", new string('x', valueLength)));
        using var writer = await Store.BeginWriteAsync(announced, 100, CancellationToken.None);
        writer!.Write(new byte[10]);

        var stored = await writer.CommitAsync(PartOf(announced, 10, 100), CancellationToken.None);

        Assert.Equal(10, Assert.Single(await Store.FindAsync(Key)).Part!.Length);
        Assert.NotNull(stored);
    }

    [Fact]
    public async Task Commit_WithAnotherHeadAfterACommit_Throws()
    {
        var head = StoredResponses.Of(Key);
        using var writer = await Store.BeginWriteAsync(head, null, CancellationToken.None);
        writer!.Write(new byte[10]);
        await writer.CommitAsync(CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await writer.CommitAsync(PartOf(head, 10, 100), CancellationToken.None));

        Assert.Null(Assert.Single(await Store.FindAsync(Key)).Part);
    }

    private static StoredResponse PartOf(StoredResponse head, int length, long completeLength) =>
        head.WithPart(new StoredPart([new(0, length - 1)], completeLength));
}
