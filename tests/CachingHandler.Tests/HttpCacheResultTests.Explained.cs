using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheResultTests
{
    private const string LastModified = "Mon, 31 Dec 2029 00:00:00 GMT";

    public static TheoryData<string, HttpCacheKind, FreshnessSource> Lifetimes => new()
    {
        { "Cache-Control: max-age=60", HttpCacheKind.Private, FreshnessSource.MaxAge },
        { "Cache-Control: max-age=60, s-maxage=90", HttpCacheKind.Private, FreshnessSource.MaxAge },
        { "Cache-Control: max-age=60, s-maxage=90", HttpCacheKind.Shared, FreshnessSource.SharedMaxAge },
        { "CDN-Cache-Control: max-age=90", HttpCacheKind.Shared, FreshnessSource.TargetedField },
        { "CDN-Cache-Control: max-age=90", HttpCacheKind.Private, FreshnessSource.Heuristic },
        { "CDN-Cache-Control: must-revalidate", HttpCacheKind.Shared, FreshnessSource.Heuristic },
        { "Expires: Tue, 01 Jan 2030 01:00:00 GMT", HttpCacheKind.Private, FreshnessSource.Expires },
        { "Expires: 0", HttpCacheKind.Private, FreshnessSource.Expires },
        { "X-Nothing: said", HttpCacheKind.Private, FreshnessSource.Heuristic },
    };

    [Theory]
    [Rfc9111("4.2.1")]
    [MemberData(nameof(Lifetimes))]
    public async Task FreshnessSource_OfMissAndWhatFollows_IsWhatGaveTheLifetime(string field, HttpCacheKind kind, FreshnessSource source)
    {
        var options = new HttpCacheOptions { Kind = kind, TargetedFields = ["CDN-Cache-Control"] };
        var (name, value) = Field(field);
        using var client = new CachedClient(options);
        client.Expect(() => Answers.Ok("one", (name, value), ("Last-Modified", LastModified)));

        var miss = await client.ResultAsync();
        var next = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.PreferCache));

        Assert.Equal((source, source), (miss.FreshnessSource, next.FreshnessSource));
        Assert.Equal(miss.FreshnessLifetime, next.FreshnessLifetime);
    }

    [Fact]
    public async Task FreshnessSource_WithoutAHeuristic_IsNone()
    {
        using var client = new CachedClient(new HttpCacheOptions { HeuristicFraction = 0 });
        client.Expect(() => Answers.Ok("one", ("Last-Modified", LastModified)));

        var miss = await client.ResultAsync();

        Assert.Equal((FreshnessSource.None, TimeSpan.Zero), (miss.FreshnessSource, miss.FreshnessLifetime));
    }

    [Fact]
    public async Task Miss_ThenHit_SaysWhatTheHitHasSaved()
    {
        using var client = await ThatTakesAsync(milliseconds: 250);

        var hit = await client.ResultAsync();

        Assert.Equal((TimeSpan.FromMilliseconds(250), 3), (hit.TimeSaved, hit.BytesSaved));
        Assert.Null(hit.OriginStatus);
        Assert.Empty(hit.ValidatorsSent);
    }

    [Fact]
    public async Task Miss_OfAnUnknownUri_HasSavedNothing()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));

        var miss = await client.ResultAsync();

        Assert.Equal((TimeSpan.Zero, 0, 200), (miss.TimeSaved, miss.BytesSaved, miss.OriginStatus));
        Assert.Empty(miss.ValidatorsSent);
    }

    [Fact]
    public async Task Revalidated_ByTagAndDate_NamesThemAndWhatWasSaved()
    {
        using var client = await ThatTakesAsync(milliseconds: 250);
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => After(client, 100, () => Answers.NotModified()));

        var revalidated = await client.ResultAsync();
        var hit = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.PreferCache));

        Assert.Equal(
            [new("If-None-Match", "\"v1\""), new("If-Modified-Since", LastModified)],
            revalidated.ValidatorsSent);
        Assert.Equal((TimeSpan.FromMilliseconds(150), 3, 304), (revalidated.TimeSaved, revalidated.BytesSaved, revalidated.OriginStatus));
        Assert.Equal(TimeSpan.FromMilliseconds(100), hit.TimeSaved);
    }

    [Fact]
    public async Task Changed_OnValidation_NamesWhatWasAskedAndSavesNothing()
    {
        using var client = await HoldingAsync("max-age=60");
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        var changed = await client.ResultAsync();

        Assert.Equal([new("If-None-Match", "\"v1\"")], changed.ValidatorsSent);
        Assert.Equal((TimeSpan.Zero, 0, 200), (changed.TimeSaved, changed.BytesSaved, changed.OriginStatus));
    }

    [Fact]
    public async Task Fetched_UnderAMode_HasSentNoValidator()
    {
        using var client = await HoldingAsync("max-age=60");
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        var fetched = await client.ResultAsync(CachedClient.Get().ForceRefresh());

        Assert.Empty(fetched.ValidatorsSent);
    }

    [Fact]
    public async Task StaleHit_ForAnError_HasTheStatusAndNoTime()
    {
        using var client = await HoldingAsync("max-age=60, stale-if-error=600");
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Of(HttpStatusCode.BadGateway));

        var stale = await client.ResultAsync();

        Assert.Equal((502, 3), (stale.OriginStatus, stale.BytesSaved));
        Assert.Null(stale.TimeSaved);
        Assert.Equal([new("If-None-Match", "\"v1\"")], stale.ValidatorsSent);
    }

    [Theory]
    [InlineData("If-None-Match: \"v1\"", 0)]
    [InlineData("Range: bytes=1-2", 2)]
    [InlineData("Range: bytes=9-", 0)]
    public async Task Hit_InAnotherForm_HasSavedWhatTheOriginWouldHaveSent(string field, int bytes)
    {
        using var client = await HoldingAsync("max-age=60");

        var hit = await client.ResultAsync(Field(field));

        Assert.Equal((HttpCacheOutcome.Hit, bytes), (hit.Outcome, hit.BytesSaved));
    }

    [Fact]
    public async Task Hit_ForHead_HasSavedNoBytes()
    {
        using var client = await HoldingAsync("max-age=60");

        var hit = await client.ResultAsync(CachedClient.Request(HttpMethod.Head, CachedClient.Target));

        Assert.Equal((HttpCacheOutcome.Hit, 0), (hit.Outcome, hit.BytesSaved));
    }

    [Fact]
    public async Task Completed_FromAPart_HasSavedThePart()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49");

        var completed = (await client.GetAsync()).Result;

        Assert.Equal((HttpCacheOutcome.Completed, 206, 50), (completed.Outcome, completed.OriginStatus, completed.BytesSaved));
        Assert.Equal(["If-Range"], completed.ValidatorsSent.Select(sent => sent.Key));
        Assert.Null(completed.TimeSaved);
    }

    [Fact]
    public async Task Joined_ToABodyOfDeclaredLength_HasSavedIt()
    {
        using var origin = new ManualOrigin();
        using var client = new CachedClient(transport: origin);
        var leader = client.ResultAsync();
        var follower = client.ResultAsync();

        (await origin.NextAsync()).Answer("one", ("Cache-Control", "max-age=60"), ("Content-Length", "3"));
        var results = await Task.WhenAll(leader, follower);

        var joined = Assert.Single(results, result => result.Outcome == HttpCacheOutcome.Joined);
        Assert.Equal(3, joined.BytesSaved);
        Assert.Null(joined.TimeSaved);
        Assert.Equal(1, client.Meters.Sum("cachinghandler.joined_requests"));
        Assert.Equal(3, client.Meters.Sum("cachinghandler.origin.bytes_saved", "outcome=joined"));
    }

    [Fact]
    public async Task Explain_OfAMissThatIsNotStored_SaysWhyTwice()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "no-store")));

        var result = await client.ResultAsync();

        Assert.Equal(
            "Miss (nothing-stored): Nothing is stored for the URI. Not stored (no-store): The response has no-store (RFC 9111 §5.2.2.5).",
            result.Explain());
    }

    [Fact]
    public async Task Explain_OfAHit_SaysWhy()
    {
        using var client = await HoldingAsync("max-age=60");

        var result = await client.ResultAsync();

        Assert.Equal("Hit (fresh): The stored response is fresh (RFC 9111 §4.2).", result.Explain());
    }

    private static async Task<CachedClient> ThatTakesAsync(int milliseconds)
    {
        var client = new CachedClient();
        client.Expect(() => After(client, milliseconds, () => Answers.Ok(
            "one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""), ("Last-Modified", LastModified))));
        await client.GetStringAsync();

        return client;
    }

    private static HttpResponseMessage After(CachedClient client, int milliseconds, Func<HttpResponseMessage> answer)
    {
        client.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        return answer();
    }
}
