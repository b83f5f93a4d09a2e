using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

[Rfc9111("5.2.1")]
public sealed class RequestDirectiveRulesTests
{
    [Theory]
    [Rfc9111("5.2.1.1")]
    [InlineData("max-age=11", HttpCacheReason.Fresh)]
    [InlineData("max-age=10", HttpCacheReason.Fresh)]
    [InlineData("max-age=9", HttpCacheReason.RequestMaxAge)]
    [InlineData("max-age=0", HttpCacheReason.RequestMaxAge)]
    [InlineData("max-age=x", HttpCacheReason.RequestMaxAge)]
    [InlineData("max-age", HttpCacheReason.RequestMaxAge)]
    [InlineData("max-age=60, max-age=9", HttpCacheReason.RequestMaxAge)]
    public void MaxAge_FreshResponseOfTenSeconds_IsServedUpToThatAge(string cacheControl, HttpCacheReason reason)
    {
        var stored = Stored.SecondsAgo(10, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(reason, decision.Reason);
    }

    [Theory]
    [Rfc9111("5.2.1.2")]
    [InlineData("max-stale", true)]
    [InlineData("max-stale=11", true)]
    [InlineData("max-stale=10", true)]
    [InlineData("max-stale=9", false)]
    [InlineData("max-stale=0", false)]
    [InlineData("max-stale=x", false)]
    [InlineData("max-stale=", false)]
    [InlineData("max-stale, max-stale=9", false)]
    [InlineData("max-stale, max-age=70", true)]
    [InlineData("max-stale, max-age=69", false)]
    [InlineData("max-stale, min-fresh=1", false)]
    [InlineData("max-stale, no-cache", false)]
    [InlineData("max-age=3600", false)]
    public void MaxStale_ResponseTenSecondsStale_IsServedWithinLimit(string cacheControl, bool served)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve { Why: HttpCacheReason.RequestMaxStale });
        Assert.Equal(!served, decision is RequestDecision.Validate);
    }

    [Theory]
    [Rfc9111("4.2.4")]
    [InlineData(HttpCacheKind.Private, "max-age=60, must-revalidate", false)]
    [InlineData(HttpCacheKind.Private, "max-age=60, no-cache", false)]
    [InlineData(HttpCacheKind.Private, "max-age=60, proxy-revalidate", true)]
    [InlineData(HttpCacheKind.Private, "max-age=60, s-maxage=60", true)]
    [InlineData(HttpCacheKind.Shared, "max-age=60, must-revalidate", false)]
    [InlineData(HttpCacheKind.Shared, "max-age=60, proxy-revalidate", false)]
    [InlineData(HttpCacheKind.Shared, "s-maxage=60", false)] // has the semantics of proxy-revalidate
    [InlineData(HttpCacheKind.Shared, "max-age=60", true)]
    public void MaxStale_ResponseForbidsStale_IsOverruled(HttpCacheKind kind, string cacheControl, bool served)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Of(kind).Decide(Requests.Get("max-stale"), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve);
    }

    [Theory]
    [Rfc9111("5.2.1.3")]
    [InlineData("min-fresh=49", HttpCacheReason.Fresh)]
    [InlineData("min-fresh=50", HttpCacheReason.Fresh)]
    [InlineData("min-fresh=51", HttpCacheReason.RequestMinFresh)]
    [InlineData("min-fresh=x", HttpCacheReason.RequestMinFresh)]
    [InlineData("min-fresh", HttpCacheReason.RequestMinFresh)]
    [InlineData("min-fresh=1, min-fresh=51", HttpCacheReason.RequestMinFresh)]
    public void MinFresh_ResponseFreshForFiftySeconds_IsServedIfThatIsEnough(string cacheControl, HttpCacheReason reason)
    {
        var stored = Stored.SecondsAgo(10, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(reason, decision.Reason);
    }

    [Theory]
    [Rfc9111("5.2.1.4")]
    [InlineData("no-cache")]
    [InlineData("NO-CACHE")]
    [InlineData("no-cache=x")]
    [InlineData("max-age=;no-cache")]
    public void NoCache_Fresh_Validates(string cacheControl)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.RequestNoCache, Assert.IsType<RequestDecision.Validate>(decision).Reason);
    }

    [Fact]
    [Rfc9111("5.4")]
    public void Pragma_WithoutCacheControl_IsNoCache()
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(("Pragma", "no-cache")), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.RequestNoCache, Assert.IsType<RequestDecision.Validate>(decision).Reason);
    }

    [Theory]
    [Rfc9111("5.4")]
    [InlineData("max-age=60")]
    [InlineData("")]
    public void Pragma_BesideCacheControl_MeansNothing(string cacheControl)
    {
        var stored = Stored.SecondsAgo(0, "max-age=60");
        var request = Requests.Get(("Pragma", "no-cache"), ("Cache-Control", cacheControl));

        var decision = Policies.Private.Decide(request, [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Theory]
    [Rfc9111("5.4")]
    [InlineData("x-cache")]
    [InlineData("no-store")]
    [InlineData("")]
    public void Pragma_Other_MeansNothing(string pragma)
    {
        var stored = Stored.SecondsAgo(0, "max-age=60");

        var decision = Policies.Private.Decide(Requests.Get(("Pragma", pragma)), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Theory]
    [Rfc9111("5.2.1.5")]
    [InlineData("no-store")]
    [InlineData("max-age=60, no-store")]
    [InlineData("max-age=x no-store")]
    public void NoStore_Request_BypassesCache(string cacheControl)
    {
        var stored = Stored.SecondsAgo(0, "max-age=60");

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.RequestNoStore, Assert.IsType<RequestDecision.Bypass>(decision).Reason);
    }

    [Fact]
    [Rfc9111("5.2.1.7")]
    public void OnlyIfCached_NothingStored_Refuses()
    {
        var decision = Policies.Private.Decide(Requests.Get("only-if-cached"), [], Policies.Now);

        Assert.Equal(HttpCacheReason.RequestOnlyIfCached, Assert.IsType<RequestDecision.Refuse>(decision).Reason);
    }

    [Theory]
    [Rfc9111("5.2.1.7")]
    [InlineData("only-if-cached", 59, true)]
    [InlineData("only-if-cached", 60, false)]
    [InlineData("only-if-cached, max-stale", 60, true)]
    [InlineData("only-if-cached, max-stale=9", 70, false)]
    [InlineData("only-if-cached, max-age=9", 10, false)]
    [InlineData("only-if-cached, no-cache", 0, false)]
    public void OnlyIfCached_Stored_IsServedIfUsableElseRefused(string cacheControl, int age, bool served)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve);
        Assert.Equal(!served, decision is RequestDecision.Refuse);
    }
}
