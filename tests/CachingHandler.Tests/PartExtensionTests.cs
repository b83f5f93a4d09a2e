using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Parts of responses that belong to groups, vary, or answer more queries than their own.</summary>
public sealed class PartExtensionTests
{
    public static TheoryData<string> Media => Storage.Media.All;

    [Theory]
    [Rfc9875("3")]
    [MemberData(nameof(Media))]
    public async Task Part_OfAGroup_IsOfNoUseOnceTheGroupIsInvalidated(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.Fields = [("Cache-Groups", "\"x\"")];
        await client.RangeAsync("0-49");
        client.Time.Advance(TimeSpan.FromSeconds(1));
        await InvalidateAsync(client);
        client.Origin.Bytes = BodyBytes.Of(Guid.NewGuid(), 100);

        var whole = await client.GetAsync();

        Assert.Equal(HttpCacheOutcome.Miss, whole.Outcome);
        Assert.Equal(client.Bytes, whole.Bytes);
    }

    [Theory]
    [Rfc9875("3")]
    [MemberData(nameof(Media))]
    public async Task Whole_CompletedFromAPartOfAGroup_IsInTheGroupToo(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.Fields = [("Cache-Groups", "\"x\"")];
        await client.RangeAsync("0-49");
        client.Time.Advance(TimeSpan.FromSeconds(1));
        var completed = await client.GetAsync();
        var hit = await client.GetAsync();
        client.Time.Advance(TimeSpan.FromSeconds(1));
        await InvalidateAsync(client);

        var refetched = await client.GetAsync();

        Assert.Equal(
            [HttpCacheOutcome.Completed, HttpCacheOutcome.Hit, HttpCacheOutcome.Miss],
            [completed.Outcome, hit.Outcome, refetched.Outcome]);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Part_OfAQueryThatMeansTheSame_IsCompleted(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.Fields = [("No-Vary-Search", "key-order")];
        await client.SendAsync(Get("?a=1&b=2", ("Range", "bytes=0-49")));

        var whole = await client.SendAsync(Get("?b=2&a=1"));
        var hit = await client.SendAsync(Get("?a=1&b=2"));

        Assert.Equal((HttpCacheOutcome.Completed, HttpCacheOutcome.Hit), (whole.Outcome, hit.Outcome));
        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(client.Bytes, hit.Bytes);
    }

    [Theory]
    [Rfc9111("4.1")]
    [MemberData(nameof(Media))]
    public async Task Parts_OfTwoVariants_AreCompletedEachByItself(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.Fields = [("Vary", "Accept")];
        await client.RangeAsync("0-49", ("Accept", "text/a"));
        client.Origin.Publish(BodyBytes.Of(Guid.NewGuid(), 100), "\"2\"");
        await client.RangeAsync("0-29", ("Accept", "text/b"));

        var b = await client.GetAsync(("Accept", "text/b"));
        var a = await client.GetAsync(("Accept", "text/a"));

        Assert.Equal((HttpCacheOutcome.Completed, HttpCacheOutcome.Changed), (b.Outcome, a.Outcome));
        Assert.Equal(client.Bytes, b.Bytes);
        Assert.Equal(client.Bytes, a.Bytes);
    }

    [Fact]
    [Rfc9111("4.1")]
    public async Task Part_OfOneUser_IsCompletedForThatUserAlone()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49", ("Authorization", "Bearer a"));
        client.Origin.Bytes = BodyBytes.Of(Guid.NewGuid(), 100);

        var other = await client.GetAsync(("Authorization", "Bearer b"));

        Assert.Equal(HttpCacheOutcome.Miss, other.Outcome);
        Assert.Equal(client.Bytes, other.Bytes);
    }

    [Theory]
    [Rfc9111("4.4")]
    [MemberData(nameof(Media))]
    public async Task Part_OfWhatIsChangedByAPut_IsOfNoUse(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-49");
        await client.SendAsync(CachedClient.Request(HttpMethod.Put, CachedClient.Target));
        client.Origin.Bytes = BodyBytes.Of(Guid.NewGuid(), 100);

        var part = await client.RangeAsync("0-9");

        Assert.Equal(HttpCacheOutcome.Miss, part.Outcome);
        Assert.Equal(client.Bytes[..10], part.Bytes);
    }

    [Fact]
    [Rfc5861("3")]
    public async Task Part_ThatIsStale_IsCompletedRatherThanServedWhileItIsRefreshed()
    {
        using var client = new DocumentClient();
        client.Origin.CacheControl = "max-age=60, stale-while-revalidate=600";
        await client.RangeAsync("0-49");
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var part = await client.RangeAsync("0-9");
        var whole = await client.GetAsync();

        Assert.Equal((HttpCacheOutcome.Revalidated, HttpCacheOutcome.Completed), (part.Outcome, whole.Outcome));
        Assert.Equal(client.Bytes, whole.Bytes);
    }

    private static HttpRequestMessage Get(string query, params (string Name, string Value)[] fields) =>
        CachedClient.Request(HttpMethod.Get, CachedClient.Target + query, fields);

    private static async Task InvalidateAsync(DocumentClient client)
    {
        var fields = client.Origin.Fields;
        client.Origin.Fields = [("Cache-Group-Invalidation", "\"x\"")];
        await client.SendAsync(CachedClient.Request(HttpMethod.Post, "https://example.com/form"));
        client.Origin.Fields = fields;
    }
}
