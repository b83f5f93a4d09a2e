using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class FresheningTests
{
    private const string Earlier = "Sat, 22 Dec 2029 00:00:00 GMT";
    private const string Later = "Sun, 23 Dec 2029 00:00:00 GMT";

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
    [InlineData("content-MD5")]
    [InlineData("Content-digest")]
    [InlineData("repr-Digest")]
    [InlineData("digest")]
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
    [InlineData("max-age=60", "ETag", "\"1\"")]
    [InlineData("max-age=60", "X-Other", "1")]
    [InlineData("max-age=60", "Cache-Control", "max-age=60")]
    [InlineData("max-age=0", "Cache-Control", "max-age=60")]
    public void Freshen_NotModified_IsServedAfterwards(string cacheControl, string name, string value)
    {
        var stored = Stored.SecondsAgo(
            100, ("Cache-Control", cacheControl), ("ETag", "\"1\""), ("Date", Earlier), ("Age", "99"));

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified((name, value)));

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
}
