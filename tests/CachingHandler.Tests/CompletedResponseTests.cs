using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>A whole that is put together from a stored part and its rest, from memory and from disk.</summary>
public sealed partial class CompletedResponseTests
{
    public static TheoryData<string> Media => Storage.Media.All;

    public static TheoryData<string, string, string> MediaAndParts => new()
    {
        { "memory", "0-49", "bytes=50-" },
        { "memory", "50-99", "bytes=0-49" },
        { "memory", "99-99", "bytes=0-98" },
        { "disk", "0-49", "bytes=50-" },
        { "disk", "50-99", "bytes=0-49" },
        { "disk", "0-0", "bytes=1-" },
    };

    [Theory]
    [MemberData(nameof(MediaAndParts))]
    [Rfc9111("3.4")]
    public async Task Whole_OfAPart_IsAskedOnlyForItsRest(string medium, string stored, string asked)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync(stored);

        var whole = await client.GetAsync();

        Assert.Equal((200, 100L), (whole.Status, whole.Length));
        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal([200, 206, 206], [whole.Status, .. client.Origin.Statuses]);
        Assert.Equal((asked, "\"1\""), (client.Origin.Requests[^1].Range, client.Origin.Requests[^1].IfRange));
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Whole_Completed_SaysSo(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-49");

        var whole = await client.GetAsync();

        Assert.Equal((HttpCacheOutcome.Completed, HttpCacheReason.PartMissing), (whole.Outcome, whole.Reason));
        Assert.Equal((ForwardReason.Partial, true, NotStoredReason.None), (
            whole.Result.ForwardReason, whole.Result.Stored, whole.Result.NotStoredReason));
        Assert.Equal(TimeSpan.FromSeconds(60), whole.Result.FreshnessLifetime);
        Assert.Null(whole.Result.Age);
        Assert.Equal("Completed (PartMissing)", whole.Result.ToString());
        Assert.Equal(1, client.Client.Meters.Sum("cachinghandler.requests", "outcome=completed reason=part-missing"));
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("3.4")]
    public async Task Whole_Completed_IsAHitFromThenOn(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-49");
        await client.GetAsync();

        var hit = await client.GetAsync();
        var part = await client.RangeAsync("40-59");

        Assert.Equal((HttpCacheOutcome.Hit, HttpCacheOutcome.Hit), (hit.Outcome, part.Outcome));
        Assert.Equal(client.Bytes, hit.Bytes);
        Assert.Equal(client.Bytes[40..60], part.Bytes);
        Assert.Null((await client.StoredAsync()).Part);
        Assert.Equal(2, client.Origin.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Media))]
    public async Task Whole_WithAGapAmid_IsAskedForTheGap(string medium)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-9");
        await client.RangeAsync("90-99");

        var whole = await client.GetAsync();

        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Equal("bytes=10-89", client.Origin.Requests[^1].Range);
    }

    [Fact]
    [Rfc9111("3.2")]
    public async Task Whole_Completed_HasTheFieldsOfBoth()
    {
        using var client = new DocumentClient();
        client.Origin.Fields = [("X-Old", "1"), ("X-Both", "1"), ("Content-Type", "text/plain"), ("Content-Digest", "sha-256=:AAAA:")];
        await client.RangeAsync("0-49");
        client.Origin.Fields = [("X-New", "2"), ("X-Both", "2"), ("Age", "7"), ("Content-Digest", "sha-256=:BBBB:")];

        var whole = await client.GetAsync();

        Assert.Equal(
            [
                ("Age", "7"),
                ("Cache-Control", "max-age=60"),
                ("Content-Length", "100"),
                ("Content-Type", "text/plain"),
                ("ETag", "\"1\""),
                ("X-Both", "2"),
                ("X-New", "2"),
                ("X-Old", "1"),
            ],
            whole.Fields.Order());
    }

    [Theory]
    [Rfc9111("3")]
    [InlineData("memory", "no-store", NotStoredReason.NoStore)]
    [InlineData("disk", "no-store", NotStoredReason.NoStore)]
    public async Task Whole_WhoseRestForbidsStoring_IsTheCallersAndNobodyElses(
        string medium, string cacheControl, NotStoredReason expected)
    {
        using var client = new DocumentClient(medium);
        await client.RangeAsync("0-49");
        client.Origin.CacheControl = cacheControl;

        var whole = await client.GetAsync();

        Assert.Equal((HttpCacheOutcome.Completed, false, expected), (
            whole.Outcome, whole.Result.Stored, whole.Result.NotStoredReason));
        Assert.Equal(client.Bytes, whole.Bytes);
        Assert.Empty(await client.Client.Store.AllAsync());
    }

    [Fact]
    [Rfc9111("5.2.2.4")]
    public async Task Whole_WhoseRestHasAFieldThatIsNotStored_HasItAllTheSame()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49");
        client.Origin.CacheControl = "max-age=60, no-cache=\"Set-Cookie\"";
        client.Origin.Fields = [("Set-Cookie", "a=1")];

        var whole = await client.GetAsync();
        var hit = await client.GetAsync();

        Assert.Equal(["a=1"], whole["Set-Cookie"]);
        Assert.Empty(hit["Set-Cookie"]);
        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
    }
}
