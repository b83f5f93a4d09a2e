using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>What no sender should send, from the answer that has it to the next request: never an exception, always the cautious reading.</summary>
public sealed class BadInputTests
{
    private const int Long = 64 * 1024;
    private const string ThousandSecondsAgo = "Mon, 31 Dec 2029 23:43:20 GMT";

    public static TheoryData<string> ResponseFields =>
    [
        "Age", "Cache-Control", "CDN-Cache-Control", "Connection", "Content-Length", "Content-Location", "Date", "ETag",
        "Expires", "Last-Modified", "Location", "Pragma", "Set-Cookie", "Surrogate-Control", "Vary",
    ];

    public static TheoryData<string> RequestFields =>
    [
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Cookie",
        "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Pragma", "Prefer", "Range", "X-Other",
    ];

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData("max-age=1e3")]
    [InlineData("max-age=")]
    [InlineData("max-age=\"60")]
    [InlineData("max-age=-1")]
    [InlineData("max-age=60, max-age=0")]
    [InlineData("max-age=0, max-age=60")]
    [InlineData("max-age=60 max-age=60")]
    [InlineData("max-age==60")]
    [InlineData("max-age=60=60")]
    [InlineData("max-age=60;")]
    public void Lifetime_UnreadableOrContradictory_IsOver(string cacheControl)
    {
        var reason = WhyAskedAgain(HttpCacheKind.Private, ("Cache-Control", cacheControl), ("Last-Modified", ThousandSecondsAgo));

        Assert.Equal(HttpCacheReason.Expired, reason);
    }

    [Theory]
    [Rfc9111("5.2.2.4")]
    [InlineData("no-cache=\"")]
    [InlineData("no-cache=")]
    [InlineData("no-cache=\"\"")]
    [InlineData("no-cache=Set-Cookie")]
    [InlineData("no-cache=\"Set-Cookie")]
    [InlineData("no-cache =\"Set-Cookie\"")]
    [InlineData("no-cache=\"authorization\"")]
    [InlineData(" No-Cache = \"authorization\" ")]
    [InlineData("no-cache, no-cache=\"X\"")]
    [InlineData("public, no-cache")]
    [InlineData("no-cache, immutable")]
    [InlineData("x=\"; no-cache")]
    public void NoCache_HoweverWritten_IsHonoured(string directives)
    {
        var reason = WhyAskedAgain(HttpCacheKind.Private, ("Cache-Control", $"max-age=60, {directives}"), ("ETag", "\"1\""));

        Assert.Equal(HttpCacheReason.ResponseNoCache, reason);
    }

    [Theory]
    [Rfc9111("5.2.2.7")]
    [InlineData("private=")]
    [InlineData("private=\"")]
    [InlineData("private=\"\"")]
    [InlineData("private=X-User")]
    [InlineData("private = \"X-User\"")]
    [InlineData("private;public")]
    [InlineData("public, private")]
    [InlineData("private=\"X-User\", private")]
    [InlineData("private=\"X-User\" ; public")]
    [InlineData("s-maxage=60, private")]
    public void Private_HoweverWritten_KeepsTheResponseOutOfASharedCache(string directives)
    {
        var response = Responses.Ok(("Cache-Control", $"max-age=60, {directives}"), ("X-User", "1"), ("ETag", "\"1\""));

        var decision = Policies.Shared.AnswerMiss(Requests.Get(), response);

        Assert.Equal(NotStoredReason.Private, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }

    [Theory]
    [Rfc9111("4.2.4")]
    [InlineData("must-revalidate=")]
    [InlineData("must-revalidate=\"")]
    [InlineData("must-revalidate;")]
    [InlineData("proxy-revalidate=x")]
    [InlineData("s-maxage")]
    [InlineData("s-maxage=\"30")]
    public void StaleForbidden_HoweverWritten_IsNotServedStale(string directives)
    {
        var stored = Stored.By(
            Policies.Shared, Requests.Get(), Responses.Ok(("Cache-Control", $"max-age=30, {directives}"), ("ETag", "\"1\"")), 45);

        var decision = Policies.Shared.Decide(Requests.Get("max-stale"), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Validate>(decision);
    }

    [Theory]
    [Rfc9111("5.3")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("3600")]
    [InlineData("2030-01-01T01:00:00Z")]
    [InlineData("Tue, 01 Jan 2030 01:00:00")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 UTC")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 +0000")]
    [InlineData("Tue, 1 Jan 2030 01:00:00 GMT")]
    [InlineData("Tue, 01 Jan 30 01:00:00 GMT")]
    [InlineData("Tue, 01-Jan-2030 01:00:00 GMT")]
    [InlineData("Tue, 32 Jan 2030 01:00:00 GMT")]
    [InlineData("Tue, 01 Jan 2030 25:00:00 GMT")]
    [InlineData("Tue, 01 Jan 99999 01:00:00 GMT")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 GMT, Tue, 01 Jan 2030 01:00:00 GMT")]
    [InlineData("\"Tue, 01 Jan 2030 01:00:00 GMT\"")]
    public void Expires_InBrokenForm_IsInThePast(string expires)
    {
        var reason = WhyAskedAgain(HttpCacheKind.Private, ("Expires", expires), ("Last-Modified", ThousandSecondsAgo));

        Assert.Equal(HttpCacheReason.Expired, reason);
    }

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 GMT")]
    [InlineData("Tue, 01 Jan 2030 02:00:00 GMT")]
    [InlineData("x")]
    public void Expires_OfTwoLines_IsInThePast(string second)
    {
        var reason = WhyAskedAgain(
            HttpCacheKind.Private,
            ("Expires", "Tue, 01 Jan 2030 01:00:00 GMT"),
            ("Expires", second),
            ("Last-Modified", ThousandSecondsAgo));

        Assert.Equal(HttpCacheReason.Expired, reason);
    }

    [Theory]
    [Rfc9111("4.2.3")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Tue, 01 Jan 2030 25:00:00 GMT")]
    public void Date_InBrokenForm_IsWhenItWasReceived(string date)
    {
        var reason = WhyAskedAgain(HttpCacheKind.Private, ("Cache-Control", "max-age=60"), ("Date", date));

        Assert.Equal(HttpCacheReason.Fresh, reason);
    }

    [Theory]
    [Rfc9111("4.2.2")]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("Tue, 01 Jan 2019 25:00:00 GMT")]
    [InlineData("Tue, 01 Jan 2030 01:00:00 GMT")]
    public void LastModified_InBrokenFormOrInTheFuture_GivesNoLifetime(string lastModified)
    {
        var reason = WhyAskedAgain(HttpCacheKind.Private, ("Last-Modified", lastModified));

        Assert.Equal(HttpCacheReason.Expired, reason);
    }

    [Theory]
    [Rfc9111("5.1")]
    [InlineData("7200, 0", HttpCacheReason.Expired)]
    [InlineData("7200,", HttpCacheReason.Expired)]
    [InlineData("0, 7200", HttpCacheReason.Fresh)]
    [InlineData("2147483648", HttpCacheReason.Expired)]
    [InlineData("9223372036854775808", HttpCacheReason.Expired)]
    [InlineData("99999999999999999999999999999999", HttpCacheReason.Expired)]
    [InlineData("x", HttpCacheReason.Fresh)]
    [InlineData("-7200", HttpCacheReason.Fresh)]
    [InlineData("7200.0", HttpCacheReason.Fresh)]
    [InlineData("7200;a=b", HttpCacheReason.Fresh)]
    public void Age_IsTheFirstNumberAndSaturates_ElseIgnored(string age, HttpCacheReason expected)
    {
        var reason = WhyAskedAgain(HttpCacheKind.Private, ("Cache-Control", "max-age=3600"), ("Age", age));

        Assert.Equal(expected, reason);
    }

    [Theory]
    [MemberData(nameof(ResponseFields))]
    public void ResponseField_OfCommas_IsReadInLinearTime(string name) => AssertRead(name, new string(',', Long));

    [Theory]
    [MemberData(nameof(ResponseFields))]
    public void ResponseField_OfQuotes_IsReadInLinearTime(string name) => AssertRead(name, new string('"', Long));

    [Theory]
    [MemberData(nameof(ResponseFields))]
    public void ResponseField_OfHalfOpenArguments_IsReadInLinearTime(string name) =>
        AssertRead(name, string.Concat(Enumerable.Repeat("no-cache=\"a,", Long / 8)));

    [Theory]
    [MemberData(nameof(ResponseFields))]
    public void ResponseField_OfManyLimits_IsReadInLinearTime(string name) =>
        AssertRead(name, string.Concat(Enumerable.Repeat("no-cache=\"a\",private=\"b\";c,", Long / 8)));

    [Theory]
    [MemberData(nameof(ResponseFields))]
    public void ResponseField_OfManyNames_IsReadInLinearTime(string name) =>
        AssertRead(name, $"no-cache=\"{string.Join(',', Enumerable.Range(0, Long / 4))}\", a");

    [Theory]
    [MemberData(nameof(ResponseFields))]
    public void ResponseField_OfManyLines_IsReadInLinearTime(string name)
    {
        var fields = Enumerable.Repeat((name, "a=1, b;c, \"d"), Long / 4).ToArray();

        AssertDecided(Requests.Get(), Stored.Fields([("Cache-Control", "max-age=60"), ("ETag", "\"1\""), .. fields]));
    }

    [Theory]
    [MemberData(nameof(RequestFields))]
    public void RequestField_OfCommas_IsReadInLinearTime(string name) =>
        AssertDecided(Requests.Get((name, new string(',', Long))), VaryingBy(name));

    [Theory]
    [MemberData(nameof(RequestFields))]
    public void RequestField_OfQuotes_IsReadInLinearTime(string name) =>
        AssertDecided(Requests.Get((name, new string('"', Long))), VaryingBy(name));

    [Theory]
    [MemberData(nameof(RequestFields))]
    public void RequestField_OfManyMembers_IsReadInLinearTime(string name) =>
        AssertDecided(Requests.Get((name, string.Concat(Enumerable.Repeat("A/b ; q=0.5 , c;q=0.6,\tD,", Long / 8)))), VaryingBy(name));

    [Theory]
    [MemberData(nameof(RequestFields))]
    public void RequestField_OfManyLines_IsReadInLinearTime(string name) =>
        AssertDecided(Requests.Get([.. Enumerable.Repeat((name, "a;q=0.5"), Long / 4)]), VaryingBy(name));

    private static HeaderFields VaryingBy(string name) =>
        Stored.Fields(("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Vary", name));

    private static void AssertRead(string name, string value) =>
        AssertDecided(Requests.Get(), Stored.Fields(("Cache-Control", "max-age=60"), ("ETag", "\"1\""), (name, value)));

    // What counts is that it ends, and does so without an exception.
    private static void AssertDecided(RequestHead request, HeaderFields fields)
    {
        var policy = Policies.Targeted(HttpCacheKind.Shared, "CDN-Cache-Control", "Surrogate-Control");
        var stored = StoredWith(fields, SelectingHeaders.Of(request, Head(200, fields).Vary, Policies.SharedRules));

        Assert.NotNull(policy.AnswerMiss(request, Head(200, fields)));
        Assert.NotNull(policy.AnswerValidation(stored, Head(304, fields)));
        Assert.NotNull(policy.Decide(request, [stored], Policies.Now));
        Assert.NotNull(Policies.Private.AnswerMiss(request, Head(200, fields)));
        Assert.NotNull(Policies.Private.Decide(request, [stored], Policies.Now));
    }

    private static ResponseHead Head(int statusCode, HeaderFields fields) => new(statusCode, fields, Policies.Now);

    private static StoredResponse StoredWith(HeaderFields fields, IReadOnlyList<KeyValuePair<string, string?>> selecting) =>
        Stored.Between(Policies.Now, Policies.Now).Freshened(
            Head(200, fields), selecting, Policies.Now, Policies.Now, Policies.Now.AddDays(1));

    // Fresh when the origin is not asked.
    private static HttpCacheReason WhyAskedAgain(HttpCacheKind kind, params (string Name, string Value)[] fields)
    {
        var policy = Policies.Of(kind);
        var stored = Stored.By(policy, Requests.Get(), Responses.Ok([("Content-Language", "de"), .. fields]));

        return policy.Decide(Requests.Get(), [stored], Policies.Now).Reason;
    }
}
