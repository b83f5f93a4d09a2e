using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>What every store promises; a store's tests inherit it.</summary>
/// <remarks>One test a sentence of the documentation of <see cref="HttpCacheStore"/> and what it hands out.</remarks>
public abstract partial class HttpCacheStoreContract : IAsyncDisposable
{
    protected static readonly HttpCacheKey Key = StoredResponses.Key("https://example.com/one");
    protected static readonly HttpCacheKey OtherKey = StoredResponses.Key("https://example.com/two");

    private HttpCacheStore? _store;

    /// <summary>Gets the store under test, empty at first.</summary>
    protected HttpCacheStore Store => _store ??= CreateStore();

    /// <summary>Creates an empty store with room for 8 MiB at least.</summary>
    protected abstract HttpCacheStore CreateStore();

    /// <summary>Waits for what the store still has to do with what it was given.</summary>
    protected virtual Task SettleAsync() => Task.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Find_NothingStored_IsEmpty() => Assert.Empty(await Store.FindAsync(Key));

    [Fact]
    public async Task Find_AfterCommit_ReturnsTheHead()
    {
        var head = StoredResponses.Of(Key, ("ETag", "\"1\""));

        await Store.StoreAsync(head, 1000);

        var found = Assert.Single(await Store.FindAsync(Key));
        AssertSameHead(head.WithBodyLength(1000), found);
    }

    [Fact]
    public async Task Find_BeforeCommit_SeesNothing()
    {
        using var writer = await Store.BeginWriteAsync(StoredResponses.Of(Key), null, CancellationToken.None);

        writer!.Write([1, 2, 3]);

        Assert.Empty(await Store.FindAsync(Key));
    }

    [Fact]
    public async Task Find_KeysThatDifferInOnePart_AreDistinct()
    {
        var get = await Store.StoreAsync(StoredResponses.Of(Key));
        var query = await Store.StoreAsync(StoredResponses.Of(Key with { Method = "QUERY" }));
        var partitioned = await Store.StoreAsync(StoredResponses.Of(Key with { Partition = "alice" }));
        var upperCase = await Store.StoreAsync(StoredResponses.Of(Key with { Uri = Key.Uri.ToUpperInvariant() }));

        Assert.Equal(get.BodyId, Assert.Single(await Store.FindAsync(get.Key)).BodyId);
        Assert.Equal(query.BodyId, Assert.Single(await Store.FindAsync(query.Key)).BodyId);
        Assert.Equal(partitioned.BodyId, Assert.Single(await Store.FindAsync(partitioned.Key)).BodyId);
        Assert.Equal(upperCase.BodyId, Assert.Single(await Store.FindAsync(upperCase.Key)).BodyId);
    }

    [Fact]
    public async Task Find_UriThatLooksLikeAPath_StaysAName()
    {
        var head = StoredResponses.Of(StoredResponses.Key("../../../etc/passwd\0*?<>|:", partition: "/.."));

        await Store.StoreAsync(head);

        Assert.Equal(head.BodyId, Assert.Single(await Store.FindAsync(head.Key)).BodyId);
    }

    [Fact]
    public void Secret_IsThirtyTwoBytesAndStays()
    {
        var secret = Store.Secret.ToArray();

        Assert.Equal(32, secret.Length);
        Assert.Contains(secret, value => value != 0);
        Assert.Equal(secret, Store.Secret.ToArray());
    }

    /// <summary>Compares two heads by all that is stored of them.</summary>
    protected static void AssertSameHead(StoredResponse expected, StoredResponse actual)
    {
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.BodyId, actual.BodyId);
        Assert.Equal(expected.StatusCode, actual.StatusCode);
        Assert.Equal(expected.ReasonPhrase, actual.ReasonPhrase);
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Fields.ToArray(), actual.Fields.ToArray());
        Assert.Equal(expected.SelectingFields.ToArray(), actual.SelectingFields.ToArray());
        Assert.Equal(expected.RequestTime, actual.RequestTime);
        Assert.Equal(expected.ResponseTime, actual.ResponseTime);
        Assert.Equal(expected.DiscardAfter, actual.DiscardAfter);
        Assert.Equal(expected.BodyLength, actual.BodyLength);
        Assert.Equal(expected.Groups.ToArray(), actual.Groups.ToArray());
        Assert.Equal(expected.Part?.Ranges, actual.Part?.Ranges);
        Assert.Equal(expected.Part?.CompleteLength, actual.Part?.CompleteLength);
        Assert.Equal(expected.IsOutdated, actual.IsOutdated);
    }
}
