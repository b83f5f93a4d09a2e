using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Ranges and wholes of one document that are asked for at once: whatever is stored of it in the end, it is the document.</summary>
public sealed class CombiningConcurrentlyTests
{
    public static TheoryData<string> Media => Storage.Media.All;

    public static TheoryData<string, int> MediaAndSeeds => new MatrixTheoryData<string, int>(["memory", "disk"], [1, 2, 3]);

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.4")]
    public async Task Ranges_CombinedAtOnce_AreEachTheirBytes(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-9");
        using var arrived = new CountdownEvent(2);
        client.Origin.Holding = _ =>
        {
            arrived.Signal();

            return Task.Run(() => arrived.Wait(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        };

        var both = await Task.WhenAll(client.RangeAsync("10-39"), client.RangeAsync("30-59"));
        client.Origin.Holding = null;
        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes[10..40], both[0].Bytes);
        Assert.Equal(client.Bytes[30..60], both[1].Bytes);
        Assert.Equal(client.Bytes, whole.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Wholes_CompletedAtOnce_AreEachTheDocument(string medium)
    {
        using var client = new DocumentClient(medium, document: BodyBytes.Of(Guid.NewGuid(), 600_000));
        await client.RangeAsync("0-399999");

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetAsync()));

        Assert.All(all, whole => Assert.Equal(client.Bytes, whole.Bytes));
        Assert.Equal(HttpCacheOutcome.Hit, (await client.GetAsync()).Outcome);
    }

    [Theory]
    [MemberData(nameof(MediaAndSeeds))]
    public async Task Requests_OfEveryKindAtOnce_NeverSeeAMixture(string medium, int seed)
    {
        using var client = new DocumentClient(medium, document: BodyBytes.Of(Guid.NewGuid(), 100_000));
        var editions = new DocumentEditions(client.Origin);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(
            worker => Task.Run(() => new DocumentReader(client, editions, new Random((seed * 10) + worker)).WorkAsync(60))));

        Assert.True(editions.Count > 1);
        await new DocumentReader(client, editions, new Random(seed)).WorkAsync(5);
    }
}
