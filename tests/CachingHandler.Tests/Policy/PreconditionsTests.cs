using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>What the caller's own condition makes of a stored response that may be used.</summary>
public sealed class PreconditionsTests
{
    private const string Earlier = "Sat, 22 Dec 2029 00:00:00 GMT";
    private const string Later = "Sun, 23 Dec 2029 00:00:00 GMT";
    private const string JustNow = "Mon, 31 Dec 2029 23:59:59 GMT";

    [Theory]
    [Rfc9111("4.3.2")]
    [Rfc9110("13.1.2")]
    [InlineData("\"1\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"0\", \"1\"")]
    [InlineData("*")]
    public void IfNoneMatch_WithTheStoredTag_IsNotModified(string tags)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        Assert.Equal(ReplyKind.NotModified, Kind(stored, ("If-None-Match", tags)));
    }

    [Theory]
    [Rfc9110("8.8.3.2")]
    [InlineData("W/\"1\"", "W/\"1\"")]
    [InlineData("W/\"1\"", "\"1\"")]
    [InlineData("unquoted", "unquoted")]
    public void IfNoneMatch_ComparesWeakly(string entityTag, string tags)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", entityTag));

        Assert.Equal(ReplyKind.NotModified, Kind(stored, ("If-None-Match", tags)));
    }

    [Theory]
    [Rfc9110("13.1.2")]
    [InlineData("\"2\"")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("\"1")]
    public void IfNoneMatch_WithoutTheStoredTag_IsTheWhole(string tags)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        Assert.Equal(ReplyKind.Whole, Kind(stored, ("If-None-Match", tags)));
    }

    [Fact]
    public void IfNoneMatch_InSeveralLines_IsOneList()
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        Assert.Equal(ReplyKind.NotModified, Kind(stored, ("If-None-Match", "\"0\""), ("If-None-Match", "\"1\"")));
    }

    [Theory]
    [Rfc9110("13.1.3")]
    [InlineData("\"1\"", Earlier, ReplyKind.NotModified)]
    [InlineData("\"2\"", Later, ReplyKind.Whole)]
    [InlineData("", Later, ReplyKind.Whole)]
    public void IfNoneMatch_BeatsIfModifiedSince(string tags, string since, object expected)
    {
        var stored = Stored.SecondsAgo(
            0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Last-Modified", "Sat, 22 Dec 2029 12:00:00 GMT"));

        Assert.Equal(expected, Kind(stored, ("If-None-Match", tags), ("If-Modified-Since", since)));
    }

    [Fact]
    [Rfc9110("13.1.3")]
    public void IfNoneMatch_WhereNoTagIsStored_BeatsIfModifiedSinceToo()
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("Last-Modified", Earlier));

        Assert.Equal(ReplyKind.Whole, Kind(stored, ("If-None-Match", "\"1\""), ("If-Modified-Since", Later)));
    }

    [Theory]
    [Rfc9110("13.1.3")]
    [InlineData(Earlier, Earlier, ReplyKind.NotModified)]
    [InlineData(Earlier, Later, ReplyKind.NotModified)]
    [InlineData(Later, Earlier, ReplyKind.Whole)]
    [InlineData(Earlier, "Saturday, 22-Dec-29 00:00:00 GMT", ReplyKind.NotModified)]
    [InlineData("Sat Dec 22 00:00:00 2029", Earlier, ReplyKind.NotModified)]
    public void IfModifiedSince_IsHeldAgainstLastModified(string lastModified, string since, object expected)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("Last-Modified", lastModified), ("Date", JustNow));

        Assert.Equal(expected, Kind(stored, ("If-Modified-Since", since)));
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("Mon, 31 Dec 2029 23:59:50 GMT", ReplyKind.NotModified)]
    [InlineData("Mon, 31 Dec 2029 23:59:49 GMT", ReplyKind.Whole)]
    public void IfModifiedSince_WithoutLastModified_IsHeldAgainstDate(string since, object expected)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("Date", "Mon, 31 Dec 2029 23:59:50 GMT"));

        Assert.Equal(expected, Kind(stored, ("If-Modified-Since", since)));
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("Mon, 31 Dec 2029 23:59:50 GMT", ReplyKind.NotModified)]
    [InlineData("Mon, 31 Dec 2029 23:59:49 GMT", ReplyKind.Whole)]
    public void IfModifiedSince_WithNeither_IsHeldAgainstTheTimeReceived(string since, object expected)
    {
        var stored = Stored.SecondsAgo(10, "max-age=60");

        Assert.Equal(expected, Kind(stored, ("If-Modified-Since", since)));
    }

    [Theory]
    [Rfc9110("13.1.3")]
    [InlineData("never")]
    [InlineData("")]
    [InlineData("Sun, 23 Dec 2029 00:00:00 CET")]
    [InlineData("1893456000")]
    public void IfModifiedSince_ThatIsNoDate_CountsForNothing(string since)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("Last-Modified", Earlier));

        Assert.Equal(ReplyKind.Whole, Kind(stored, ("If-Modified-Since", since)));
    }

    [Fact]
    [Rfc9110("13.1.3")]
    public void IfModifiedSince_Twice_CountsForNothing()
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("Last-Modified", Earlier));

        Assert.Equal(ReplyKind.Whole, Kind(stored, ("If-Modified-Since", Later), ("If-Modified-Since", Later)));
    }

    [Theory]
    [Rfc9110("13.2.1")]
    [InlineData(200, ReplyKind.NotModified)]
    [InlineData(203, ReplyKind.NotModified)]
    [InlineData(204, ReplyKind.NotModified)]
    [InlineData(301, ReplyKind.Whole)]
    [InlineData(404, ReplyKind.Whole)]
    [InlineData(500, ReplyKind.Whole)]
    public void Condition_IsForWhatWouldSucceedWithoutIt(int statusCode, object expected)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")).WithStatus(statusCode);

        Assert.Equal(expected, Kind(stored, ("If-None-Match", "\"1\"")));
        Assert.Equal(expected, Kind(stored, ("If-None-Match", "*")));
    }

    [Theory]
    [Rfc9110("13.2.2")]
    [InlineData("\"1\"", ReplyKind.NotModified)]
    [InlineData("\"2\"", ReplyKind.Part)]
    public void IfNoneMatch_IsEvaluatedBeforeRange(string tags, object expected)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")).WithBodyLength(100);

        Assert.Equal(expected, Kind(stored, ("If-None-Match", tags), ("Range", "bytes=0-9")));
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("\"1\"", ReplyKind.NotModified)]
    [InlineData("\"2\"", ReplyKind.Whole)]
    public void Head_WithACondition_IsAnsweredLikewise(string tags, object expected)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Head(("If-None-Match", tags)), [stored], Policies.Now);

        Assert.Equal(expected, Assert.IsType<RequestDecision.Serve>(decision).Form.Kind);
    }

    [Fact]
    [Rfc9111("4.3.2")]
    public void Condition_OnAPartOfTheRightTag_IsNotModified()
    {
        var stored = Stored.Part(0, "0-9", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        Assert.Equal(ReplyKind.NotModified, Kind(stored, ("If-None-Match", "\"1\"")));
    }

    [Fact]
    public void Condition_ThatDoesNotHoldForAPart_IsForwardedAsItIs()
    {
        var stored = Stored.Part(0, "0-9", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(("If-None-Match", "\"2\"")), [stored], Policies.Now);

        var fetch = Assert.IsType<RequestDecision.Fetch>(decision);
        Assert.Equal(HttpCacheReason.PartMissing, fetch.Reason);
        Assert.Empty(fetch.Additions);
        Assert.Same(stored, fetch.Superseded);
    }

    private static ReplyKind Kind(StoredResponse stored, params (string Name, string Value)[] fields)
    {
        var decision = Policies.Private.Decide(Requests.Get(fields), [stored], Policies.Now);

        return Assert.IsType<RequestDecision.Serve>(decision).Form.Kind;
    }
}
