using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class QueryPolicyTests
{
    private const string Digest = "0123456789ABCDEF";

    [Theory]
    [Rfc10008("2.7")]
    [InlineData("QUERY")]
    [InlineData("POST")]
    public void Decide_QueryWhoseContentIsKnown_IsServedWhatIsFresh(string method)
    {
        var stored = Stored.SecondsAgo(10, "max-age=60");

        var decision = Policies.Private.Decide(Query(method), [stored], Policies.Now);

        Assert.Same(stored, Assert.IsType<RequestDecision.Serve>(decision).Response);
    }

    [Theory]
    [InlineData("QUERY")]
    [InlineData("POST")]
    public void Decide_QueryWhoseContentIsNotKnown_Bypasses(string method)
    {
        var request = Requests.WithContent(method).AsQuery(null);

        var decision = Policies.Private.Decide(request, [Stored.SecondsAgo(10, "max-age=60")], Policies.Now);

        Assert.Equal(HttpCacheReason.RequestContent, Assert.IsType<RequestDecision.Bypass>(decision).Reason);
    }

    [Fact]
    [Rfc10008("2.6")]
    public void Decide_QueryForStaleResponse_Validates()
    {
        var stored = Stored.SecondsAgo(90, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Query("QUERY"), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Validate>(decision);
    }

    [Fact]
    [Rfc9110("13.1.2")] // the origin would answer 412 and not 304
    public void Decide_PostForStaleResponse_Fetches()
    {
        var stored = Stored.SecondsAgo(90, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Query("POST"), [stored], Policies.Now);

        Assert.Same(stored, Assert.IsType<RequestDecision.Fetch>(decision).Superseded);
    }

    [Theory]
    [Rfc9110("13.1.2")]
    [InlineData("QUERY", false)]
    [InlineData("POST", true)]
    public void Decide_QueryUnderAConditionOfTheCallersOwn_BypassesForPost(string method, bool bypasses)
    {
        var stored = Stored.SecondsAgo(10, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        var request = Requests.Of(method, ("If-None-Match", "\"1\"")).AsQuery(Digest);

        var decision = Policies.Private.Decide(request, [stored], Policies.Now);

        Assert.Equal(bypasses, decision is RequestDecision.Bypass { Reason: HttpCacheReason.CallerCondition });
    }

    [Theory]
    [InlineData("QUERY", "Cache-Control", "max-age=60", true)]
    [InlineData("QUERY", "ETag", "\"1\"", true)]
    [InlineData("QUERY", "Last-Modified", "Mon, 31 Dec 2029 00:00:00 GMT", true)]
    [InlineData("QUERY", "Server", "x", false)]
    [InlineData("POST", "Cache-Control", "max-age=60", true)]
    [InlineData("POST", "Expires", "Tue, 01 Jan 2030 01:00:00 GMT", true)]
    [InlineData("POST", "ETag", "\"1\"", false)]
    [InlineData("POST", "Last-Modified", "Mon, 31 Dec 2029 00:00:00 GMT", false)]
    public void Decide_AnswerToQuery_IsStoredIfItCanBeReused(string method, string name, string value, bool stored)
    {
        var decision = Policies.Private.AnswerMiss(Query(method), Responses.Ok((name, value)));

        Assert.Equal(stored, decision is ResponseDecision.Store);
    }

    [Theory]
    [InlineData("QUERY")]
    [InlineData("POST")]
    public void Invalidation_OfQuery_IsNothing(string method)
    {
        var invalidated = Invalidation.Of(Query(method), Responses.Ok(("Location", "/other"), ("Content-Location", "/resource")));

        Assert.Empty(invalidated);
    }

    [Fact]
    public void Frozen_OfARequestWithContent_KeepsItsFields()
    {
        var head = Requests.WithContent("QUERY").Frozen();

        Assert.True(head.TryGetField("Content-Type", out var type));
        Assert.Equal("text/plain; charset=utf-8", type);
    }

    private static RequestHead Query(string method) => Requests.WithContent(method).AsQuery(Digest);
}
