using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>HEAD through memory and disk: what it gets of a stored GET, and what it tells of it.</summary>
public sealed class HeadRequestTests
{
    public static TheoryData<string> Media => Storage.Media.All;

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9110("9.3.2")]
    public async Task Head_OfAStoredGet_HasItsFieldsAndNoBody(string medium)
    {
        using var client = new DocumentClient(medium);
        var get = await client.GetAsync();

        var head = await client.HeadAsync();

        Assert.Equal((200, HttpCacheOutcome.Hit, 100L), (head.Status, head.Outcome, head.Length));
        Assert.Equal(get.Fields.Order(), head.Fields.Where(field => field.Name != "Age").Order());
        Assert.Empty(head.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9110("9.3.2")]
    public async Task Head_OfAGetStoredWithoutALength_SaysNothingOfTheLength(string medium)
    {
        using var client = new DocumentClient(medium);
        client.Origin.IsChunked = true;
        await client.GetAsync();

        var head = await client.HeadAsync();

        Assert.Equal((HttpCacheOutcome.Hit, null), (head.Outcome, head.Length));
        Assert.Empty(head["Content-Length"]);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9110("9.3.2")]
    public async Task Head_WithNothingStored_IsNotServedToAGet(string medium)
    {
        using var client = new DocumentClient(medium);

        var head = await client.HeadAsync();
        var get = await client.GetAsync();

        Assert.Equal((HttpCacheOutcome.Miss, NotStoredReason.Method), (head.Outcome, head.Result.NotStoredReason));
        Assert.Equal(HttpCacheOutcome.Miss, get.Outcome);
        Assert.Equal(client.Bytes, get.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.5")]
    public async Task Head_ThatConfirmsAStaleGet_FreshensIt(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.Fields = [("X-New", "1")];

        var head = await client.HeadAsync();
        var get = await client.GetAsync();

        Assert.Equal((200, HttpCacheOutcome.Miss, HttpCacheReason.Expired), (head.Status, head.Outcome, head.Reason));
        Assert.Equal((HttpCacheOutcome.Hit, TimeSpan.Zero), (get.Outcome, get.Result.Age));
        Assert.Equal(["1"], get["X-New"]);
        Assert.Equal(client.Bytes, get.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.5")]
    public async Task Head_ThatContradictsAFreshGet_HasItValidated(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();
        client.Origin.Publish(BodyBytes.Of(Guid.NewGuid(), 100), "\"2\"");

        await client.SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target).ForceRefresh());
        var get = await client.GetAsync();

        Assert.Equal((HttpCacheOutcome.Changed, HttpCacheReason.Expired), (get.Outcome, get.Reason));
        Assert.Equal(client.Bytes, get.Bytes);
        Assert.Equal("\"1\"", client.Origin.Requests[^1].IfNoneMatch);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.5")]
    public async Task Head_ThatContradictsByMistake_CostsOneValidation(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();
        client.Origin.ETag = "\"2\"";
        await client.SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target).ForceRefresh());
        client.Origin.ETag = "\"1\"";

        var validated = await client.GetAsync();
        var hit = await client.GetAsync();

        Assert.Equal((HttpCacheOutcome.Revalidated, HttpCacheOutcome.Hit), (validated.Outcome, hit.Outcome));
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.5")]
    public async Task Head_WithAnotherLength_HasTheStoredGetValidated(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();
        client.Origin.Bytes = new byte[101];
        await client.SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target).ForceRefresh());

        Assert.True((await client.StoredAsync()).IsOutdated);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.5")]
    public async Task Head_ThatForbidsStoring_LetsTheStoredGetGo(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.GetAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Origin.CacheControl = "no-store";

        await client.HeadAsync();

        Assert.Empty(await client.Client.Store.AllAsync());
    }

    [Fact]
    [Rfc9111("4.3.5")]
    public async Task Head_OfAnOriginInTrouble_LeavesTheStoredGet()
    {
        using var client = new DocumentClient();
        await client.GetAsync();
        client.Origin.Altering = response => response.StatusCode = System.Net.HttpStatusCode.InternalServerError;
        await client.SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target).ForceRefresh());

        var get = await client.GetAsync();

        Assert.Equal(HttpCacheOutcome.Hit, get.Outcome);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.5")]
    public async Task Head_OfAStoredPart_FreshensIt(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-49");
        client.Time.Advance(TimeSpan.FromMinutes(2));

        await client.HeadAsync();
        var part = await client.RangeAsync("10-19");

        Assert.Equal((206, HttpCacheOutcome.Hit), (part.Status, part.Outcome));
        Assert.Equal(client.Bytes[10..20], part.Bytes);
    }

    [Fact]
    public async Task Head_ReadInAnyWay_IsEmpty()
    {
        using var client = new DocumentClient();
        await client.GetAsync();
        using var response = await client.Client.Http.SendAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target));
        using var copy = new MemoryStream();

        response.Content.CopyTo(copy, context: null, CancellationToken.None);
        await response.Content.CopyToAsync(copy);

        Assert.Equal(0, copy.Length);
        Assert.Equal(-1, response.Content.ReadAsStream().ReadByte());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }
}
