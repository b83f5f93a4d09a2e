using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>What all stores over one medium agree on: what has been cleared, and what is lost with the medium.</summary>
public sealed class GenerationTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly StoreFixture _fixture = new();
    private readonly DistributedHttpCacheStore _one;
    private readonly DistributedHttpCacheStore _two;

    public GenerationTests()
    {
        _one = _fixture.Open();
        _two = _fixture.Open();
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Clear_ByOne_IsSeenByTheOtherAfterASecond()
    {
        await _one.StoreAsync(_fixture.Head());
        Assert.Single(await _two.FindAsync(StoreFixture.Key));
        await _one.ClearAsync();

        var before = await _two.FindAsync(StoreFixture.Key);
        _fixture.Time.Advance(Second);

        Assert.Single(before);
        Assert.Empty(await _two.FindAsync(StoreFixture.Key));
        Assert.Empty(await _one.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Clear_WhileAnotherCallLooks_StaysCleared()
    {
        await _one.StoreAsync(_fixture.Head());
        _fixture.Time.Advance(Second);
        var isFirst = 1;
        _fixture.Medium.After = async (operation, name) =>
        {
            if (operation == "get" && name.EndsWith(":generation", StringComparison.Ordinal) && Interlocked.Exchange(ref isFirst, 0) == 1)
            {
                await _one.ClearAsync();
            }
        };

        Assert.Empty(await _one.FindAsync(StoreFixture.Key));
        Assert.Equal(0, isFirst);
    }

    [Fact]
    public async Task Clear_WhoseGenerationIsLost_DoesNotBringBackWhatWasCleared()
    {
        await _one.StoreAsync(_fixture.Head());
        _fixture.Time.Advance(TimeSpan.FromMinutes(2));
        await _one.ClearAsync();
        _fixture.Medium.Values.TryRemove("http-cache:1:generation", out _);
        _fixture.Time.Advance(Second);

        Assert.Empty(await _two.FindAsync(StoreFixture.Key));
        Assert.Empty(await _one.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Medium_Emptied_IsFilledAgainByBoth()
    {
        await _one.StoreAsync(_fixture.Head());
        await _two.FindAsync(StoreFixture.Key);
        _fixture.Medium.Values.Clear();
        _fixture.Time.Advance(Second);

        Assert.Empty(await _two.FindAsync(StoreFixture.Key));
        await _two.StoreAsync(_fixture.Head());

        Assert.Single(await _one.FindAsync(StoreFixture.Key));
        Assert.Empty(_fixture.Events);
    }

    [Fact]
    public async Task Stores_ThatStartTogether_AgreeOnAGeneration()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => _fixture.Open()).ToArray();

        await Task.WhenAll(stores.Select((store, number) =>
            Task.Run(() => store.StoreAsync(_fixture.Head(StoredResponses.Key($"https://example.com/{number}"))))));

        foreach (var number in Enumerable.Range(0, 8))
        {
            Assert.Single(await _one.FindAsync(StoredResponses.Key($"https://example.com/{number}")));
        }
    }

    [Fact]
    public async Task Prefixes_Differ_DoNotSeeEachOther()
    {
        await _fixture.Open(options => options.KeyPrefix = "a").StoreAsync(_fixture.Head());

        Assert.Empty(await _fixture.Open(options => options.KeyPrefix = "b").FindAsync(StoreFixture.Key));
    }
}
