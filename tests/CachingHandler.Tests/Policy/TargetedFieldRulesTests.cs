using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class TargetedFieldRulesTests
{
    private static readonly CachePolicy Cdn = Policies.Targeted(HttpCacheKind.Shared, "CDN-Cache-Control");

    [Theory]
    [Rfc9213("2.2")]
    [InlineData("no-store", "public, max-age=60", NotStoredReason.NoStore)]
    [InlineData("private", "public, max-age=60", NotStoredReason.Private)]
    [InlineData("max-age=60", "no-store", NotStoredReason.None)]
    [InlineData("max-age=60", "private", NotStoredReason.None)]
    [InlineData("no-store,", "max-age=60", NotStoredReason.None)]
    [InlineData("max-age=60,", "no-store", NotStoredReason.NoStore)]
    [InlineData("", "no-store", NotStoredReason.NoStore)]
    public void Storing_GoesByTheTargetedField(string targeted, string cacheControl, NotStoredReason expected)
    {
        var response = Responses.Ok(("CDN-Cache-Control", targeted), ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var reason = Storability.WhyNot(Requests.Get(), response, Policies.Now, Rules(HttpCacheKind.Shared));

        Assert.Equal(expected, reason);
    }

    [Theory]
    [Rfc9111("3.5")]
    [InlineData("max-age=60", "public", NotStoredReason.Authorization)]
    [InlineData("max-age=60, public", "max-age=60", NotStoredReason.None)]
    [InlineData("s-maxage=60", "max-age=60", NotStoredReason.None)]
    public void Sharing_AnAuthorizedAnswer_GoesByTheTargetedField(string targeted, string cacheControl, NotStoredReason expected)
    {
        var response = Responses.Ok(("CDN-Cache-Control", targeted), ("Cache-Control", cacheControl));

        var reason = Storability.WhyNot(
            Requests.Get(("Authorization", "Bearer x")), response, Policies.Now, Rules(HttpCacheKind.Shared));

        Assert.Equal(expected, reason);
    }

    [Theory]
    [Rfc9213("2.2")]
    [InlineData("max-age=60", 60)]
    [InlineData("max-age=60, s-maxage=30", 30)]
    [InlineData("max-age=\"60\"", 0)]
    [InlineData("public", 0)]
    [InlineData("max-age=60;", 3600)]
    public void Lifetime_IsTheTargetedFields(string targeted, int seconds)
    {
        var response = Responses.Ok(
            ("CDN-Cache-Control", targeted), ("Cache-Control", "s-maxage=3600"), ("Expires", "Tue, 01 Jan 2030 05:00:00 GMT"));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Rules(HttpCacheKind.Shared));

        Assert.Equal(TimeSpan.FromSeconds(seconds), lifetime);
    }

    // To take an unreadable lifetime for none would let the heuristic give one that nobody has said.
    [Fact]
    [Rfc9111("4.2.1")]
    public void Lifetime_UnreadableInTheTargetedField_IsNotGuessed()
    {
        var response = Responses.Ok(
            ("CDN-Cache-Control", "max-age=\"60\""), ("Last-Modified", "Thu, 01 Jan 2020 00:00:00 GMT"));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Rules(HttpCacheKind.Shared));

        Assert.Equal(TimeSpan.Zero, lifetime);
    }

    [Fact]
    [Rfc9213("2.2")]
    public void Lifetime_NotInTheTargetedField_MayBeHeuristic()
    {
        var response = Responses.Ok(
            ("CDN-Cache-Control", "public"), ("Expires", "0"), ("Last-Modified", "Mon, 31 Dec 2029 14:00:00 GMT"));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Rules(HttpCacheKind.Shared));

        Assert.Equal(TimeSpan.FromHours(1), lifetime);
    }

    [Theory]
    [Rfc9213("2.2")]
    [InlineData("max-age=60, no-cache", HttpCacheReason.ResponseNoCache)]
    [InlineData("max-age=30", HttpCacheReason.Expired)]
    public void Reuse_GoesByTheTargetedField(string targeted, HttpCacheReason expected)
    {
        var stored = Stored.SecondsAgo(
            45, ("CDN-Cache-Control", targeted), ("Cache-Control", "max-age=3600"), ("ETag", "\"1\""));

        var decision = Cdn.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(expected, Assert.IsType<RequestDecision.Validate>(decision).Reason);
    }

    [Theory]
    [Rfc9213("2.2")]
    [InlineData("max-age=30", "max-age=30, must-revalidate", true)]
    [InlineData("max-age=30, must-revalidate", "max-age=30", false)]
    public void Stale_IsServedIfTheTargetedFieldAllowsIt(string targeted, string cacheControl, bool served)
    {
        var stored = Stored.SecondsAgo(45, ("CDN-Cache-Control", targeted), ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Cdn.Decide(Requests.Get("max-stale"), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve);
    }

    [Theory]
    [Rfc5861("4")]
    [InlineData("max-age=30, stale-if-error=60", "max-age=30", true)]
    [InlineData("max-age=30", "max-age=30, stale-if-error=60", false)]
    public void StandingIn_GoesByTheTargetedField(string targeted, string cacheControl, bool standsIn)
    {
        var stored = Stored.SecondsAgo(45, ("CDN-Cache-Control", targeted), ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Cdn.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(standsIn, decision.OnOriginError is not null);
    }

    [Fact]
    [Rfc9213("2.2")]
    public void PrivateCache_DoesNotConsultTargetedFields()
    {
        var policy = Policies.Targeted(HttpCacheKind.Private, "CDN-Cache-Control");
        var stored = Stored.SecondsAgo(45, ("CDN-Cache-Control", "no-cache, max-age=0"), ("Cache-Control", "max-age=60"));

        var decision = policy.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Fact]
    [Rfc9213("2.2")]
    public void SharedCacheWithoutTheOption_DoesNotConsultTargetedFields()
    {
        var stored = Stored.SecondsAgo(45, ("CDN-Cache-Control", "no-cache, max-age=0"), ("Cache-Control", "max-age=60"));

        var decision = Policies.Shared.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Theory]
    [Rfc9111("3.2")]
    [InlineData("CDN-Cache-Control", "max-age=600", 600)]
    [InlineData("CDN-Cache-Control", "max-age=600,", 90)]
    [InlineData("Cache-Control", "max-age=600", 30)]
    [InlineData("X-Other", "1", 30)]
    public void Freshening_TakesTheTargetedFieldOfTheNotModified(string name, string value, int seconds)
    {
        var stored = Stored.SecondsAgo(
            45, ("CDN-Cache-Control", "max-age=30"), ("Cache-Control", "max-age=90"), ("ETag", "\"1\""));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(
            Cdn.AnswerValidation(stored, Responses.NotModified((name, value), ("ETag", "\"1\""))));

        Assert.Equal(TimeSpan.FromSeconds(seconds), freshen.Freshness.Lifetime);
    }

    [Fact]
    [Rfc9213("2.2")]
    public void Stored_TargetedField_IsKept()
    {
        var response = Responses.Ok(("CDN-Cache-Control", "max-age=60"), ("Cache-Control", "max-age=1"));

        var store = Assert.IsType<ResponseDecision.Store>(Cdn.AnswerMiss(Requests.Get(), response));

        Assert.Contains(KeyValuePair.Create("CDN-Cache-Control", "max-age=60"), store.Fields);
    }

    private static CacheRules Rules(HttpCacheKind kind) => Policies.TargetedRules(kind, "CDN-Cache-Control");
}
