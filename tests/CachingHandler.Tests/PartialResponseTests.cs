using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Partial responses that are stored, put together and served, in memory and on disk.</summary>
public sealed class PartialResponseTests
{
    public static TheoryData<string> Media => Storage.Media.All;

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.3")]
    public async Task Part_Stored_ServesTheRangesInIt(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("10-49");

        var part = await client.RangeAsync("20-29");
        var same = await client.RangeAsync("10-49");

        Assert.Equal(client.Bytes[20..30], part.Bytes);
        Assert.Equal(client.Bytes[10..50], same.Bytes);
        Assert.Equal(["bytes 20-29/100"], part["Content-Range"]);
        Assert.Equal((206, HttpCacheOutcome.Hit, 10L), (part.Status, part.Outcome, part.Length));
        Assert.Single(client.Origin.Requests);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.3")]
    public async Task Part_Stored_IsNeverServedAsTheWhole(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("10-49");

        var whole = await client.GetAsync();
        var head = await client.HeadAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal((200, 100L), (whole.Status, whole.Length));
        Assert.Empty(whole["Content-Range"]);
        Assert.Equal((200, 100L), (head.Status, head.Length));
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.3")]
    public async Task Part_Stored_IsNotServedToHead(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("10-49");

        var head = await client.HeadAsync();

        Assert.Equal((200, HttpCacheOutcome.Miss, HttpCacheReason.PartMissing), (head.Status, head.Outcome, head.Reason));
        Assert.Equal(["GET", "HEAD"], client.Origin.Requests.Select(request => request.Method));
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Part_Stored_SaysSo(string medium)
    {
        using var client = new DocumentClient(medium);

        var part = await client.RangeAsync("10-49");

        Assert.Equal((206, HttpCacheOutcome.Miss, true), (part.Status, part.Outcome, part.Result.Stored));
        var stored = await client.StoredAsync();
        Assert.Equal([new ByteRange(10, 49)], stored.Part!.Ranges);
        Assert.Equal((200, 100L, 40L), (stored.StatusCode, stored.Part.CompleteLength, stored.BodyLength));
        Assert.Empty(stored.Fields.GetValues("Content-Range"));
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.4")]
    public async Task Parts_OfOneTag_ArePutTogether(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("10-29");
        await client.RangeAsync("50-69");
        await client.RangeAsync("25-54");

        var all = await client.RangeAsync("10-69");

        Assert.Equal(client.Bytes[10..70], all.Bytes);
        Assert.Equal(HttpCacheOutcome.Hit, all.Outcome);
        Assert.Equal([new ByteRange(10, 69)], (await client.StoredAsync()).Part!.Ranges);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.4")]
    public async Task Parts_ThatCoverAll_AreTheWhole(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("50-");
        await client.RangeAsync("0-49");

        var whole = await client.GetAsync();
        var head = await client.HeadAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal((200, HttpCacheOutcome.Hit, 100L), (whole.Status, whole.Outcome, whole.Length));
        Assert.Equal((200, HttpCacheOutcome.Hit, 100L), (head.Status, head.Outcome, head.Length));
        Assert.Equal(["100"], whole["Content-Length"]); // RFC 9110 §15.3.7.3
        Assert.Null((await client.StoredAsync()).Part);
        Assert.Equal(2, client.Origin.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Part_OfAll_IsTheWhole(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-");

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal((200, HttpCacheOutcome.Hit), (whole.Status, whole.Outcome));
        Assert.Empty(whole["Content-Range"]);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.4")]
    public async Task Part_OfAnotherEdition_ReplacesTheOlderPart(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-49");
        client.Origin.Publish(BodyBytes.Of(Guid.NewGuid(), 100), "\"2\"");

        var part = await client.RangeAsync("50-99");
        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes[50..], part.Bytes);
        Assert.Equal(client.Bytes, whole.Bytes);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("W/\"1\"")]
    [InlineData(null)]
    public async Task Parts_WithoutAStrongTag_AreNotPutTogether(string? entityTag)
    {
        using var client = new DocumentClient();
        client.Origin.ETag = entityTag;
        await client.RangeAsync("0-49");
        client.Origin.Bytes = BodyBytes.Of(Guid.NewGuid(), 100);
        await client.RangeAsync("50-99");

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(HttpCacheOutcome.Miss, whole.Outcome);
        Assert.Equal([null, null], client.Origin.Requests.Select(request => request.IfRange).Take(2));
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9110("8.8.2.2")]
    public async Task Parts_OfOneStrongDate_ArePutTogether(string medium)
    {
        using var client = new DocumentClient(medium);
        (client.Origin.ETag, client.Origin.LastModified, client.Origin.Clock) = (null, "Mon, 31 Dec 2029 00:00:00 GMT", client.Time);
        await client.RangeAsync("0-49");
        await client.RangeAsync("50-99");

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(HttpCacheOutcome.Hit, whole.Outcome);
    }

    [Theory]
    [Rfc9110("14.4")]
    [InlineData("bytes 0-9/100")]
    [InlineData("bytes 10-19/10")]
    [InlineData("bytes 10-20/100")]
    [InlineData("rubbish")]
    public async Task Part_WhoseRangeIsWrong_IsTheCallersAndLeavesWhatIsStored(string contentRange)
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-9");
        client.Origin.Altering = response =>
        {
            response.Content.Headers.Remove("Content-Range");
            response.Content.Headers.TryAddWithoutValidation("Content-Range", contentRange);
        };

        var part = await client.RangeAsync("10-19");
        client.Origin.Altering = null;
        var whole = await client.GetAsync();

        Assert.Equal((206, NotStoredReason.Part), (part.Status, part.Result.NotStoredReason));
        Assert.Equal(client.Bytes[10..20], part.Bytes);
        Assert.Equal(client.Bytes, whole.Bytes);
    }

    [Fact]
    [Rfc9111("3.2")]
    public async Task Part_ThatIsStoredAlready_FreshensItAndIsTheCallers()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49");
        client.Time.Advance(TimeSpan.FromSeconds(59));

        var reloaded = await client.SendAsync(CachedClient.Get(("Range", "bytes=10-19")).ForceRefresh());
        client.Time.Advance(TimeSpan.FromSeconds(59));
        var hit = await client.RangeAsync("40-49");

        Assert.Equal((HttpCacheOutcome.Miss, 206), (reloaded.Outcome, reloaded.Status));
        Assert.Equal((HttpCacheOutcome.Hit, 206), (hit.Outcome, hit.Status));
        Assert.Equal(client.Bytes[40..50], hit.Bytes);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Part_LargerThanTheLimit_LeavesWhatIsStored(string medium)
    {
        using var client = new DocumentClient(medium, new HttpCacheOptions { MaximumBodySize = 60 });
        await client.RangeAsync("0-49");

        var more = await client.RangeAsync("50-99");
        var part = await client.RangeAsync("0-9");

        Assert.Equal((206, NotStoredReason.TooLarge), (more.Status, more.Result.NotStoredReason));
        Assert.Equal(HttpCacheOutcome.Hit, part.Outcome);
    }

    [Fact]
    public async Task Part_WhoseStoredHalfIsGoneMeanwhile_StandsForItself()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49");
        client.Origin.Holding = async _ => await client.Client.Store.ClearAsync();

        await client.RangeAsync("50-99");

        Assert.Equal([new ByteRange(50, 99)], (await client.StoredAsync()).Part!.Ranges);
    }
}
