using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

[Rfc9111("4.2.4")]
[Rfc5861("4")]
public sealed class StaleIfErrorTests
{
    [Theory]
    [InlineData("max-age=60, stale-if-error=30", 89, true)]
    [InlineData("max-age=60, stale-if-error=30", 90, true)]
    [InlineData("max-age=60, stale-if-error=30", 91, false)]
    [InlineData("max-age=60, stale-if-error=0", 60, false)]
    [InlineData("max-age=60, stale-if-error", 61, false)]
    [InlineData("max-age=60, stale-if-error=x", 61, false)]
    [InlineData("max-age=60, stale-if-error=30, stale-if-error=5", 66, false)]
    [InlineData("max-age=60, stale-if-error=30;", 61, false)]
    [InlineData("max-age=60", 61, false)]
    public void OnOriginError_Directive_OpensWindow(string cacheControl, int age, bool mayStandIn)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(mayStandIn, decision.OnOriginError is not null);
    }

    [Theory]
    [InlineData("max-age=60", 90, true)]
    [InlineData("max-age=60", 91, false)]
    [InlineData("max-age=60, stale-if-error=60", 120, true)]
    [InlineData("max-age=60, stale-if-error=5", 90, true)] // the longer of the two
    public void OnOriginError_OptionOfThirtySeconds_OpensWindow(string cacheControl, int age, bool mayStandIn)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.StaleIfError(30).Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(mayStandIn, decision.OnOriginError is not null);
    }

    [Theory]
    [InlineData("stale-if-error=30", 90, true)]
    [InlineData("stale-if-error=30", 91, false)]
    [InlineData("stale-if-error=\"30\"", 90, true)]
    [InlineData("stale-if-error=60, stale-if-error=30", 91, false)]
    [InlineData("stale-if-error=0", 61, false)]
    [InlineData("stale-if-error", 61, false)]
    [InlineData("stale-if-error=x", 61, false)]
    [InlineData("stale-if-error=30;", 61, false)]
    [InlineData("stale-if-error=30, no-cache", 61, false)]
    public void OnOriginError_RequestDirective_OpensWindow(string cacheControl, int age, bool mayStandIn)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(mayStandIn, decision.OnOriginError is not null);
    }

    // "When used as a request Cache-Control extension, its scope of application is the request it appears in."
    [Theory]
    [InlineData("stale-if-error=5", 66, false)]
    [InlineData("stale-if-error=0", 61, false)]
    [InlineData("stale-if-error=60", 120, true)]
    [InlineData("stale-if-error=x", 90, true)]
    public void OnOriginError_RequestDirective_CountsInPlaceOfResponseAndOption(
        string cacheControl, int age, bool mayStandIn)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", "max-age=60, stale-if-error=30"), ("ETag", "\"1\""));

        var decision = Policies.StaleIfError(30).Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(mayStandIn, decision.OnOriginError is not null);
    }

    [Theory]
    [InlineData("max-age=60, must-revalidate")]
    [InlineData("max-age=60, no-cache")]
    public void OnOriginError_ResponseForbidsStale_OverrulesTheRequest(string cacheControl)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get("stale-if-error=600"), [stored], Policies.Now);

        Assert.Null(decision.OnOriginError);
    }

    [Fact]
    public void WhyNot_StaleAtOnceWithoutValidator_IsStoredForTheRequestThatTakesIt()
    {
        var reason = Storability.WhyNot(
            Requests.Get("stale-if-error=60"), Responses.Ok("max-age=0"), Policies.Now, Policies.PrivateRules);

        Assert.Equal(NotStoredReason.None, reason);
    }

    [Fact]
    public void OnOriginError_WithoutValidator_StandsInToo()
    {
        var stored = Stored.SecondsAgo(70, "max-age=60, stale-if-error=30");

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        var fallback = Assert.IsType<RequestDecision.Fetch>(decision).OnOriginError;
        Assert.NotNull(fallback);
        Assert.Same(stored, fallback.Response);
        Assert.Equal(HttpCacheReason.StaleIfError, fallback.Reason);
        Assert.Equal(TimeSpan.FromSeconds(10), fallback.Freshness.Staleness);
    }

    [Fact]
    public void OnOriginError_Head_StandsInToo()
    {
        var stored = Stored.SecondsAgo(70, "max-age=60, stale-if-error=30");

        var decision = Policies.Private.Decide(Requests.Head(), [stored], Policies.Now);

        Assert.Same(stored, decision.OnOriginError?.Response);
    }

    [Theory]
    [InlineData(HttpCacheKind.Private, "max-age=60, stale-if-error=30, must-revalidate", false)]
    [InlineData(HttpCacheKind.Private, "max-age=60, stale-if-error=30, no-cache", false)]
    [InlineData(HttpCacheKind.Private, "max-age=60, stale-if-error=30, no-cache=\"X Y\"", false)]
    [InlineData(HttpCacheKind.Private, "max-age=60, stale-if-error=30, no-cache=\"X-Y\"", true)]
    [InlineData(HttpCacheKind.Private, "max-age=60, stale-if-error=30, proxy-revalidate", true)]
    [InlineData(HttpCacheKind.Shared, "max-age=60, stale-if-error=30, proxy-revalidate", false)]
    [InlineData(HttpCacheKind.Shared, "s-maxage=60, stale-if-error=30", false)]
    [InlineData(HttpCacheKind.Shared, "max-age=60, stale-if-error=30", true)]
    public void OnOriginError_ResponseForbidsStale_IsNone(HttpCacheKind kind, string cacheControl, bool mayStandIn)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Of(kind).Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(mayStandIn, decision.OnOriginError is not null);
    }

    [Theory]
    [InlineData("must-revalidate, max-age=60")]
    [InlineData("no-cache")]
    public void OnOriginError_ResponseForbidsStale_OverrulesOption(string cacheControl)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.StaleIfError(3600).Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Null(decision.OnOriginError);
    }

    [Fact]
    public void OnOriginError_RequestNoCache_IsNone()
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60, stale-if-error=30"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get("no-cache"), [stored], Policies.Now);

        Assert.Null(decision.OnOriginError);
    }

    [Theory]
    [InlineData(HttpCacheMode.Revalidate)]
    [InlineData(HttpCacheMode.ForceRefresh)]
    [InlineData(HttpCacheMode.Bypass)]
    public void OnOriginError_ModeThatWantsTheOrigin_IsNone(HttpCacheMode mode)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60, stale-if-error=30"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(mode), [stored], Policies.Now);

        Assert.Null(decision.OnOriginError);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(504, true)]
    [InlineData(501, false)]
    [InlineData(505, false)]
    [InlineData(511, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(408, false)]
    [InlineData(410, false)]
    [InlineData(429, false)]
    [InlineData(301, false)]
    [InlineData(302, false)]
    [InlineData(200, false)]
    public void Decide_AnswerWithStatus_IsReplacedOnlyForServerFailures(int statusCode, bool replaced)
    {
        var tagged = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60, stale-if-error=30"), ("ETag", "\"1\""));
        var untagged = Stored.SecondsAgo(70, "max-age=60, stale-if-error=30");

        var validated = AnswerTo(tagged, statusCode);
        var fetched = AnswerTo(untagged, statusCode);

        Assert.Equal(replaced, validated is ResponseDecision.ServeStale);
        Assert.Equal(replaced, fetched is ResponseDecision.ServeStale);
    }

    [Fact]
    public void Decide_ServerFailureOutsideOfWindow_PassesThroughAndSupersedesNothing()
    {
        var stored = Stored.SecondsAgo(91, ("Cache-Control", "max-age=60, stale-if-error=30"), ("ETag", "\"1\""));

        var decision = AnswerTo(stored, 503);

        Assert.Null(Assert.IsType<ResponseDecision.PassThrough>(decision).Superseded);
    }

    [Fact]
    public void Decide_RefetchFails_StillStandsIn()
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60, stale-if-error=30"), ("ETag", "\"1\""));
        var earlier = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);
        var refetch = Policies.Private.Answer(Requests.Get(), earlier, Responses.NotModified(("ETag", "\"2\"")));

        var decision = Policies.Private.Answer(
            Requests.Get(), Assert.IsType<ResponseDecision.Refetch>(refetch).Again, Responses.Of(503));

        Assert.Same(stored, Assert.IsType<ResponseDecision.ServeStale>(decision).Fallback.Response);
    }

    private static ResponseDecision AnswerTo(StoredResponse stored, int statusCode) =>
        Policies.Private.Answer(
            Requests.Get(), Policies.Private.Decide(Requests.Get(), [stored], Policies.Now), Responses.Of(statusCode));
}
