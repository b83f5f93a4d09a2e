namespace CachingHandler.Testing;

public abstract partial class HttpCacheStoreContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(70_000)]
    [InlineData(300_000)]
    [InlineData(1_048_576)]
    public async Task OpenBody_WrittenAtOnce_GivesTheSameBytes(int length)
    {
        var head = StoredResponses.Of(Key);
        await Store.StoreAsync(head, length);

        var found = Assert.Single(await Store.FindAsync(Key));

        Assert.Equal(length, found.BodyLength);
        Assert.Equal(BodyBytes.Of(head.BodyId, length), await Store.ReadBodyAsync(found));
    }

    [Theory]
    [InlineData(1_000, 7)]
    [InlineData(70_000, 4_093)]
    [InlineData(1_048_576, 33_331)]
    public async Task OpenBody_WrittenInOddParts_GivesTheSameBytes(int length, int partLength)
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, length);
        using var writer = await Store.BeginWriteAsync(head, null, CancellationToken.None);
        foreach (var part in bytes.Chunk(partLength))
        {
            writer!.Write(part);
        }

        var stored = await writer!.CommitAsync(CancellationToken.None);

        Assert.Equal(bytes, await Store.ReadBodyAsync(stored!));
    }

    [Theory]
    [InlineData(1_000, 7)]
    [InlineData(300_000, 40_009)]
    public async Task OpenBody_WrittenAsynchronously_GivesTheSameBytes(int length, int partLength)
    {
        var head = StoredResponses.Of(Key);
        var bytes = BodyBytes.Of(head.BodyId, length);
        using var writer = await Store.BeginWriteAsync(head, null, CancellationToken.None);
        foreach (var part in bytes.Chunk(partLength))
        {
            await writer!.WriteAsync(part, CancellationToken.None);
        }

        var stored = await writer!.CommitAsync(CancellationToken.None);

        Assert.Equal(bytes, await Store.ReadBodyAsync(stored!));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_048_576)]
    public async Task Body_ReadFromTheMiddle_GivesTheBytesThere(int length)
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key), length);
        using var body = await Store.OpenAsync(stored);
        var part = new byte[100];

        var count = body.Read(length / 2, part);

        Assert.Equal(100, count);
        Assert.Equal(BodyBytes.Of(stored.BodyId, length).AsSpan(length / 2, 100).ToArray(), part);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Body_ReadAtOrPastTheEnd_GivesNothing(int length)
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key), length);
        using var body = await Store.OpenAsync(stored);

        Assert.Equal(length, body.Length);
        Assert.Equal(0, body.Read(length, new byte[10]));
        Assert.Equal(0, body.Read(length + 1L, new byte[10]));
        Assert.Equal(0, await body.ReadAsync(length, new byte[10], CancellationToken.None));
        Assert.Equal(0, body.Read(0, []));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Body_ReadBeforeTheStart_Throws(int length)
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key), length);
        using var body = await Store.OpenAsync(stored);

        Assert.Throws<ArgumentOutOfRangeException>(() => body.Read(-1, new byte[10]));
    }

    [Fact]
    public async Task Body_MemoryIfAny_StaysValidAfterDisposal()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key), 1_000);
        var body = await Store.OpenAsync(stored);
        var inMemory = body.TryGetMemory(out var memory);

        body.Dispose();

        Assert.Equal(inMemory ? BodyBytes.Of(stored.BodyId, 1_000) : [], memory.ToArray());
    }

    [Fact]
    public async Task Body_ReadByTwoAtOnce_GivesEachAllBytes()
    {
        var stored = await Store.StoreAsync(StoredResponses.Of(Key), 300_000);
        using var body = await Store.OpenAsync(stored);

        var all = await Task.WhenAll(
            Task.Run(() => body.ReadAllAsync(1_013)), Task.Run(() => body.ReadAllAsync(4_001)));

        Assert.All(all, bytes => Assert.Equal(BodyBytes.Of(stored.BodyId, 300_000), bytes));
    }

    [Fact]
    public async Task OpenBody_NeverStored_IsNull() =>
        Assert.Null(await Store.OpenBodyAsync(StoredResponses.Of(Key), CancellationToken.None));

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task OpenBody_OfAReplacedHead_NeverGivesTheNewBytes(int length)
    {
        await Store.StoreAsync(StoredResponses.Of(Key), length);
        var old = Assert.Single(await Store.FindAsync(Key));
        await Store.StoreAsync(StoredResponses.Of(Key), length);

        var bytes = await Store.ReadBodyAsync(old);

        Assert.Equal(BodyBytes.Of(old.BodyId, length), bytes ?? BodyBytes.Of(old.BodyId, length));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Body_OpenWhileReplaced_KeepsItsBytes(int length)
    {
        var old = await Store.StoreAsync(StoredResponses.Of(Key), length);
        using var body = await Store.OpenAsync(old);

        var newer = await Store.StoreAsync(StoredResponses.Of(Key), length);

        Assert.Equal(BodyBytes.Of(old.BodyId, length), await body.ReadAllAsync());
        Assert.Equal(BodyBytes.Of(newer.BodyId, length), await Store.ReadBodyAsync(newer));
        Assert.Equal(newer.BodyId, Assert.Single(await Store.FindAsync(Key)).BodyId);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Body_OpenWhileRemovedOrCleared_KeepsItsBytes(int length)
    {
        var removed = await Store.StoreAsync(StoredResponses.Of(Key), length);
        var cleared = await Store.StoreAsync(StoredResponses.Of(OtherKey), length);
        using var first = await Store.OpenAsync(removed);
        using var second = await Store.OpenAsync(cleared);

        await Store.RemoveAsync(Key);
        await Store.ClearAsync();

        Assert.Equal(BodyBytes.Of(removed.BodyId, length), await first.ReadAllAsync());
        Assert.Equal(BodyBytes.Of(cleared.BodyId, length), await second.ReadAllAsync());
    }
}
