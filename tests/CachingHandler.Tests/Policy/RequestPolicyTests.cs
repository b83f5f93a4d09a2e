using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class RequestPolicyTests
{
    [Fact]
    public void Decide_NothingStored_Fetches()
    {
        var decision = Policies.Private.Decide(Requests.Get(), [], Policies.Now);

        var fetch = Assert.IsType<RequestDecision.Fetch>(decision);
        Assert.Equal(HttpCacheReason.NothingStored, fetch.Reason);
        Assert.Empty(fetch.Additions);
        Assert.Null(fetch.OnOriginError);
    }

    [Theory]
    [Rfc9111("4.2")]
    [InlineData("max-age=60", 59, true)]
    [InlineData("max-age=60", 60, false)] // fresh only while the lifetime is greater than the age
    [InlineData("max-age=60, must-revalidate", 59, true)]
    [InlineData("max-age=60, immutable", 60, false)]
    [InlineData("max-age=0", 0, false)]
    public void Decide_StoredResponseOfAge_IsServedWhileFresh(string cacheControl, int age, bool served)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve);
    }

    [Fact]
    [Rfc9111("4")]
    public void Decide_Fresh_ServesWithAgeAndLifetime()
    {
        var stored = Stored.SecondsAgo(10, "max-age=60");

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        var serve = Assert.IsType<RequestDecision.Serve>(decision);
        Assert.Same(stored, serve.Response);
        Assert.Equal(HttpCacheReason.Fresh, serve.Reason);
        Assert.Equal(new Freshness(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)), serve.Freshness);
    }

    [Theory]
    [Rfc9111("4.3.1")]
    [InlineData("ETag", "\"1\"")]
    [InlineData("Last-Modified", "Mon, 31 Dec 2029 00:00:00 GMT")]
    public void Decide_StaleWithValidator_Validates(string name, string value)
    {
        var stored = Stored.SecondsAgo(60, ("Cache-Control", "max-age=60"), (name, value));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        var validate = Assert.IsType<RequestDecision.Validate>(decision);
        Assert.Same(stored, validate.Response);
        Assert.Equal(HttpCacheReason.Expired, validate.Reason);
    }

    [Fact]
    [Rfc9111("4.2")]
    public void Decide_StaleWithoutValidator_FetchesInItsPlace()
    {
        var stored = Stored.SecondsAgo(60, "max-age=60");

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        var fetch = Assert.IsType<RequestDecision.Fetch>(decision);
        Assert.Equal(HttpCacheReason.Expired, fetch.Reason);
        Assert.Same(stored, fetch.Superseded);
    }

    [Theory]
    [Rfc9111("5.2.2.4")]
    [InlineData("no-cache")]
    [InlineData("max-age=60, no-cache")]
    [InlineData("max-age=60, no-cache=\"Set Cookie\"")]
    [InlineData("max-age=60, no-cache=")]
    public void Decide_ResponseNoCache_ValidatesThoughFresh(string cacheControl)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.ResponseNoCache, Assert.IsType<RequestDecision.Validate>(decision).Reason);
    }

    [Fact]
    [Rfc9111("5.4")]
    public void Decide_ResponsePragma_MeansNothing()
    {
        var stored = Stored.SecondsAgo(10, ("Cache-Control", "max-age=60"), ("Pragma", "no-cache"));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Fact]
    [Rfc9111("4")]
    public void Decide_Head_IsServedFromGet()
    {
        var stored = Stored.SecondsAgo(10, "max-age=60");

        var decision = Policies.Private.Decide(Requests.Head(), [stored], Policies.Now);

        Assert.Same(stored, Assert.IsType<RequestDecision.Serve>(decision).Response);
    }

    [Fact]
    [Rfc9111("4.3.5")]
    public void Decide_HeadOfStale_FetchesWithoutCondition()
    {
        var stored = Stored.SecondsAgo(60, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Head(), [stored], Policies.Now);

        Assert.Empty(Assert.IsType<RequestDecision.Fetch>(decision).Additions);
    }

    [Fact]
    public void Decide_KeptLongEnough_IsAsIfNothingWereStored()
    {
        var stored = Stored.Until(Policies.Now, ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Fetch>(decision);
    }

    [Fact]
    public void Decide_NotKeptLongEnough_IsServed()
    {
        var stored = Stored.Until(Policies.Now.AddTicks(1), ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Theory]
    [Rfc9111("4")]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Decide_SeveralMatch_ChoosesMostRecentInAnyOrder(int first, int second)
    {
        StoredResponse[] stored = [Stored.SecondsAgo(20, "max-age=60"), Stored.SecondsAgo(10, "max-age=60")];

        var decision = Policies.Private.Decide(Requests.Get(), [stored[first], stored[second]], Policies.Now);

        Assert.Same(stored[1], Assert.IsType<RequestDecision.Serve>(decision).Response);
    }

    [Fact]
    [Rfc9111("4")]
    public void Decide_MostRecentMatchIsStale_IsNotPassedOverForAnOlderFreshOne()
    {
        var older = Stored.SecondsAgo(20, "max-age=60");
        var newer = Stored.SecondsAgo(10, ("Cache-Control", "max-age=5"), ("ETag", "\"2\""));

        var decision = Policies.Private.Decide(Requests.Get(), [older, newer], Policies.Now);

        Assert.Same(newer, Assert.IsType<RequestDecision.Validate>(decision).Response);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Decide_MoreRecentVariantOfAnotherRequest_DoesNotHideTheMatch()
    {
        var german = Stored.By(
            Policies.Private,
            Requests.Get(("Accept-Language", "de")),
            Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")),
            secondsAgo: 20);
        var french = Stored.By(
            Policies.Private,
            Requests.Get(("Accept-Language", "fr")),
            Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")),
            secondsAgo: 10);

        var decision = Policies.Private.Decide(Requests.Get(("Accept-Language", "de")), [german, french], Policies.Now);

        Assert.Same(german, Assert.IsType<RequestDecision.Serve>(decision).Response);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Decide_OnlyOtherVariants_FetchesAndSupersedesNone()
    {
        var german = Stored.By(
            Policies.Private,
            Requests.Get(("Accept-Language", "de")),
            Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")));

        var decision = Policies.Private.Decide(Requests.Get(("Accept-Language", "fr")), [german], Policies.Now);

        var fetch = Assert.IsType<RequestDecision.Fetch>(decision);
        Assert.Equal(HttpCacheReason.VariantNotStored, fetch.Reason);
        Assert.Null(fetch.Superseded);
    }
}
