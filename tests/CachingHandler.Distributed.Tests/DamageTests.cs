using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>Whatever lies in the medium is what was written, or a miss.</summary>
public sealed class DamageTests : IAsyncDisposable
{
    private readonly StoreFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static TheoryData<bool, int> Cases => new()
    {
        { false, 100 },
        { false, 20_000 },
        { false, 300_000 },
        { true, 100 },
        { true, 20_000 },
        { true, 300_000 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Value_WithAnyBitFlipped_IsAMiss(bool isProtected, int length)
    {
        var store = Open(isProtected);
        await store.StoreAsync(_fixture.Head(), length);
        var random = new Random(length);
        foreach (var name in Data())
        {
            var whole = _fixture.Medium.Values[name];
            foreach (var position in Positions(whole.Bytes.Length, random))
            {
                var damaged = whole.Bytes.ToArray();
                damaged[position] ^= (byte)(1 << random.Next(8));
                _fixture.Medium.Values[name] = whole with { Bytes = damaged };

                Assert.False(await IsHitAsync(store, length), $"{name} with another byte at {position} is a hit.");
            }

            _fixture.Medium.Values[name] = whole;
        }

        Assert.True(await IsHitAsync(store, length));
        Assert.True(_fixture.Damaged > 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Value_ShorterOrLonger_IsAMiss(bool isProtected, int length)
    {
        var store = Open(isProtected);
        await store.StoreAsync(_fixture.Head(), length);
        foreach (var name in Data())
        {
            var whole = _fixture.Medium.Values[name];
            byte[][] others = [[], whole.Bytes[..1], whole.Bytes[..7], whole.Bytes[..^1], [.. whole.Bytes, 0], [.. whole.Bytes, .. whole.Bytes]];
            foreach (var other in others)
            {
                _fixture.Medium.Values[name] = whole with { Bytes = other };

                Assert.False(await IsHitAsync(store, length), $"{name} with {other.Length} bytes is a hit.");
            }

            _fixture.Medium.Values[name] = whole;
        }

        Assert.True(await IsHitAsync(store, length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Value_UnderAnotherName_IsAMiss(bool isProtected)
    {
        var store = Open(isProtected);
        await store.StoreAsync(_fixture.Head(StoreFixture.Key), 600_000);
        var others = Data().ToDictionary(name => name, name => _fixture.Medium.Values[name]);
        await store.StoreAsync(_fixture.Head(StoreFixture.OtherKey), 600_000);
        foreach (var name in Data().Except(others.Keys))
        {
            _fixture.Medium.Values[name] = others.Values.First(value => value.Bytes.Length == _fixture.Medium.Values[name].Bytes.Length);
        }

        Assert.Empty(await store.FindAsync(StoreFixture.OtherKey));
        Assert.True(await IsHitAsync(store, 600_000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chunk_InTheOrderOfAnother_IsAMiss(bool isProtected)
    {
        var store = Open(isProtected);
        await store.StoreAsync(_fixture.Head(), 2 * 256 * 1024);
        var names = _fixture.Medium.Names(":body:").ToArray();

        (_fixture.Medium.Values[names[0]], _fixture.Medium.Values[names[1]]) = (_fixture.Medium.Values[names[1]], _fixture.Medium.Values[names[0]]);

        Assert.False(await IsHitAsync(store, 2 * 256 * 1024));
    }

    [Fact]
    public async Task Index_OfNonsenseThatIsWellSealed_IsAMissAndNeverThrows()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head());
        var name = Data().Single();
        var content = _fixture.Medium.Values[name].Bytes[Envelope.FrontLength..];
        var random = new Random(1);
        foreach (var _ in Enumerable.Range(0, 2_000))
        {
            var nonsense = content[..random.Next(content.Length + 1)];
            for (var change = 0; change < random.Next(1, 4) && nonsense.Length > 0; change++)
            {
                nonsense[random.Next(nonsense.Length)] = (byte)random.Next(256);
            }

            var value = new Envelope(null).Seal(name, nonsense).ToArray();
            _fixture.Medium.Values[name] = _fixture.Medium.Values[name] with { Bytes = value };

            foreach (var found in await store.FindAsync(StoreFixture.Key))
            {
                Assert.Equal(StoreFixture.Key, found.Key);
                await store.ReadBodyAsync(found);
            }
        }
    }

    [Fact]
    public async Task Index_ThatClaimsAHugeBody_IsAMiss()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head());
        var name = Data().Single();
        var claimed = new IndexedVariant(_fixture.Head().WithBodyLength(long.MaxValue), null, DateTimeOffset.MaxValue);
        Put(name, new Envelope(null).Seal(name, EntryIndex.Write([claimed]).Span).ToArray());

        var found = Assert.Single(await store.FindAsync(StoreFixture.Key));

        Assert.Null(await store.ReadBodyAsync(found));
        await store.RemoveAsync(StoreFixture.Key);
        Assert.Empty(await store.FindAsync(StoreFixture.Key));
    }

    [Fact]
    public async Task Everything_ReplacedByNonsense_IsStoredAnew()
    {
        var store = _fixture.Open();
        await store.StoreAsync(_fixture.Head(), 300_000);
        foreach (var name in _fixture.Medium.Values.Keys)
        {
            Put(name, "nonsense"u8.ToArray());
        }

        _fixture.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(await store.FindAsync(StoreFixture.Key));
        await store.StoreAsync(_fixture.Head(), 300_000);

        Assert.True(await IsHitAsync(store, 300_000));
        Assert.Empty(_fixture.Events);
    }

    [Fact]
    public async Task Value_OfAStoreWithProtection_IsAMissForOneWithoutAndTheOtherWay()
    {
        var plain = Open(isProtected: false);
        var secretive = Open(isProtected: true);
        await plain.ClearAsync();
        await plain.StoreAsync(_fixture.Head(), 100);
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await secretive.FindAsync(StoreFixture.Key));
        await secretive.StoreAsync(_fixture.Head(), 100);
        _fixture.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await plain.FindAsync(StoreFixture.Key));
    }

    private static IEnumerable<int> Positions(int length, Random random) =>
        Enumerable.Range(0, Math.Min(length, 64)).Concat(Enumerable.Range(0, 64).Select(_ => random.Next(length))).Append(length - 1);

    private DistributedHttpCacheStore Open(bool isProtected) => _fixture.Open(options =>
        options.Protector = isProtected ? new AesGcmHttpCacheProtector(new byte[AesGcmHttpCacheProtector.KeyLength]) : null);

    // Heads and bodies.
    private string[] Data() => [.. _fixture.Medium.Values.Keys.Where(name => name.Split(':').Length > 3).Order()];

    private void Put(string name, byte[] bytes) => _fixture.Medium.Values[name] = _fixture.Medium.Values[name] with { Bytes = bytes };

    private static async Task<bool> IsHitAsync(DistributedHttpCacheStore store, int length)
    {
        var found = await store.FindAsync(StoreFixture.Key);
        if (found is not [var head] || await store.ReadBodyAsync(head) is not { } body)
        {
            return false;
        }

        Assert.Equal(BodyBytes.Of(head.BodyId, length), body);

        return true;
    }
}
