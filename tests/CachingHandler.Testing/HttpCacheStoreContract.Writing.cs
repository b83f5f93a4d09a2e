namespace CachingHandler.Testing;

public abstract partial class HttpCacheStoreContract
{
    [Fact]
    public async Task Writer_DisposedWithoutCommit_LeavesWhatWasStored()
    {
        var old = await Store.StoreAsync(StoredResponses.Of(Key));
        using (var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), 3, CancellationToken.None))
        {
            writer!.Write([1, 2, 3]);
        }

        var found = Assert.Single(await Store.FindAsync(Key));

        Assert.Equal(old.BodyId, found.BodyId);
        Assert.Equal(BodyBytes.Of(old.BodyId, 1000), await Store.ReadBodyAsync(found));
    }

    [Fact]
    public async Task Writer_Length_CountsWhatIsStaged()
    {
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), 100, CancellationToken.None);
        Assert.Equal(0, writer!.Length);

        writer.Write(new byte[10]);
        await writer.WriteAsync(new byte[20_000], CancellationToken.None);

        Assert.Equal(20_010, writer.Length);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(5, 10)]
    [InlineData(99_990, 10)]
    [InlineData(99_995, 5)]
    [InlineData(100_000, 0)]
    [InlineData(200_000, 0)]
    public async Task Writer_ReadBack_GivesWhatIsStagedThere(int offset, int expected)
    {
        var bytes = BodyBytes.Of(Guid.NewGuid(), 100_000);
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);
        writer!.Write(bytes.AsSpan(0, 33_333));
        writer.Write(bytes.AsSpan(33_333));
        var part = new byte[10];

        var count = writer.Read(offset, part);

        Assert.Equal(expected, count);
        Assert.Equal(bytes.Skip(offset).Take(10), part.Take(count));
    }

    [Fact]
    public async Task Writer_ReadBeforeTheStart_Throws()
    {
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);

        Assert.Throws<ArgumentOutOfRangeException>(() => writer!.Read(-1, new byte[1]));
    }

    [Fact]
    public async Task Writer_ReadBackAfterCommit_GoesOn()
    {
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);
        writer!.Write([1, 2, 3, 4]);
        await writer.CommitAsync(CancellationToken.None);
        var part = new byte[4];

        var count = writer.Read(1, part);

        Assert.Equal(3, count);
        Assert.Equal([2, 3, 4, 0], part);
    }

    [Fact]
    public async Task Commit_ReturnsTheHeadWithItsLength()
    {
        var head = StoredResponses.Create(Key, [("accept", "a")], [("ETag", "\"1\"")]);
        using var writer = await Store.BeginWriteAsync(head, null, CancellationToken.None);
        writer!.Write([1, 2, 3]);

        var stored = await writer.CommitAsync(CancellationToken.None);

        AssertSameHead(head.WithBodyLength(3), stored!);
    }

    [Fact]
    public async Task Commit_Twice_Throws()
    {
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), 0, CancellationToken.None);
        await writer!.CommitAsync(CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.CommitAsync(CancellationToken.None));

        Assert.Single(await Store.FindAsync(Key));
    }

    [Fact]
    public async Task Commit_ThenDispose_KeepsTheResponse()
    {
        var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), 0, CancellationToken.None);
        await writer!.CommitAsync(CancellationToken.None);

        writer.Dispose();
        writer.Dispose();

        Assert.Single(await Store.FindAsync(Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Commit_OtherThanTheDeclaredLength_StoresWhatWasWritten(int declaredLength)
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, 5_000);
        using var writer = await Store.BeginWriteAsync(head, declaredLength, CancellationToken.None);
        writer!.Write(bytes);

        var stored = await writer.CommitAsync(CancellationToken.None);

        Assert.Equal(5_000, stored!.BodyLength);
        Assert.Equal(bytes, await Store.ReadBodyAsync(stored));
    }

    [Fact]
    public async Task Commit_TwoWritersOfOneKey_LastOneCounts()
    {
        var first = StoredResponses.Of(Key);
        var second = StoredResponses.Of(Key);
        using var early = await Store.BeginWriteAsync(first, null, CancellationToken.None);
        using var late = await Store.BeginWriteAsync(second, null, CancellationToken.None);
        early!.Write([1]);
        late!.Write([2]);

        await late.CommitAsync(CancellationToken.None);
        await early.CommitAsync(CancellationToken.None);

        var found = Assert.Single(await Store.FindAsync(Key));
        Assert.Equal([1], await Store.ReadBodyAsync(found));
    }
}
