using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class ResponsePolicyTests
{
    [Fact]
    [Rfc9111("3")]
    public void Decide_Storable_StoresWithLifetimeAndRetention()
    {
        var decision = Policies.Private.AnswerMiss(Requests.Get(), Responses.Ok("max-age=60"));

        var store = Assert.IsType<ResponseDecision.Store>(decision);
        Assert.Equal(TimeSpan.FromSeconds(60), store.Lifetime);
        Assert.Equal(Policies.Now.AddSeconds(60) + Policies.PrivateRules.Retention, store.DiscardAfter);
        Assert.Empty(store.SelectingFields);
    }

    [Fact]
    public void Decide_StorableForLongerThanTheCalendar_IsNeverDiscarded()
    {
        var policy = new CachePolicy(Policies.PrivateRules with { Retention = TimeSpan.FromDays(3_650_000) });

        var decision = policy.AnswerMiss(Requests.Get(), Responses.Ok("max-age=99999999999"));

        Assert.Equal(DateTimeOffset.MaxValue, Assert.IsType<ResponseDecision.Store>(decision).DiscardAfter);
    }

    [Fact]
    [Rfc9111("3.1")]
    public void Decide_HopByHopFields_AreNotStored()
    {
        var response = Responses.Ok(
            ("Cache-Control", "Max-Age=60"),
            ("Connection", "close, X-Nominated"),
            ("Connection", "x-other"),
            ("X-Nominated", "1"),
            ("X-Other", "1"),
            ("Keep-Alive", "timeout=5"),
            ("Transfer-Encoding", "chunked"),
            ("TE", "trailers"),
            ("Upgrade", "h2c"),
            ("Proxy-Connection", "close"),
            ("Proxy-Authenticate", "Basic"),
            ("Proxy-Authorization", "Basic x"),
            ("Proxy-Authentication-Info", "x"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("Content-Type", "TEXT/plain;charset=x"));

        var decision = Policies.Private.AnswerMiss(Requests.Get(), response);

        Assert.Equal(
            [
                new("Cache-Control", "Max-Age=60"),
                new("Set-Cookie", "a=1"),
                new("Set-Cookie", "b=2"),
                new("Content-Type", "TEXT/plain;charset=x"),
            ],
            Assert.IsType<ResponseDecision.Store>(decision).Fields);
    }

    [Fact]
    public void Decide_NothingHopByHop_StoresFieldsWithoutCopying()
    {
        var response = Responses.Ok("max-age=60");

        var decision = Policies.Private.AnswerMiss(Requests.Get(), response);

        Assert.Same(response.Fields, Assert.IsType<ResponseDecision.Store>(decision).Fields);
    }

    [Fact]
    public void Decide_NotStorable_PassesThrough()
    {
        var decision = Policies.Private.AnswerMiss(Requests.Get(), Responses.Ok("no-store"));

        var pass = Assert.IsType<ResponseDecision.PassThrough>(decision);
        Assert.Equal(NotStoredReason.NoStore, pass.Why);
        Assert.Empty(pass.Invalidated);
        Assert.Null(pass.Superseded);
    }

    [Fact]
    public void Decide_ValidationAnsweredWithNewResponse_Stores()
    {
        var stored = Stored.SecondsAgo(70, ("ETag", "\"1\""));

        var decision = Policies.Private.AnswerValidation(stored, Responses.Ok(("ETag", "\"2\"")));

        Assert.IsType<ResponseDecision.Store>(decision);
    }

    [Fact]
    public void Decide_ForceRefreshAnswered_Stores()
    {
        var request = Requests.Get(HttpCacheMode.ForceRefresh);
        var earlier = Policies.Private.Decide(request, [], Policies.Now);

        var decision = Policies.Private.Answer(request, earlier, Responses.Ok("max-age=60, immutable"));

        Assert.IsType<ResponseDecision.Store>(decision);
    }

    [Theory]
    [InlineData("https://example.com/other")]
    [InlineData("https://example.com/Resource")]
    [InlineData("https://example.com/resource?x")]
    [InlineData("https://example.com/resource/")]
    [InlineData("http://example.com/resource")]
    [InlineData("https://example.org/resource")]
    public void Decide_AnswerOfOtherUri_IsNotStored(string finalUri)
    {
        var response = Responses.From(finalUri, 200, ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.AnswerMiss(Requests.Get(), response);

        Assert.Equal(NotStoredReason.Redirected, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }

    [Theory]
    [InlineData("https://example.com/resource")]
    [InlineData("HTTPS://EXAMPLE.com:443/resource")]
    [InlineData("https://example.com/resource#fragment")]
    public void Decide_AnswerOfSameUri_IsStored(string finalUri)
    {
        var response = Responses.From(finalUri, 200, ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.AnswerMiss(Requests.Get(), response);

        Assert.IsType<ResponseDecision.Store>(decision);
    }

    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData(200, true)]
    [InlineData(302, true)]
    [InlineData(404, true)]
    [InlineData(410, true)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public void Decide_AnswerThatIsNotStored_SupersedesUnlessItIsAnError(int statusCode, bool supersedes)
    {
        var tagged = Stored.SecondsAgo(70, ("ETag", "\"1\""));
        var untagged = Stored.SecondsAgo(70, "max-age=60");
        var answer = Responses.Of(statusCode, ("Cache-Control", "no-store"));

        var validated = Policies.Private.AnswerValidation(tagged, answer);
        var fetched = Policies.Private.AnswerValidation(untagged, answer);

        Assert.Equal(supersedes, Assert.IsType<ResponseDecision.PassThrough>(validated).Superseded == tagged);
        Assert.Equal(supersedes, Assert.IsType<ResponseDecision.PassThrough>(fetched).Superseded == untagged);
    }

    [Fact]
    public void Decide_RedirectFollowedInstead_Supersedes()
    {
        var stored = Stored.SecondsAgo(70, ("ETag", "\"1\""));
        var answer = Responses.From("https://example.com/other", 200, ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.AnswerValidation(stored, answer);

        Assert.Same(stored, Assert.IsType<ResponseDecision.PassThrough>(decision).Superseded);
    }

    [Fact]
    public void Decide_NotModifiedThatNobodyAskedFor_SupersedesNothing()
    {
        var stored = Stored.SecondsAgo(70, "max-age=60");

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified());

        Assert.Null(Assert.IsType<ResponseDecision.PassThrough>(decision).Superseded);
    }

    [Theory]
    [Rfc9111("3")]
    [InlineData(200)]
    [InlineData(404)]
    public void Decide_AnswerToHead_IsNeverStored(int statusCode)
    {
        var response = Responses.Of(statusCode, ("Cache-Control", "public, max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.AnswerMiss(Requests.Head(), response);

        Assert.Equal(NotStoredReason.Method, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Decide_Vary_StoresSelectingFields()
    {
        var request = Requests.Get(("Accept-Language", "de"));

        var decision = Policies.Private.AnswerMiss(
            request, Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", "Accept-Language"), ("Vary", "Accept")));

        Assert.Equal(
            [new("accept", null), new("accept-language", "de")],
            Assert.IsType<ResponseDecision.Store>(decision).SelectingFields);
    }

    [Theory]
    [InlineData(200, "no-store")]
    [InlineData(302, "no-cache")]
    [InlineData(404, "no-store")]
    public void Decide_ForceRefreshAnsweredWithWhatIsNotStored_SupersedesWhatIs(int statusCode, string cacheControl)
    {
        var stored = Stored.SecondsAgo(0, "max-age=60");
        var request = Requests.Get(HttpCacheMode.ForceRefresh);
        var earlier = Policies.Private.Decide(request, [stored], Policies.Now);

        var decision = Policies.Private.Answer(
            request, earlier, Responses.Of(statusCode, ("Cache-Control", cacheControl)));

        Assert.Same(stored, Assert.IsType<ResponseDecision.PassThrough>(decision).Superseded);
    }
}
