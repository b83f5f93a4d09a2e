using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>The caller's condition on its way to the origin and back (RFC 9111 §4.3.2, §4.3.3).</summary>
public sealed class CallerConditionTests
{
    private const string Earlier = "Sat, 22 Dec 2029 00:00:00 GMT";
    private const string Later = "Sun, 23 Dec 2029 00:00:00 GMT";

    private static readonly StoredResponse Stale = Stored.SecondsAgo(
        70, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Last-Modified", Earlier));

    private static readonly StoredResponse StaleDated = Stored.SecondsAgo(
        70, ("Cache-Control", "max-age=60"), ("Last-Modified", Earlier));

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("If-None-Match", "\"9\"")]
    [InlineData("If-None-Match", "*")]
    [InlineData("If-Modified-Since", Earlier)]
    public void NothingStored_IsForwardedAsItIs(string name, string value)
    {
        var decision = Policies.Private.Decide(Requests.Get((name, value)), [], Policies.Now);

        Assert.Empty(Assert.IsType<RequestDecision.Fetch>(decision).Additions);
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("\"9\"", "\"1\", \"9\"")]
    [InlineData("\"8\", W/\"9\"", "\"1\", \"8\", W/\"9\"")]
    [InlineData("\"1\"", "\"1\", \"1\"")]
    public void Stale_TagsOfTheCallers_StandBehindTheStoredOne(string tags, string expected)
    {
        var validate = Validate(Stale, ("If-None-Match", tags));

        Assert.Equal([new("If-None-Match", expected), new("If-Modified-Since", Earlier)], validate.Conditions);
    }

    [Fact]
    public void Stale_DateOfTheCallers_GivesWayToTheStoredOne()
    {
        var validate = Validate(StaleDated, ("If-Modified-Since", Later));

        Assert.Equal([new("If-Modified-Since", Earlier)], validate.Conditions);
    }

    [Fact]
    public void Stale_DateOfTheCallers_IsTakenAwayWhereATagIsStoredAlone()
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var validate = Validate(stored, ("If-Modified-Since", Later));

        Assert.Equal([new("If-None-Match", "\"1\""), new("If-Modified-Since", RequestCopy.Without)], validate.Conditions);
    }

    [Theory]
    [InlineData("\"9\"")]
    [InlineData("*")]
    public void Stale_TagsOfTheCallersWhereADateIsStoredAlone_AreForwardedAlone(string tags)
    {
        // An origin that is given tags does not look at a date, so its 304 would tell nothing of what is stored.
        AssertForwardedAsItIs(StaleDated, ("If-None-Match", tags));
    }

    [Fact]
    public void Stale_AnAsterisk_IsForwardedAlone() => AssertForwardedAsItIs(Stale, ("If-None-Match", "*"));

    [Fact]
    public void Stale_TagsOfTheCallersBesideAMalformedOne_AreForwardedAlone()
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60"), ("ETag", "unquoted"));

        AssertForwardedAsItIs(stored, ("If-None-Match", "\"9\""));
    }

    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData("\"1\"", ReplyKind.NotModified)]
    [InlineData("W/\"1\"", ReplyKind.NotModified)]
    [InlineData("\"9\"", ReplyKind.Whole)]
    [InlineData("\"9\", \"1\"", ReplyKind.NotModified)]
    public void NotModified_OfTheStoredTag_IsThenHeldAgainstTheCallersCondition(string tags, object expected)
    {
        var decision = Answer(Stale, Responses.NotModified(("ETag", "\"1\"")), ("If-None-Match", tags));

        Assert.Equal(expected, Assert.IsType<ResponseDecision.Freshen>(decision).Form.Kind);
    }

    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData(Earlier, ReplyKind.NotModified)]
    [InlineData(Later, ReplyKind.NotModified)]
    [InlineData("Fri, 21 Dec 2029 00:00:00 GMT", ReplyKind.Whole)]
    [InlineData("never", ReplyKind.Whole)]
    public void NotModified_OfTheStoredDate_IsThenHeldAgainstTheCallersDate(string since, object expected)
    {
        var decision = Answer(StaleDated, Responses.NotModified(), ("If-Modified-Since", since));

        Assert.Equal(expected, Assert.IsType<ResponseDecision.Freshen>(decision).Form.Kind);
    }

    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData("\"9\"")]
    [InlineData("W/\"9\"")]
    public void NotModified_OfTheCallersOwnTag_IsTheCallersAndLeavesWhatIsStored(string entityTag)
    {
        var decision = Answer(Stale, Responses.NotModified(("ETag", entityTag)), ("If-None-Match", "\"8\", \"9\""));

        var pass = Assert.IsType<ResponseDecision.PassThrough>(decision);
        Assert.Equal(NotStoredReason.Status, pass.Why);
        Assert.Null(pass.Superseded);
        Assert.Null(pass.Updated);
    }

    [Fact]
    [Rfc9111("4.3.3")]
    public void NotModified_OfATagThatNobodyNamed_IsAskedAgainWithTheCallersConditionAlone()
    {
        var decision = Answer(Stale, Responses.NotModified(("ETag", "\"7\"")), ("If-None-Match", "\"9\""));

        Assert.Empty(Assert.IsType<ResponseDecision.Refetch>(decision).Again.Additions);
    }

    [Fact]
    [Rfc9111("4.3.3")]
    public void NotModified_WithoutATagWhereTheCallerNamedSome_IsAskedAgainWithTheCallersConditionAlone()
    {
        var decision = Answer(Stale, Responses.NotModified(), ("If-None-Match", "\"9\""));

        Assert.Empty(Assert.IsType<ResponseDecision.Refetch>(decision).Again.Additions);
    }

    [Fact]
    public void NotModified_ToTheCallersOwnCondition_PassesThrough()
    {
        var request = Requests.Get(("If-None-Match", "\"9\""));
        var refetch = Policies.Private.Answer(request, Validate(Stale, ("If-None-Match", "\"9\"")), Responses.NotModified());
        var again = Assert.IsType<ResponseDecision.Refetch>(refetch).Again;

        var decision = Policies.Private.Answer(request, again, Responses.NotModified());

        var pass = Assert.IsType<ResponseDecision.PassThrough>(decision);
        Assert.Null(pass.Superseded);
    }

    [Fact]
    public void Ok_ToAMergedCondition_ReplacesWhatIsStored()
    {
        var decision = Answer(Stale, Responses.Ok(("ETag", "\"2\""), ("Cache-Control", "max-age=60")), ("If-None-Match", "\"9\""));

        Assert.Same(Stale, Assert.IsType<ResponseDecision.Store>(decision).Superseded);
    }

    [Theory]
    [Rfc9111("4.3.3")]
    [InlineData("\"1\"", "W/\"1\"")]
    [InlineData(Earlier, null)]
    public void NotModified_AfterWhichAPartIsNoLongerInRange_IsNeverUnsatisfiable(string ifRange, string? entityTag)
    {
        // The confirmed validator is weak now, or its date no longer strong, so the range must not be cut.
        var stored = entityTag is null
            ? Stored.Part(70, "0-9", 100, ("Cache-Control", "max-age=60"), ("Last-Modified", Earlier), ("Date", Later))
            : Stored.Part(70, "0-9", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        (string, string)[] fields = entityTag is null ? [] : [("ETag", entityTag)];

        var decision = Answer(stored, Responses.NotModified(fields), ("Range", "bytes=0-4"), ("If-Range", ifRange));

        var again = Assert.IsType<ResponseDecision.Refetch>(decision).Again;
        Assert.Empty(again.Additions);
        Assert.Same(stored, again.Superseded);
    }

    [Theory]
    [InlineData("bytes=0-9", ReplyKind.Part)]
    [InlineData("bytes=100-", ReplyKind.NotSatisfiable)]
    [InlineData("bytes=0-1,3-4", ReplyKind.Whole)]
    public void NotModified_ToARange_IsAnsweredInItsForm(string range, object expected)
    {
        var decision = Answer(Stale.WithBodyLength(100), Responses.NotModified(("ETag", "\"1\"")), ("Range", range));

        Assert.Equal(expected, Assert.IsType<ResponseDecision.Freshen>(decision).Form.Kind);
    }

    [Theory]
    [Rfc5861("4")]
    [InlineData("\"1\"", ReplyKind.NotModified)]
    [InlineData("\"9\"", ReplyKind.Whole)]
    public void Error_WhereTheStoredMayStandIn_IsHeldAgainstTheCallersCondition(string tags, object expected)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60, stale-if-error=60"), ("ETag", "\"1\""));

        var decision = Answer(stored, Responses.Of(503), ("If-None-Match", tags));

        Assert.Equal(expected, Assert.IsType<ResponseDecision.ServeStale>(decision).Fallback.Form.Kind);
    }

    [Theory]
    [InlineData(HttpCacheMode.PreferCache)]
    [InlineData(HttpCacheMode.OnlyIfCached)]
    public void Mode_ThatServesStale_AnswersTheCondition(HttpCacheMode mode)
    {
        var decision = Policies.Private.Decide(Requests.Get(mode, ("If-None-Match", "\"1\"")), [Stale], Policies.Now);

        Assert.Equal(ReplyKind.NotModified, Assert.IsType<RequestDecision.Serve>(decision).Form.Kind);
    }

    [Fact]
    public void Mode_ForceRefresh_LeavesTheConditionToTheOrigin()
    {
        var request = Requests.Get(HttpCacheMode.ForceRefresh, ("If-None-Match", "\"1\""));
        var fresh = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var fetch = Assert.IsType<RequestDecision.Fetch>(Policies.Private.Decide(request, [fresh], Policies.Now));

        Assert.DoesNotContain(fetch.Additions, field => field.Key.StartsWith("If-", StringComparison.Ordinal));
    }

    private static RequestDecision.Validate Validate(StoredResponse stored, params (string Name, string Value)[] fields) =>
        Assert.IsType<RequestDecision.Validate>(Policies.Private.Decide(Requests.Get(fields), [stored], Policies.Now));

    private static ResponseDecision Answer(
        StoredResponse stored, ResponseHead answer, params (string Name, string Value)[] fields) =>
        Policies.Private.Answer(Requests.Get(fields), Validate(stored, fields), answer);

    private static void AssertForwardedAsItIs(StoredResponse stored, params (string Name, string Value)[] fields)
    {
        var decision = Policies.Private.Decide(Requests.Get(fields), [stored], Policies.Now);

        Assert.Empty(Assert.IsType<RequestDecision.Fetch>(decision).Additions);
    }
}
