using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>Mistakes that HTTP caches in the field have made, each held off by name.</summary>
public sealed class FieldRegressionTests
{
    [Theory]
    [Rfc9111("4.1")]
    [InlineData("Accept-Language", "de")]
    [InlineData("Authorization", "Bearer a")]
    [InlineData("Cookie", "session=1")]
    public void ResponseStoredWithoutField_RequestThatHasIt_IsNotServed(string name, string value)
    {
        var stored = Stored.By(
            Policies.Private, Requests.Get(), Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", name)));

        var decision = Policies.Private.Decide(Requests.Get((name, value)), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.VariantNotStored, Assert.IsType<RequestDecision.Fetch>(decision).Reason);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void ResponseVariesByFieldAbsentFromRequest_SameRequest_IsServed()
    {
        var stored = Stored.By(
            Policies.Private, Requests.Get(), Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", "Accept-Encoding")));

        var decision = Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Fact]
    [Rfc9111("4")]
    public void EmptyBodyOfHead_Get_IsNeverServedIt()
    {
        var decision = Policies.Private.AnswerMiss(Requests.Head(), Responses.Ok("public, max-age=60"));

        Assert.IsType<ResponseDecision.PassThrough>(decision);
    }

    [Theory]
    [Rfc9111("5.2.2.5")]
    [InlineData("max-age=abc, no-store")]
    [InlineData("private=, no-store")]
    [InlineData("s-maxage=\"60, no-store")]
    [InlineData("no-store; max-age=60")]
    public void NoStore_BesideMalformedDirective_IsNotLost(string cacheControl)
    {
        var response = Responses.Ok(("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.AnswerMiss(Requests.Get(), response);

        Assert.Equal(NotStoredReason.NoStore, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }

    [Theory]
    [Rfc9111("5.2.2.7")]
    [InlineData("private=, max-age=60")]
    [InlineData("private=\"\", max-age=60")]
    [InlineData("private = \"authorization\" , max-age=60")]
    [InlineData("private, private=\"x\", max-age=60")]
    public void PrivateBadlyQualified_SharedCache_DoesNotStore(string cacheControl)
    {
        var response = Responses.Ok(("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Shared.AnswerMiss(Requests.Get(), response);

        Assert.Equal(NotStoredReason.Private, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void NotModified_AgainAndAgain_RefreshesEachTime()
    {
        var stored = Stored.SecondsAgo(61, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        var once = Assert.IsType<ResponseDecision.Freshen>(
            Policies.Private.AnswerValidation(stored, Responses.NotModified(("ETag", "\"1\"")))).Updated;
        var twice = Assert.IsType<ResponseDecision.Freshen>(
            Policies.Private.AnswerValidation(once, Responses.NotModified(("ETag", "\"1\"")))).Updated;

        var decision = Policies.Private.Decide(Requests.Get(), [twice], Policies.Now.AddSeconds(59));

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Fact]
    public void Immutable_ForceRefresh_IsFetched()
    {
        var stored = Stored.SecondsAgo(0, "max-age=31536000, immutable");

        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.ForceRefresh), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Fetch>(decision);
    }

    [Theory]
    [Rfc9111("4.2.4")]
    [InlineData(301)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public void StaleIfError_AnswerIsTheOriginsWord_IsNotReplaced(int statusCode)
    {
        var policy = Policies.StaleIfError(3600);
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60, stale-if-error=3600"), ("ETag", "\"1\""));
        var earlier = policy.Decide(Requests.Get(), [stored], Policies.Now);

        var decision = policy.Answer(Requests.Get(), earlier, Responses.Of(statusCode));

        Assert.IsNotType<ResponseDecision.ServeStale>(decision);
    }

    [Fact]
    [Rfc9111("4.4")]
    public void Put_ThenGet_DoesNotGetOldValue()
    {
        var request = Requests.Of("PUT");
        var earlier = Policies.Private.Decide(request, [Stored.SecondsAgo(0, "max-age=60")], Policies.Now);

        var decision = Policies.Private.Answer(request, earlier, Responses.Of(204));

        Assert.Contains(new Uri(Requests.Target), Assert.IsType<ResponseDecision.PassThrough>(decision).Invalidated);
    }

    [Theory]
    [Rfc9111("3")]
    [InlineData(206, "public, max-age=60")]
    [InlineData(307, "x")]
    public void PartialOrTemporary_Get_IsNotStored(int statusCode, string cacheControl)
    {
        var response = Responses.Of(statusCode, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.AnswerMiss(Requests.Get(), response);

        Assert.IsType<ResponseDecision.PassThrough>(decision);
    }

    [Fact]
    [Rfc9111("3.5")]
    public void Authorization_OfRequest_DecidesInSharedCache()
    {
        var response = Responses.Ok("max-age=60");

        var decision = Policies.Shared.AnswerMiss(Requests.Get(("Authorization", "Basic eDp5")), response);

        Assert.Equal(NotStoredReason.Authorization, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }

    [Fact]
    public void RedirectFollowed_AnswerOfOtherResource_IsNotStoredUnderTheOneAskedFor()
    {
        var response = Responses.From("https://login.example.org/", 200, ("Cache-Control", "public, max-age=60"));

        var decision = Policies.Private.AnswerMiss(Requests.Get(), response);

        Assert.Equal(NotStoredReason.Redirected, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }
}
