using System.Net;
using CachingHandler.Testing;
using RichardSzalay.MockHttp;

namespace CachingHandler.Tests;

/// <summary>What one request wants of the cache, apart from the message.</summary>
public sealed partial class HttpCacheRequestPolicyTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("max-age=0")]
    [InlineData("max-age=10")]
    [InlineData("no-cache")]
    [InlineData("no-cache, must-revalidate")]
    [InlineData("private")]
    public async Task TimeToLive_WhateverTheResponseSays_IsHowLongItIsFresh(string directives)
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", directives)));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", directives)));
        var policy = new HttpCacheRequestPolicy { TimeToLive = Minute };

        var first = await ResultAsync(client, policy);
        client.Time.Advance(Minute - TimeSpan.FromSeconds(1));
        var hit = await ResultAsync(client, policy);
        client.Time.Advance(TimeSpan.FromSeconds(2));
        var second = await ResultAsync(client, policy);

        Assert.Equal(
            [(HttpCacheOutcome.Miss, true), (HttpCacheOutcome.Hit, true), (HttpCacheOutcome.Miss, true)],
            [(first.Outcome, first.Stored), (hit.Outcome, hit.Stored), (second.Outcome, second.Stored)]);
        Assert.Equal((FreshnessSource.Option, Minute), (hit.FreshnessSource, hit.FreshnessLifetime));
        Assert.Equal((FreshnessSource.Option, Minute), (first.FreshnessSource, first.FreshnessLifetime));
    }

    [Fact]
    public async Task TimeToLive_OfAResponseThatWasOldOnArrival_CountsFromItsArrival()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=3600"), ("Age", "3000")));
        var policy = new HttpCacheRequestPolicy { TimeToLive = Minute };
        await ResultAsync(client, policy);
        client.Time.Advance(Minute - TimeSpan.FromSeconds(1));

        var hit = await ResultAsync(client, policy);

        Assert.Equal((HttpCacheOutcome.Hit, TimeSpan.FromSeconds(3059)), (hit.Outcome, hit.Age));
        Assert.Equal(TimeSpan.FromSeconds(3060), hit.FreshnessLifetime);
    }

    [Fact]
    public async Task TimeToLive_ShorterThanTheResponsesOwn_AsksSooner()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=3600"), ("ETag", "\"1\"")))
            .Expect(() => Answers.NotModified(("ETag", "\"1\"")));
        await client.ResultAsync();
        client.Time.Advance(Minute);

        var asked = await ResultAsync(client, new HttpCacheRequestPolicy { TimeToLive = Minute });
        var again = await ResultAsync(client, new HttpCacheRequestPolicy { TimeToLive = Minute });

        Assert.Equal([HttpCacheOutcome.Revalidated, HttpCacheOutcome.Hit], [asked.Outcome, again.Outcome]);
    }

    [Fact]
    public async Task TimeToLive_OfZero_AsksEachTime()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=3600"), ("ETag", "\"1\"")))
            .Expect(() => Answers.NotModified(("ETag", "\"1\"")));
        var policy = new HttpCacheRequestPolicy { TimeToLive = TimeSpan.Zero };
        await ResultAsync(client, policy);

        var asked = await ResultAsync(client, policy);

        Assert.Equal((HttpCacheOutcome.Revalidated, HttpCacheReason.Expired), (asked.Outcome, asked.Reason));
    }

    [Fact]
    public async Task TimeToLive_OfAnotherRequest_IsNotThisOnes()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "no-cache"), ("ETag", "\"1\"")))
            .Expect(() => Answers.NotModified(("ETag", "\"1\"")));
        await ResultAsync(client, new HttpCacheRequestPolicy { TimeToLive = Minute });

        var asked = await client.ResultAsync();

        Assert.Equal((HttpCacheOutcome.Revalidated, HttpCacheReason.ResponseNoCache), (asked.Outcome, asked.Reason));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "no-store", NotStoredReason.NoStore)]
    [InlineData(HttpStatusCode.InternalServerError, "public", NotStoredReason.NothingToReuse)]
    [InlineData(HttpStatusCode.NotFound, "public", NotStoredReason.NothingToReuse)]
    [InlineData(HttpStatusCode.Found, "", NotStoredReason.NoFreshness)]
    public async Task TimeToLive_OfWhatMustNotLast_HasNoEffect(HttpStatusCode status, string directives, NotStoredReason expected)
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Of(status, new ByteArrayContent([]), ("Cache-Control", directives)));

        var result = await ResultAsync(client, new HttpCacheRequestPolicy { TimeToLive = Minute });

        Assert.Equal(expected, result.NotStoredReason);
    }

    [Fact]
    public async Task TimeToLive_InASharedCache_DoesNotShareWhatIsPrivate()
    {
        using var client = new CachedClient(new() { Kind = HttpCacheKind.Shared });
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "private")));

        var result = await ResultAsync(client, new HttpCacheRequestPolicy { TimeToLive = Minute });

        Assert.Equal(NotStoredReason.Private, result.NotStoredReason);
    }

    [Fact]
    [Rfc9111("5.2.1.2")]
    public async Task MaximumStale_OfAStaleResponse_ServesItAndSendsNoField()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await client.ResultAsync();
        client.Time.Advance(2 * Minute);

        var stale = await ResultAsync(client, new HttpCacheRequestPolicy { MaximumStale = Minute });

        Assert.Equal((HttpCacheOutcome.StaleHit, HttpCacheReason.RequestMaxStale), (stale.Outcome, stale.Reason));
    }

    [Theory]
    [InlineData("max-age=60", 59)]
    [InlineData("max-age=60, must-revalidate", 600)]
    [InlineData("max-age=60, no-cache", 600)]
    public async Task MaximumStale_WhereItDoesNotReach_AsksTheOriginWithoutAWordOfIt(string directives, int seconds)
    {
        using var client = new CachedClient();
        HttpRequestMessage? sent = null;
        client.Expect(() => Answers.Ok("one", ("Cache-Control", directives)));
        client.Origin.Expect(CachedClient.Target).Respond(request =>
        {
            sent = request;
            return Answers.Ok("two");
        });
        await client.ResultAsync();
        client.Time.Advance(2 * Minute);

        var asked = await ResultAsync(client, new HttpCacheRequestPolicy { MaximumStale = TimeSpan.FromSeconds(seconds) });

        Assert.Equal(HttpCacheOutcome.Miss, asked.Outcome);
        Assert.Empty(sent!.Headers.NonValidated);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(0, false)]
    [Rfc5861("4")]
    public async Task StaleIfError_OfTheRequest_BeatsWhatTheResponseSays(int seconds, bool isServed)
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", $"max-age=60, stale-if-error={60 - seconds}")))
            .Expect(() => Answers.Of(HttpStatusCode.BadGateway));
        await client.ResultAsync();
        client.Time.Advance(2 * Minute);
        using var request = CachedClient.Get()
            .SetHttpCachePolicy(new() { StaleIfError = TimeSpan.FromSeconds(seconds) });

        using var response = await client.Http.SendAsync(request);

        Assert.Equal(isServed ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
    }

    private static Task<HttpCacheResult> ResultAsync(
        CachedClient client, HttpCacheRequestPolicy policy, params (string Name, string Value)[] fields) =>
        client.ResultAsync(CachedClient.Get(fields).SetHttpCachePolicy(policy));
}
