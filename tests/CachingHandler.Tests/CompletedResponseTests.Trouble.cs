using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class CompletedResponseTests
{
    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9110("13.1.5")]
    public async Task Whole_OfADocumentThatHasChanged_IsTheNewOne(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-49");
        client.Origin.Publish(BodyBytes.Of(Guid.NewGuid(), 100), "\"2\"");

        var whole = await client.GetAsync();
        var hit = await client.GetAsync();

        Assert.Equal((HttpCacheOutcome.Changed, HttpCacheOutcome.Hit), (whole.Outcome, hit.Outcome));
        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(client.Bytes, hit.Bytes);
    }

    [Theory]
    [Rfc9110("15.3.7.3")]
    [InlineData("memory", "\"2\"")]
    [InlineData("memory", null)]
    [InlineData("disk", "\"2\"")]
    [InlineData("disk", null)]
    public async Task Whole_WhereTheOriginIgnoresIfRange_IsNeverAMixture(string medium, string? entityTag)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-49");
        (client.Origin.IgnoresIfRange, client.Origin.Bytes, client.Origin.ETag) = (true, BodyBytes.Of(Guid.NewGuid(), 100), entityTag);

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(HttpCacheReason.ValidationMismatch, whole.Reason);
        Assert.Equal([206, 206, 200], client.Origin.Statuses);
    }

    [Theory]
    [InlineData(304)]
    [InlineData(412)]
    [InlineData(416)]
    public async Task Whole_WhereTheRestIsRefused_IsAskedForWhole(int statusCode)
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49");
        client.Origin.Altering = response =>
        {
            client.Origin.Altering = null;
            response.StatusCode = (HttpStatusCode)statusCode;
        };

        var whole = await client.GetAsync();

        Assert.Equal((200, HttpCacheReason.ValidationMismatch), (whole.Status, whole.Reason));
        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(["bytes=0-49", "bytes=50-", null], client.Origin.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task Whole_WhereTheOriginFails_IsTheOriginsError()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49");
        client.Origin.Altering = response => response.StatusCode = HttpStatusCode.ServiceUnavailable;

        var error = await client.GetAsync();
        var part = await client.RangeAsync("0-9");

        Assert.Equal((503, HttpCacheOutcome.Hit), (error.Status, part.Outcome));
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Whole_WhosePartIsGoneMeanwhile_IsAskedForWhole(string medium)
    {
        using var client = new DocumentClient(medium, document: BodyBytes.Of(Guid.NewGuid(), 600_000));
        await client.RangeAsync("0-299999");
        client.Origin.Holding = async _ => await client.Client.Store.ClearAsync();

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal(200, whole.Status);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Whole_LargerThanTheLimit_IsCompletedButNotStored(string medium)
    {
        using var client = new DocumentClient(medium, new HttpCacheOptions { MaximumBodySize = 60 });
        await client.RangeAsync("0-49");

        var whole = await client.GetAsync();

        Assert.Equal((HttpCacheOutcome.Completed, NotStoredReason.TooLarge), (whole.Outcome, whole.Result.NotStoredReason));
        Assert.Equal(client.Bytes, whole.Bytes);
    }

    [Fact]
    [Rfc9111("5.2.1.7")]
    public async Task Whole_OfAPartOffline_Is504()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49");

        var whole = await client.GetAsync(("Cache-Control", "only-if-cached"));
        var part = await client.RangeAsync("0-9", ("Cache-Control", "only-if-cached"));

        Assert.Equal((504, HttpCacheOutcome.Unavailable), (whole.Status, whole.Outcome));
        Assert.Equal((206, HttpCacheOutcome.Hit), (part.Status, part.Outcome));
    }
}
