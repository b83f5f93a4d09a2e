using CachingHandler.Storage;
using CachingHandler.Testing;
using LiteDB;

namespace CachingHandler.LiteDb.Tests;

/// <summary>What becomes of a database that fails, or is not one.</summary>
public sealed class LiteDbRecoveryTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Open_NoDatabase_IsMovedAsideAndBegunAnew()
    {
        await SpoilAsync();
        await using var store = _fixture.Open();

        var stored = await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));

        Assert.Equal(BodyBytes.Of(stored.BodyId, 1000), await store.ReadBodyAsync(stored));
        Assert.Equal(["DatabaseMovedAside"], _fixture.Events());
        Assert.Equal(1, _fixture.Failures);
        Assert.StartsWith("xxx", File.ReadAllText(Assert.Single(_fixture.MovedAside(), path => !path.Contains("-log"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_WithinAMinuteOfAnother_DisablesTheStore()
    {
        await SpoilAsync();
        await using var store = _fixture.Open();
        await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)), 100_000);
        _fixture.Time.Advance(TimeSpan.FromSeconds(59));

        await FailAsync(store);

        Assert.Empty(await store.FindAsync(StoreFixture.KeyOf(1)));
        Assert.Null(await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(2)), []));
        await store.RemoveAsync(StoreFixture.KeyOf(1));
        await store.ClearAsync();
        Assert.Empty(await store.AllAsync());
        Assert.Equal(["DatabaseMovedAside", "StoreDisabled"], _fixture.Events());
        Assert.Equal(2, _fixture.Failures);
        Assert.False(File.Exists(_fixture.Database));
        Assert.Empty(_fixture.ContentFiles());
    }

    [Fact]
    public async Task Failure_AMinuteAfterAnother_BeginsAnewAgainAndKeepsOneOfTheFiles()
    {
        await SpoilAsync();
        await using var store = _fixture.Open();
        await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));
        _fixture.Time.Advance(TimeSpan.FromSeconds(61));

        await FailAsync(store);

        await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(2)));
        Assert.Equal(2, _fixture.Failures);
        Assert.Equal(["DatabaseMovedAside", "DatabaseMovedAside"], _fixture.Events());
        Assert.Single(_fixture.MovedAside(), path => !path.Contains("-log"));
    }

    [Fact]
    public async Task MovedAside_AfterAWeek_IsDeleted()
    {
        await SpoilAsync();
        await using (var store = _fixture.Open())
        {
            await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));
        }

        Assert.NotEmpty(_fixture.MovedAside());
        _fixture.Time.Advance(TimeSpan.FromDays(8));
        await using var later = _fixture.Open();

        Assert.Single(await later.AllAsync());
        Assert.Empty(_fixture.MovedAside());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_DatabaseOfAnotherProgram_IsLeftAlone(bool hasSecret)
    {
        if (hasSecret)
        {
            await File.WriteAllBytesAsync(_fixture.Database + ".secret", new byte[32], TestContext.Current.CancellationToken);
        }

        using (var foreign = new LiteDatabase(_fixture.Database))
        {
            foreign.GetCollection("customers").Insert(new BsonDocument { ["name"] = "somebody" });
        }

        await using (var store = _fixture.Open())
        {
            Assert.Empty(await store.FindAsync(StoreFixture.KeyOf(1)));
            Assert.Null(await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)), []));
        }

        Assert.Equal(["DatabaseIsForeign"], _fixture.Events());
        Assert.Empty(_fixture.MovedAside());
        Assert.Equal(0, _fixture.Failures);
        using var still = new LiteDatabase(_fixture.Database);
        Assert.Equal(1, still.GetCollection("customers").Count());
    }

    [Fact]
    public async Task Open_EmptyFile_BecomesADatabase()
    {
        await File.WriteAllBytesAsync(_fixture.Database, [], TestContext.Current.CancellationToken);
        await using var store = _fixture.Open();

        await store.StoreAsync(StoredResponses.Of(StoreFixture.KeyOf(1)));

        Assert.Single(await store.AllAsync());
        Assert.Empty(_fixture.Events());
    }

    [Fact]
    public async Task Open_AfterACrash_FindsWhatWasStored()
    {
        await using var store = _fixture.Open();
        var stored = await StoreFixture.FillAsync(store, 50);
        using var crashed = _fixture.Crashed();
        await using var next = crashed.Open();

        Assert.Equal(50, await StoreFixture.CountWholeAsync(next, stored));
        Assert.Empty(crashed.Events());
    }

    [Fact]
    public async Task Open_AfterALossOfPower_IsEmpty()
    {
        await using var store = _fixture.Open();
        await StoreFixture.FillAsync(store, 10);
        using var crashed = _fixture.Crashed();
        Assert.True(File.Exists(crashed.Mark));
        await File.WriteAllTextAsync(crashed.Mark, "another boot", TestContext.Current.CancellationToken);
        await using var next = crashed.Open();

        Assert.Empty(await next.AllAsync());
        Assert.Empty(crashed.ContentFiles());
        Assert.Equal(["PowerLost"], crashed.Events());
        Assert.Equal(store.Secret.ToArray(), next.Secret.ToArray());
    }

    [Fact]
    public async Task Open_AfterACleanEndAndABoot_FindsWhatWasStored()
    {
        List<StoredResponse> stored;
        await using (var store = _fixture.Open())
        {
            stored = await StoreFixture.FillAsync(store, 10);
        }

        Assert.False(File.Exists(_fixture.Mark));
        Assert.Equal(0, new FileInfo(_fixture.Log).Length);
        await using var next = _fixture.Open();

        Assert.Equal(10, await StoreFixture.CountWholeAsync(next, stored));
    }

    [Fact]
    public async Task Statistics_AfterReopening_AreAsBefore()
    {
        HttpCacheStatistics before;
        await using (var store = _fixture.Open())
        {
            await StoreFixture.FillAsync(store, 20);
            await store.RemoveAsync(StoreFixture.KeyOf(3));
            before = await store.GetStatisticsAsync();
        }

        await using var next = _fixture.Open();

        Assert.Equal(19, before.Entries);
        Assert.Equal(before, await next.GetStatisticsAsync());
    }

    private async Task SpoilAsync()
    {
        await using (var store = _fixture.Open())
        {
            await StoreFixture.FillAsync(store, 3);
        }

        await File.WriteAllTextAsync(_fixture.Database, new string('x', 50_000));
    }

    // The file is made unreadable for LiteDB while it is open, by what it would take for its own pages.
    private async Task FailAsync(LiteDbHttpCacheStore store)
    {
        await store.SettleAsync();
        using (var file = new FileStream(
            _fixture.Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(8192);
        }

        foreach (var number in Enumerable.Range(10, 3))
        {
            await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(number)));
        }
    }
}
