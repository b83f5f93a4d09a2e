using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

[Rfc5861("3")]
public sealed class StaleWhileRevalidateTests
{
    private const string Window = "max-age=60, stale-while-revalidate=30";

    public static TheoryData<int> ServerFailures => [500, 502, 503, 504];

    [Theory]
    [InlineData("max-age=60, stale-while-revalidate=30", 60, true)]
    [InlineData("max-age=60, stale-while-revalidate=30", 90, true)]
    [InlineData("max-age=60, stale-while-revalidate=30", 91, false)]
    [InlineData("max-age=60, Stale-While-Revalidate=\"30\"", 90, true)]
    [InlineData("max-age=0, stale-while-revalidate=30", 0, true)]
    [InlineData("max-age=60, stale-while-revalidate=0", 60, false)]
    [InlineData("max-age=60, stale-while-revalidate", 61, false)]
    [InlineData("max-age=60, stale-while-revalidate=x", 61, false)]
    [InlineData("max-age=60, stale-while-revalidate=-1", 61, false)]
    [InlineData("max-age=60, stale-while-revalidate=30;", 61, false)]
    [InlineData("max-age=60, stale-while-revalidate=30, stale-while-revalidate=5", 66, false)]
    [InlineData("max-age=60, stale-if-error=30", 61, false)]
    [InlineData("max-age=60", 61, false)]
    public void Decide_Directive_OpensWindow(string cacheControl, int age, bool served)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve { Reason: HttpCacheReason.StaleWhileRevalidate });
        Assert.Equal(!served, decision is RequestDecision.Validate);
    }

    [Theory]
    [InlineData("max-age=60", 90, true)]
    [InlineData("max-age=60", 91, false)]
    [InlineData("max-age=60, stale-while-revalidate=60", 120, true)]
    [InlineData("max-age=60, stale-while-revalidate=5", 90, true)] // the longer of the two
    public void Decide_OptionOfThirtySeconds_OpensWindow(string cacheControl, int age, bool served)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.StaleWhileRevalidate(30).Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve);
    }

    [Fact]
    public void Decide_Fresh_IsServedAsSuchAndNotRefreshed()
    {
        var stored = Stored.SecondsAgo(59, Window);

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        var serve = Assert.IsType<RequestDecision.Serve>(decision);
        Assert.Equal(HttpCacheReason.Fresh, serve.Reason);
        Assert.Null(serve.RevalidateInBackground);
    }

    [Fact]
    public void RevalidateInBackground_WithValidator_IsTheValidationThatWasPutOff()
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", Window), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        var validate = Assert.IsType<RequestDecision.Validate>(
            Assert.IsType<RequestDecision.Serve>(decision).RevalidateInBackground);
        Assert.Same(stored, validate.Response);
        Assert.Equal(HttpCacheReason.Expired, validate.Reason);
        Assert.Equal([new("If-None-Match", "\"1\"")], validate.Conditions);
    }

    [Fact]
    public void RevalidateInBackground_WithoutValidator_IsAFetch()
    {
        var stored = Stored.SecondsAgo(70, Window);

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        var fetch = Assert.IsType<RequestDecision.Fetch>(
            Assert.IsType<RequestDecision.Serve>(decision).RevalidateInBackground);
        Assert.Same(stored, fetch.Superseded);
        Assert.Empty(fetch.Additions);
    }

    // RFC 9111 §4.3.3: an error may be answered with what is stored, and what may be served stale is not to be lost to one.
    [Theory]
    [Rfc9111("4.3.3")]
    [MemberData(nameof(ServerFailures))]
    public void RevalidateInBackground_ServerFailureToBeStored_LeavesTheStoredResponse(int statusCode)
    {
        var stored = Stored.SecondsAgo(70, Window);
        var serve = Assert.IsType<RequestDecision.Serve>(
            Policies.Private.Decide(Requests.Get(), [stored], Policies.Now));

        var verdict = Policies.Private.Answer(
            Requests.Get(), serve.RevalidateInBackground!, Responses.Of(statusCode, ("Cache-Control", "max-age=60")));

        Assert.Same(stored, Assert.IsType<ResponseDecision.ServeStale>(verdict).Fallback.Response);
    }

    [Theory]
    [Rfc9111("4.2.4")]
    [InlineData(HttpCacheKind.Private, $"{Window}, must-revalidate", false)]
    [InlineData(HttpCacheKind.Private, $"{Window}, must-revalidate=", false)]
    [InlineData(HttpCacheKind.Private, $"{Window}, no-cache", false)]
    [InlineData(HttpCacheKind.Private, $"{Window}, no-cache=\"X-Y\"", true)]
    [InlineData(HttpCacheKind.Private, $"{Window}, proxy-revalidate", true)]
    [InlineData(HttpCacheKind.Private, $"{Window}, s-maxage=60", true)]
    [InlineData(HttpCacheKind.Shared, $"{Window}, proxy-revalidate", false)]
    [InlineData(HttpCacheKind.Shared, $"{Window}, s-maxage=60", false)]
    [InlineData(HttpCacheKind.Shared, Window, true)]
    public void Decide_ResponseThatForbidsStale_OverrulesIt(HttpCacheKind kind, string cacheControl, bool served)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Of(kind).Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve);
    }

    [Theory]
    [InlineData("max-age=60, must-revalidate")]
    [InlineData("max-age=60, no-cache")]
    public void Decide_ResponseThatForbidsStale_OverrulesTheOption(string cacheControl)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.StaleWhileRevalidate(3600).Decide(Requests.Get(), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Validate>(decision);
    }

    [Theory]
    [Rfc9111("5.2.1")]
    [InlineData("no-transform", true)]
    [InlineData("max-stale", true)]
    [InlineData("max-stale=10", true)]
    [InlineData("max-stale=9", false)]
    [InlineData("max-stale=x", true)] // permits nothing, and restricts nothing
    [InlineData("max-age=3600", false)] // §5.2.1.1: wants nothing stale
    [InlineData("max-age=70, max-stale", true)]
    [InlineData("max-age=69, max-stale", false)]
    [InlineData("max-age=x, max-stale", false)]
    [InlineData("min-fresh=0", false)]
    [InlineData("min-fresh=x", false)]
    [InlineData("no-cache", false)]
    public void Decide_RequestThatAsksForBetter_IsHeard(string cacheControl, bool served)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", Window), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve { RevalidateInBackground: not null });
        Assert.Equal(!served, decision is RequestDecision.Validate);
    }

    [Fact]
    [Rfc9111("5.4")]
    public void Decide_Pragma_Validates()
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", Window), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(("Pragma", "no-cache")), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Validate>(decision);
    }

    [Fact]
    [Rfc9111("5.2.1.7")]
    public void Decide_OnlyIfCached_Refuses()
    {
        var stored = Stored.SecondsAgo(70, Window);

        var decision = Policies.Private.Decide(Requests.Get("only-if-cached"), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Refuse>(decision);
    }

    [Theory]
    [InlineData(HttpCacheMode.PreferCache, HttpCacheReason.PreferCache)]
    [InlineData(HttpCacheMode.OnlyIfCached, HttpCacheReason.OnlyIfCached)]
    public void Decide_ModeThatTakesStale_IsServedAndNotRefreshed(HttpCacheMode mode, HttpCacheReason reason)
    {
        var stored = Stored.SecondsAgo(70, Window);

        var decision = Policies.Private.Decide(Requests.Get(mode), [stored], Policies.Now);

        var serve = Assert.IsType<RequestDecision.Serve>(decision);
        Assert.Equal(reason, serve.Reason);
        Assert.Null(serve.RevalidateInBackground);
    }

    [Theory]
    [InlineData(HttpCacheMode.Revalidate)]
    [InlineData(HttpCacheMode.ForceRefresh)]
    [InlineData(HttpCacheMode.Bypass)]
    public void Decide_ModeThatWantsTheOrigin_GetsIt(HttpCacheMode mode)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", Window), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(mode), [stored], Policies.Now);

        Assert.IsNotType<RequestDecision.Serve>(decision);
    }

    // A HEAD could refresh the head alone, and whoever sent it is not waiting for a body.
    [Fact]
    public void Decide_Head_AsksTheOrigin()
    {
        var stored = Stored.SecondsAgo(70, Window);

        var decision = Policies.Private.Decide(Requests.Head(), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Fetch>(decision);
    }

    [Theory]
    [InlineData("Range", "bytes=0-1")]
    [InlineData("If-None-Match", "\"1\"")]
    [InlineData("If-Modified-Since", "Tue, 01 Jan 2030 00:00:00 GMT")]
    public void MayServeMeanwhile_RequestThatARefreshOfTheWholeDoesNotAnswer_Not(string name, string value)
    {
        var request = Requests.Get((name, value));
        var freshness = new Freshness(TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(60));

        var may = Reuse.MayServeMeanwhile(
            in request, Responses.Ok(Window), freshness, HttpCacheReason.Expired, Policies.PrivateRules);

        Assert.False(may);
    }

    [Theory]
    [InlineData("max-age=0, stale-while-revalidate=60", NotStoredReason.None)]
    [InlineData("max-age=0, stale-while-revalidate=0", NotStoredReason.NothingToReuse)]
    [InlineData("max-age=0, stale-while-revalidate=x", NotStoredReason.NothingToReuse)]
    [InlineData("max-age=0, stale-while-revalidate=60, must-revalidate", NotStoredReason.NothingToReuse)]
    [InlineData("stale-while-revalidate=60, no-cache", NotStoredReason.NothingToReuse)]
    public void WhyNot_StaleAtOnceWithoutValidator_IsStoredForTheWindow(string cacheControl, NotStoredReason expected)
    {
        var reason = Storability.WhyNot(
            Requests.Get(), Responses.Ok(cacheControl), Policies.Now, Policies.PrivateRules);

        Assert.Equal(expected, reason);
    }

    [Fact]
    public void WhyNot_StaleAtOnceWithTheOption_IsStored()
    {
        var rules = Policies.PrivateRules with { StaleWhileRevalidate = TimeSpan.FromSeconds(60) };

        var reason = Storability.WhyNot(Requests.Get(), Responses.Ok("max-age=0"), Policies.Now, rules);

        Assert.Equal(NotStoredReason.None, reason);
    }

    [Theory]
    [InlineData("max-age=0, stale-while-revalidate=60, proxy-revalidate")]
    [InlineData("s-maxage=0, stale-while-revalidate=60")]
    public void WhyNot_StaleAtOnceAndForbiddenInAShared_IsNotStoredThere(string cacheControl)
    {
        var reason = Storability.WhyNot(
            Requests.Get(), Responses.Ok(cacheControl), Policies.Now, Policies.SharedRules);

        Assert.Equal(NotStoredReason.NothingToReuse, reason);
    }

    [Fact]
    public void Decide_BeyondTheRetention_FindsNothing()
    {
        var policy = new CachePolicy(Policies.PrivateRules with { Retention = TimeSpan.FromSeconds(5) });
        var stored = Stored.By(policy, Requests.Get(), Responses.Ok(Window));

        var decisions = new[] { DecideAt(64), DecideAt(65) };

        Assert.Equal([HttpCacheReason.StaleWhileRevalidate, HttpCacheReason.VariantNotStored], decisions);

        HttpCacheReason DecideAt(int seconds) =>
            policy.Decide(Requests.Get(), [stored], Policies.Now.AddSeconds(seconds)).Reason;
    }
}
