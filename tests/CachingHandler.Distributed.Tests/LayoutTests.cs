using System.Text;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>What lies where, for how long, and how much of it a call moves.</summary>
public sealed class LayoutTests : IAsyncDisposable
{
    private const int FourMegabytes = 4 * 1024 * 1024;

    private readonly StoreFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Names_OfEverything_HaveThePrefixAndNothingReadable()
    {
        var store = _fixture.Open(options => options.KeyPrefix = "shop");
        _ = store.Secret;
        var key = StoredResponses.Key("https://example.com/secret-path", partition: "alice");
        await store.StoreAsync(_fixture.Head(key), 600_000);
        await store.RemoveAsync(_fixture.Head(key).Key);
        await store.StoreAsync(_fixture.Head(key), 600_000);

        var names = _fixture.Medium.Values.Keys;

        Assert.All(names, name => Assert.Matches("^shop:1:([a-z]+|[a-z0-9]{1,32}:[0-9a-f]{16}:[0-9a-f]{32}(:mark)?|[a-z0-9]{1,32}:body:[0-9a-f]{32}:[0-2])$", name));
        Assert.Equal(["shop:1:generation", "shop:1:secret"], names.Where(name => name.Count(character => character == ':') == 2).Order());
        Assert.Equal(3, _fixture.Medium.Names(":body:").Count());
        Assert.Single(_fixture.Medium.Names(":mark"));
    }

    [Fact]
    public async Task Names_OfOnePartition_BeginAlike()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head(StoreFixture.Key with { Partition = "alice" }));
        await store.StoreAsync(_fixture.Head(StoreFixture.OtherKey with { Partition = "alice" }));
        await store.StoreAsync(_fixture.Head(StoreFixture.Key with { Partition = "bob" }));

        var partitions = _fixture.Medium.Values.Keys.Where(name => name.Split(':').Length == 5).Select(name => name.Split(':')[3]);

        Assert.Equal([1, 2], partitions.GroupBy(partition => partition).Select(alike => alike.Count()).Order());
    }

    [Fact]
    public async Task Names_WithASecret_DifferFromThoseWithout()
    {
        await _fixture.Open().StoreAsync(_fixture.Head());
        await _fixture.Open(options => options.Secret = new byte[16]).StoreAsync(_fixture.Head());
        await _fixture.Open(options => options.Secret = [.. Enumerable.Repeat((byte)1, 16)]).StoreAsync(_fixture.Head());

        Assert.Equal(4, _fixture.Medium.Values.Count);
    }

    [Fact]
    public async Task Values_WithoutProtection_SayWhatTheyHold()
    {
        await _fixture.Open().StoreAsync(_fixture.Head());

        Assert.Contains(_fixture.Medium.Values.Values, value => Encoding.Latin1.GetString(value.Bytes).Contains(StoreFixture.Key.Uri));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(86_400 * 100, 3_600)]
    [InlineData(-60, 1)]
    public async Task Lifetime_OfAHead_IsUntilItsDiscardTimeWithinTheMaximum(int discardAfterSeconds, int seconds)
    {
        var store = _fixture.Open(options => options.MaximumAge = TimeSpan.FromHours(1));
        await store.StoreAsync(StoredResponses.Create(
            StoreFixture.Key,
            responseTime: _fixture.Time.GetUtcNow().AddSeconds(1),
            discardAfter: _fixture.Time.GetUtcNow().AddSeconds(discardAfterSeconds)));

        var index = _fixture.Medium.Values.Single(value => value.Key.Split(':').Length == 5).Value;

        Assert.Equal(TimeSpan.FromSeconds(seconds), index.Lifetime);
    }

    [Fact]
    public async Task Lifetime_OfAKeyWithVariants_IsThatOfTheLongest()
    {
        var store = _fixture.Open();
        foreach (var hours in new[] { 5, 1 })
        {
            await store.StoreAsync(StoredResponses.Create(
                StoreFixture.Key, [("accept", $"{hours}")], discardAfter: _fixture.Time.GetUtcNow().AddHours(hours), responseTime: _fixture.Time.GetUtcNow().AddSeconds(1)));
        }

        Assert.Equal(TimeSpan.FromHours(5), _fixture.Medium.Values.Single(value => value.Key.Split(':').Length == 5).Value.Lifetime);
    }

    [Fact]
    public async Task Lifetime_OfEverything_HasAnEnd()
    {
        var store = _fixture.Open(options => options.MaximumAge = TimeSpan.FromHours(1));
        _ = store.Secret;
        var stored = await store.StoreAsync(StoredResponses.Create(StoreFixture.Key, discardAfter: DateTimeOffset.MaxValue), 600_000);
        await store.UpdateAsync(stored, stored);
        await store.RemoveAsync(StoreFixture.OtherKey);
        await store.ClearAsync();

        Assert.All(_fixture.Medium.Values.Values, value => Assert.InRange(value.Lifetime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(2)));
    }

    [Fact]
    public async Task Lifetime_OfAHeadThatIsUpdated_EndsWithItsChunks()
    {
        var store = _fixture.Open(options => options.MaximumAge = TimeSpan.FromHours(10));
        var stored = await store.StoreAsync(StoredResponses.Create(StoreFixture.Key, discardAfter: DateTimeOffset.MaxValue), 300_000);
        _fixture.Time.Advance(TimeSpan.FromHours(9));

        Assert.True(await store.UpdateAsync(stored, stored));

        var index = _fixture.Medium.Values.Single(value => value.Key.Split(':').Length == 5).Value;
        Assert.Equal(TimeSpan.FromHours(1), index.Lifetime);
        _fixture.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(BodyBytes.Of(stored.BodyId, 300_000), await store.ReadBodyAsync(stored));
    }

    [Fact]
    public async Task Hit_OfASmallBody_IsOneCall()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head(), EntryIndex.LongestBody);
        var before = _fixture.Medium.Calls;

        var found = Assert.Single(await store.FindAsync(StoreFixture.Key));
        var body = await store.ReadBodyAsync(found);

        Assert.Equal(EntryIndex.LongestBody, body!.Length);
        Assert.Equal(1, _fixture.Medium.Calls - before);
    }

    [Theory]
    [InlineData(EntryIndex.LongestBody + 1, 2)]
    [InlineData(256 * 1024, 2)]
    [InlineData((256 * 1024) + 1, 3)]
    [InlineData(FourMegabytes, 17)]
    public async Task Hit_OfALargerBody_IsACallMoreForEachChunk(int length, int calls)
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head(), length);
        var before = _fixture.Medium.Calls;

        var found = Assert.Single(await store.FindAsync(StoreFixture.Key));
        var body = await store.ReadBodyAsync(found);

        Assert.Equal(BodyBytes.Of(found.BodyId, length), body);
        Assert.Equal(calls, _fixture.Medium.Calls - before);
    }

    [Fact]
    public async Task HeadUpdate_OfAnEntryOfFourMegabytes_MovesLessThanEightKilobytes()
    {
        var store = _fixture.Open();
        var stored = await store.StoreAsync(_fixture.Head(), FourMegabytes);
        var before = _fixture.Medium.BytesMoved;

        Assert.True(await store.UpdateAsync(stored, stored.WithFields(("X-Long", new string('x', 1_000)))));

        Assert.InRange(_fixture.Medium.BytesMoved - before, 1, 8 * 1024);
        Assert.Equal(BodyBytes.Of(stored.BodyId, FourMegabytes), await store.ReadBodyAsync(stored));
    }

    [Theory]
    [InlineData("replaced")]
    [InlineData("removed")]
    [InlineData("removed by key")]
    public async Task Chunks_OfAResponseThatGoes_GoAsWell(string how)
    {
        var store = _fixture.Open();
        var stored = await store.StoreAsync(_fixture.Head(), 600_000);

        await (how switch
        {
            "replaced" => store.StoreAsync(_fixture.Head(), 10),
            "removed" => store.RemoveAsync(stored),
            _ => store.RemoveAsync(StoreFixture.Key),
        });

        Assert.Empty(_fixture.Medium.Names(":body:"));
    }

    [Fact]
    public async Task BodyTooLarge_IsNotTaken()
    {
        var store = _fixture.Open(options => options.MaximumBodySize = 1_000);

        Assert.Null(await store.BeginWriteAsync(_fixture.Head(), 1_001, CancellationToken.None));
        using var writer = await store.BeginWriteAsync(_fixture.Head(), null, CancellationToken.None);
        writer!.Write(new byte[1_000]);

        Assert.Throws<IOException>(() => writer.Write([1]));
        await Assert.ThrowsAsync<IOException>(async () => await writer.CommitAsync(CancellationToken.None));
        Assert.Equal(1_000, writer.Read(0, new byte[2_000]));
    }

    [Fact]
    public async Task Head_LongerThanAnIndexMayBe_IsNotStoredNorWhatItReplaces()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head());

        var stored = await store.StoreAsync(
            StoredResponses.Of(StoreFixture.Key, ("X-Long", new string('x', EntryIndex.LongestIndex))), new byte[10]);

        Assert.Null(stored);
        Assert.Empty(await store.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public void Enumerate_IsNotSupported()
    {
        var store = _fixture.Open();

        Assert.Throws<NotSupportedException>(() => store.EnumerateAsync());
        Assert.Throws<NotSupportedException>(() => store.EnumerateEntriesAsync());
    }

    [Fact]
    public async Task CountAndRemoveAll_AreNotSupported()
    {
        var store = _fixture.Open();

        await Assert.ThrowsAsync<NotSupportedException>(async () => await store.GetStatisticsAsync());
        await Assert.ThrowsAsync<NotSupportedException>(async () => await store.RemoveAllAsync(new Uri(StoreFixture.Key.Uri)));
    }
}
