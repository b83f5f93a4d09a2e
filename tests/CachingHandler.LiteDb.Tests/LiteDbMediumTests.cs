using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.LiteDb.Tests;

/// <summary>What becomes of a store whose medium is full, or can no longer be written.</summary>
public sealed class LiteDbMediumTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(3_000)]
    [InlineData(100_000)]
    public async Task FullFileSystem_Store_IsBegunAnewAndNeverMovedAside(int length)
    {
        using var medium = new SmallFileSystem(megabytes: 8);
        var store = OpenOn(medium);
        var taken = await FillAsync(store, length);

        // What LiteDB leaves unfinished must not end the process when it is collected.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _fixture.Time.Advance(TimeSpan.FromSeconds(11));
        var stored = await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(-1)));

        Assert.InRange(taken, 10, 2_000);
        Assert.True(stored is not null, string.Join('\n', _fixture.Logger.Lines));
        Assert.Equal(1, await StoreFixture.CountWholeAsync(store, [stored]));
        Assert.Empty(Directory.GetFiles(medium.Path, "*.corrupt-*"));
        Assert.DoesNotContain("StoreDisabled", _fixture.Events());
        await store.DisposeAsync();
    }

    [Fact]
    public async Task FilledByAnother_Store_MissesAndRecovers()
    {
        using var medium = new SmallFileSystem(megabytes: 8);
        await using var store = OpenOn(medium);
        await StoreFixture.FillAsync(store, 20, lengths: 3_000);
        FillRest(Path.Join(medium.Path, "other"));

        foreach (var number in Enumerable.Range(100, 30))
        {
            await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(number)), 9_000);
            _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await store.RemoveAsync(StoreFixture.KeyOf(1));
        File.Delete(Path.Join(medium.Path, "other"));
        _fixture.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(await store.FindAsync(StoreFixture.KeyOf(1)));
        Assert.NotNull(await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(1))));
        Assert.Empty(Directory.GetFiles(medium.Path, "*.corrupt-*"));
        Assert.DoesNotContain("StoreDisabled", _fixture.Events());
    }

    [Fact]
    public async Task ReadOnlyFileSystem_Store_MissesAndRecovers()
    {
        using var medium = new SmallFileSystem(megabytes: 8);
        await using (var earlier = OpenOn(medium))
        {
            await StoreFixture.FillAsync(earlier, 5);
        }

        medium.SetReadOnly(true);
        await using var store = OpenOn(medium);

        Assert.Empty(await store.FindAsync(StoreFixture.KeyOf(1)));
        Assert.Null(await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(10))));
        await store.RemoveAsync(StoreFixture.KeyOf(1));
        Assert.Equal(["DirectoryNotUsable"], _fixture.Events());

        // What was to be removed is among what lies there, so nothing of it is used.
        medium.SetReadOnly(false);
        _fixture.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(await store.AllAsync());
        Assert.NotNull(await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(2))));
    }

    private static void FillRest(string path)
    {
        using var file = File.Create(path, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // There is no room left, as there is to be.
        }
    }

    private LiteDbHttpCacheStore OpenOn(SmallFileSystem medium) =>
        new(Path.Join(medium.Path, "cache.db"), timeProvider: _fixture.Time, logger: _fixture.Logger, meterFactory: _fixture.Meters);

    // Until the store has refused a few, which it does at latest when there is no room left.
    private static async Task<int> FillAsync(LiteDbHttpCacheStore store, int length)
    {
        var (taken, refused) = (0, 0);
        for (var number = 0; refused < 3; number++)
        {
            var isTaken = await store.BeginAndCommitAsync(StoredResponses.Of(StoreFixture.KeyOf(number)), length) is not null;
            (taken, refused) = (taken + (isTaken ? 1 : 0), refused + (isTaken ? 0 : 1));
            Assert.InRange(taken, 0, 2_000);
        }

        return taken;
    }
}
