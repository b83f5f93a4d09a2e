using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class ValidationTests
{
    private const string Earlier = "Sat, 22 Dec 2029 00:00:00 GMT";
    private const string Later = "Sun, 23 Dec 2029 00:00:00 GMT";

    [Theory]
    [Rfc9111("4.3.1")]
    [InlineData("\"1\"", "Sat, 22 Dec 2029 00:00:00 GMT")]
    [InlineData("W/\"1\"", "Saturday, 22-Dec-29 00:00:00 GMT")]
    [InlineData("unquoted", "Sat Dec 22 00:00:00 2029")]
    [InlineData("\"1\", \"2\"", "sat, 22 dec 2029 00:00:00 gmt")]
    [InlineData("w/\"1\"", "not a date")]
    public void Conditions_BothValidators_AreSentAsReceived(string entityTag, string lastModified)
    {
        var stored = Stored.SecondsAgo(60, ("ETag", entityTag), ("Last-Modified", lastModified));

        var conditions = Validation.Conditions(Requests.Get(), stored.Head);

        Assert.Equal([new("If-None-Match", entityTag), new("If-Modified-Since", lastModified)], conditions);
    }

    [Fact]
    [Rfc9111("4.3.1")]
    public void Conditions_OneValidator_IsSentAlone()
    {
        var tagged = Stored.SecondsAgo(60, ("ETag", "\"1\""));
        var dated = Stored.SecondsAgo(60, ("Last-Modified", Earlier));

        var byTag = Validation.Conditions(Requests.Get(), tagged.Head);
        var byDate = Validation.Conditions(Requests.Get(), dated.Head);

        Assert.Equal([new("If-None-Match", "\"1\"")], byTag);
        Assert.Equal([new("If-Modified-Since", Earlier)], byDate);
    }

    [Fact]
    [Rfc9111("3.2")]
    public void Merge_FieldOfBoth_IsReplacedWithAllItsLines()
    {
        var stored = Stored.Fields(("Link", "<a>"), ("Content-Type", "text/plain"), ("link", "<b>"), ("X-Kept", "1"));
        var update = Stored.Fields(("LINK", "<c>"), ("LINK", "<d>"), ("content-type", "text/html"), ("X-New", "2"));

        var merged = Validation.Merge(stored, update);

        Assert.Equal(
            [new("X-Kept", "1"), new("LINK", "<c>"), new("LINK", "<d>"), new("content-type", "text/html"), new("X-New", "2")],
            merged);
    }

    [Theory]
    [Rfc9111("3.2")]
    [InlineData("Content-Length")]
    [InlineData("content-encoding")]
    [InlineData("CONTENT-RANGE")]
    public void Merge_FieldThatDescribesBody_StaysOrStaysAway(string name)
    {
        var stored = Stored.Fields((name, "stored"));
        var update = Stored.Fields((name, "update"));

        var kept = Validation.Merge(stored, update);
        var added = Validation.Merge(HeaderFields.Empty, update);

        Assert.Equal([new(name, "stored")], kept);
        Assert.Empty(added);
    }

    [Fact]
    [Rfc9111("4.2.3")]
    public void Merge_DateAndAgeOfOldMessage_AreDropped()
    {
        var stored = Stored.Fields(("Date", Earlier), ("Age", "100"), ("ETag", "\"1\""));

        var merged = Validation.Merge(stored, HeaderFields.Empty);

        Assert.Equal([new("ETag", "\"1\"")], merged);
    }

    [Fact]
    [Rfc9111("3.1")]
    public void Freshen_HopByHopFields_AreNotMerged()
    {
        var stored = Stored.SecondsAgo(60, ("ETag", "\"1\""), ("X-Nominated", "stored"));
        var answer = Responses.NotModified(
            ("Connection", "close, X-Nominated"),
            ("X-Nominated", "update"),
            ("Keep-Alive", "timeout=5"),
            ("Transfer-Encoding", "chunked"),
            ("Upgrade", "h2c"),
            ("Proxy-Authenticate", "Basic"));

        var decision = Policies.Private.AnswerValidation(stored, answer);

        var freshen = Assert.IsType<ResponseDecision.Freshen>(decision);
        Assert.Equal([new("ETag", "\"1\""), new("X-Nominated", "stored")], freshen.Updated.Fields);
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("max-age=60", "max-age=60")]
    [InlineData("max-age=60", null)]
    [InlineData("max-age=0", "max-age=60")]
    public void Freshen_NotModified_IsServedAfterwards(string before, string? after)
    {
        var stored = Stored.SecondsAgo(100, ("Cache-Control", before), ("ETag", "\"1\""), ("Date", Earlier), ("Age", "99"));
        (string, string)[] fields = [("ETag", "\"1\""), .. after is null ? [] : new[] { ("Cache-Control", after) }];

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified(fields));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(decision);
        Assert.Equal(NotStoredReason.None, freshen.Why);
        Assert.Equal(new Freshness(TimeSpan.Zero, TimeSpan.FromSeconds(60)), freshen.Freshness);
        Assert.IsType<RequestDecision.Serve>(
            Policies.Private.Decide(Requests.Get(), [freshen.Updated], Policies.Now.AddSeconds(59)));
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void Freshen_NotModified_KeepsBodyAndStatusAndTakesNewTimes()
    {
        var stored = Stored.SecondsAgo(100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")).WithBodyLength(5);
        var request = Requests.Get();
        var earlier = Policies.Private.Decide(request, [stored], Policies.Now);
        var later = Policies.Now.AddSeconds(2);

        var decision = Policies.Private.Decide(request, earlier, Responses.NotModified(), Policies.Now, later);

        var updated = Assert.IsType<ResponseDecision.Freshen>(decision).Updated;
        Assert.Equal((stored.Key, stored.BodyId, 5L, 200), (updated.Key, updated.BodyId, updated.BodyLength, updated.StatusCode));
        Assert.Equal((Policies.Now, later), (updated.RequestTime, updated.ResponseTime));
        Assert.Equal(later.AddSeconds(60) + Policies.PrivateRules.Retention, updated.DiscardAfter);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void Freshen_NotModifiedFromAnotherCache_CountsItsAge()
    {
        var stored = Stored.SecondsAgo(100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified(("ETag", "\"1\""), ("Age", "50")));

        Assert.Equal(TimeSpan.FromSeconds(50), Assert.IsType<ResponseDecision.Freshen>(decision).Freshness.CurrentAge);
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("\"1\"", "\"1\"")]
    [InlineData("W/\"1\"", "W/\"1\"")]
    [InlineData("\"1\"", "W/\"1\"")]
    [InlineData("W/\"1\"", "\"1\"")]
    [InlineData("unquoted", "unquoted")]
    [InlineData("\"1\"", null)]
    public void Decide_NotModifiedOfSameEntityTag_Freshens(string storedTag, string? tag)
    {
        var stored = Stored.SecondsAgo(100, ("ETag", storedTag), ("Last-Modified", Earlier));
        (string, string)[] fields = tag is null ? [] : [("ETag", tag), ("Last-Modified", Later)];

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified(fields));

        Assert.IsType<ResponseDecision.Freshen>(decision);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void Decide_NotModifiedOfOtherEntityTag_Refetches()
    {
        var stored = Stored.SecondsAgo(100, ("ETag", "\"1\""), ("Last-Modified", Earlier));
        var answer = Responses.NotModified(("ETag", "\"2\""), ("Last-Modified", Earlier));

        var decision = Policies.Private.AnswerValidation(stored, answer);

        var again = Assert.IsType<ResponseDecision.Refetch>(decision).Again;
        Assert.Equal(HttpCacheReason.ValidationMismatch, again.Reason);
        Assert.Empty(again.Additions);
        Assert.Same(stored, again.Superseded);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void Decide_NotModifiedOfOtherLastModified_Refetches()
    {
        var stored = Stored.SecondsAgo(100, ("Last-Modified", Later));

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified(("Last-Modified", Earlier)));

        Assert.IsType<ResponseDecision.Refetch>(decision);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void Decide_NotModifiedOfSameLastModifiedInOtherFormat_Freshens()
    {
        var stored = Stored.SecondsAgo(100, ("Last-Modified", "Sat, 22 Dec 2029 00:00:00 GMT"));
        var answer = Responses.NotModified(("Last-Modified", "Sat Dec 22 00:00:00 2029"));

        var decision = Policies.Private.AnswerValidation(stored, answer);

        Assert.IsType<ResponseDecision.Freshen>(decision);
    }

    [Fact]
    public void Decide_RefetchAnswered_IsStored()
    {
        var stored = Stored.SecondsAgo(100, ("ETag", "\"1\""));
        var refetch = Policies.Private.AnswerValidation(stored, Responses.NotModified(("ETag", "\"2\"")));
        var again = Assert.IsType<ResponseDecision.Refetch>(refetch).Again;

        var decision = Policies.Private.Answer(Requests.Get(), again, Responses.Ok(("ETag", "\"2\"")));

        Assert.IsType<ResponseDecision.Store>(decision);
    }

    [Theory]
    [Rfc9111("5.2.2.5")]
    [InlineData("Cache-Control", "no-store", NotStoredReason.NoStore)]
    [InlineData("Vary", "*", NotStoredReason.VaryAny)]
    public void Freshen_NotModifiedForbidsStoring_IsServedButNotKept(string name, string value, NotStoredReason why)
    {
        var stored = Stored.SecondsAgo(100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified((name, value)));

        Assert.Equal(why, Assert.IsType<ResponseDecision.Freshen>(decision).Why);
    }

    [Fact]
    [Rfc9111("5.2.2.7")]
    public void Freshen_NotModifiedTurnsPrivate_IsNotKeptInSharedCache()
    {
        var stored = Stored.SecondsAgo(100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        var answer = Responses.NotModified(("Cache-Control", "private, max-age=60"));

        var decision = Policies.Shared.AnswerValidation(stored, answer);

        Assert.Equal(NotStoredReason.Private, Assert.IsType<ResponseDecision.Freshen>(decision).Why);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Freshen_NotModifiedChangesVary_ChangesSelectingFields()
    {
        var stored = Stored.SecondsAgo(100, ("ETag", "\"1\""), ("Vary", "Accept"));
        var request = Requests.Get(("Accept-Language", "de"));
        var earlier = Policies.Private.Decide(request, [stored], Policies.Now);

        var decision = Policies.Private.Answer(request, earlier, Responses.NotModified(("Vary", "Accept-Language")));

        Assert.Equal([new("accept-language", "de")], Assert.IsType<ResponseDecision.Freshen>(decision).Updated.SelectingFields);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Freshen_NotModifiedWithoutVary_KeepsSelectingFields()
    {
        var request = Requests.Get(("Accept", "text/html"), ("Cache-Control", "no-cache"));
        var stored = Stored.By(Policies.Private, request, Responses.Ok(("ETag", "\"1\""), ("Vary", "Accept")));
        var earlier = Policies.Private.Decide(request, [stored], Policies.Now);

        var decision = Policies.Private.Answer(request, earlier, Responses.NotModified());

        Assert.Equal(stored.SelectingFields, Assert.IsType<ResponseDecision.Freshen>(decision).Updated.SelectingFields);
    }

    [Theory]
    [Rfc9111("3.2")]
    [InlineData("Cache-Control", "private, max-age=60")]
    [InlineData("ETag", "W/\"1\"")]
    [InlineData("Last-Modified", "Sun, 23 Dec 2029 00:00:00 GMT")]
    [InlineData("Expires", "Tue, 01 Jan 2030 00:01:00 GMT")]
    [InlineData("Expires", "0")]
    [InlineData("Date", "Mon, 31 Dec 2029 23:59:00 GMT")]
    [InlineData("Age", "50")]
    [InlineData("Vary", "Accept-Language")]
    [InlineData("Set-Cookie", "a=1")]
    [InlineData("Location", "/new")]
    [InlineData("Content-Location", "/new")]
    [InlineData("X-Other", "1")]
    public void Freshen_FieldOfNotModified_LeavesHeadAsIfReadAnew(string name, string value)
    {
        var stored = Stored.SecondsAgo(
            100,
            ("Cache-Control", "max-age=10, stale-if-error=5"),
            ("ETag", "\"1\""),
            ("Last-Modified", Earlier),
            ("Expires", Later),
            ("Date", Earlier),
            ("Age", "10"),
            ("Vary", "Accept"),
            ("Location", "/old"));

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified(("ETag", "\"1\""), (name, value)));

        var updated = Assert.IsType<ResponseDecision.Freshen>(decision).Updated;
        Assert.Equivalent(new ResponseHead(200, updated.Fields, updated.ResponseTime), updated.Head, strict: true);
    }

    [Fact]
    [Rfc9111("4.3.3")]
    public void Decide_NotModifiedThatNobodyAskedFor_PassesThrough()
    {
        var decision = Policies.Private.AnswerMiss(Requests.Get(), Responses.NotModified(("ETag", "\"1\"")));

        Assert.Equal(NotStoredReason.Status, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("\"1\"")]
    [InlineData("W/\"1\"")]
    public void Decide_NotModifiedBringsFirstEntityTag_Refetches(string tag)
    {
        var stored = Stored.SecondsAgo(100, ("Last-Modified", Earlier));

        var decision = Policies.Private.AnswerValidation(
            stored, Responses.NotModified(("ETag", tag), ("Last-Modified", Earlier)));

        Assert.IsType<ResponseDecision.Refetch>(decision);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void Decide_NotModifiedOfUriRedirectedTo_Refetches()
    {
        var stored = Stored.SecondsAgo(100, ("ETag", "\"1\""), ("Last-Modified", Earlier));

        var decision = Policies.Private.AnswerValidation(stored, Responses.From("https://example.com/other", 304));

        Assert.IsType<ResponseDecision.Refetch>(decision);
    }

    [Fact]
    public void Decide_RefetchInRevalidateMode_StaysEndToEnd()
    {
        var stored = Stored.SecondsAgo(100, ("ETag", "\"1\""));
        var request = Requests.Get(HttpCacheMode.Revalidate);
        var earlier = Policies.Private.Decide(request, [stored], Policies.Now);

        var decision = Policies.Private.Answer(request, earlier, Responses.NotModified(("ETag", "\"2\"")));

        var again = Assert.IsType<ResponseDecision.Refetch>(decision).Again;
        Assert.Equal([new("Cache-Control", "max-age=0")], again.Additions);
    }
}
