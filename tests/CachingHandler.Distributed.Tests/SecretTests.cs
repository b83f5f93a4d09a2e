using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

public sealed class SecretTests : IAsyncDisposable
{
    private const string Name = "http-cache:1:secret";

    private readonly StoreFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void Secret_NotGiven_IsTheSameForAllStores()
    {
        var first = _fixture.Open().Secret.ToArray();

        Assert.Equal(first, _fixture.Open().Secret.ToArray());
        Assert.True(_fixture.Medium.Values.ContainsKey(Name));
        Assert.Empty(_fixture.Events);
    }

    [Fact]
    public async Task Secret_MadeByManyAtOnce_IsOneInTheMedium()
    {
        var secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _fixture.Open().Secret.ToArray())));

        var last = _fixture.Open().Secret.ToArray();

        Assert.Contains(secrets, secret => secret.AsSpan().SequenceEqual(last));
    }

    [Fact]
    public void Secret_Given_IsDerivedAndNotInTheMedium()
    {
        byte[] given = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
        var one = _fixture.Open(options => options.Secret = given).Secret.ToArray();
        var two = _fixture.Open(options => options.Secret = [.. given]).Secret.ToArray();
        var other = _fixture.Open(options => options.Secret = new byte[32]).Secret.ToArray();

        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
        Assert.NotEqual(given, one);
        Assert.Equal(32, one.Length);
        Assert.Empty(_fixture.Medium.Values);
    }

    [Fact]
    public void Secret_MediumAway_IsOneOfItsOwnAndSaidOnce()
    {
        _fixture.TakeAway();
        var store = _fixture.Open();

        var secret = store.Secret.ToArray();

        Assert.Equal(secret, store.Secret.ToArray());
        Assert.Contains(secret, value => value != 0);
        Assert.Equal(["SecretNotShared"], _fixture.Events);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(100_000)]
    public void Secret_NonsenseInTheMedium_IsReplaced(int length)
    {
        _fixture.Medium.Values[Name] = new FakeValue(new byte[length], TimeSpan.FromDays(1), IsSliding: true, DateTimeOffset.MaxValue);

        var secret = _fixture.Open().Secret.ToArray();

        Assert.Equal(secret, _fixture.Open().Secret.ToArray());
    }

    [Fact]
    public async Task Secret_LostByTheMedium_IsPutBack()
    {
        var store = _fixture.Open();
        var secret = store.Secret.ToArray();
        _fixture.Medium.Values.Clear();
        _fixture.Time.Advance(TimeSpan.FromHours(1));

        await store.StoreAsync(_fixture.Head());

        Assert.Equal(secret, _fixture.Open().Secret.ToArray());
    }
}
