using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>HEAD, answered from a stored GET and telling of it (RFC 9111 §4.3.5, RFC 9110 §9.3.2).</summary>
public sealed class HeadTests
{
    private const string Earlier = "Sat, 22 Dec 2029 00:00:00 GMT";
    private const string Later = "Sun, 23 Dec 2029 00:00:00 GMT";

    private static readonly StoredResponse Stale = Stored.SecondsAgo(
        70, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Last-Modified", Earlier), ("Content-Length", "100"))
        .WithBodyLength(100);

    [Fact]
    [Rfc9111("4")]
    public void Head_OfAFreshGet_IsServedFromIt()
    {
        var stored = Stored.SecondsAgo(10, "max-age=60");

        Assert.IsType<RequestDecision.Serve>(Policies.Private.Decide(Requests.Head(), [stored], Policies.Now));
    }

    [Theory]
    [Rfc9111("4.3.5")]
    [InlineData("ETag", "\"1\"")]
    [InlineData("ETag", "W/\"1\"")]
    [InlineData("Last-Modified", Earlier)]
    [InlineData("Last-Modified", "Saturday, 22-Dec-29 00:00:00 GMT")]
    public void Head_WithTheSameValidator_FreshensTheStoredGet(string name, string value)
    {
        var pass = Answer(Stale, 200, (name, value), ("Cache-Control", "max-age=30"), ("X-New", "1"));

        Assert.Same(Stale, pass.Current);
        Assert.Equal((Policies.Now, false), (pass.Updated!.ResponseTime, pass.Updated.IsOutdated));
        Assert.Equal(["max-age=30"], pass.Updated.Fields.GetValues("Cache-Control"));
        Assert.Equal(["1"], pass.Updated.Fields.GetValues("X-New"));
        Assert.Equal((Stale.BodyId, 100L), (pass.Updated.BodyId, pass.Updated.BodyLength));
        Assert.IsType<RequestDecision.Serve>(
            Policies.Private.Decide(Requests.Get(), [pass.Updated], Policies.Now.AddSeconds(29)));
    }

    [Theory]
    [Rfc9111("4.3.5")]
    [InlineData("100", true)]
    [InlineData("0100", true)]
    [InlineData("99", false)]
    [InlineData("0", false)]
    public void Head_WithALength_HasToHaveTheSame(string length, bool confirms)
    {
        var pass = Answer(Stale, 200, ("ETag", "\"1\""), ("Content-Length", length));

        Assert.Equal(!confirms, pass.Updated!.IsOutdated);
    }

    [Theory]
    [Rfc9111("4.3.5")]
    [InlineData(200, "ETag", "\"2\"")]
    [InlineData(200, "ETag", "1")]
    [InlineData(200, "Last-Modified", Later)]
    [InlineData(200, "Last-Modified", "rubbish")]
    [InlineData(200, "Content-Length", "99")]
    [InlineData(203, "ETag", "\"1\"")]
    [InlineData(204, "ETag", "\"1\"")]
    [InlineData(301, "Location", "/new")]
    [InlineData(404, "ETag", "\"1\"")]
    [InlineData(410, "X", "1")]
    public void Head_ThatContradicts_MakesTheStoredGetStale(int statusCode, string name, string value)
    {
        var pass = Answer(Stale, statusCode, (name, value));

        Assert.Same(Stale, pass.Current);
        Assert.True(pass.Updated!.IsOutdated);
        Assert.Equal(Stale.Fields, pass.Updated.Fields);
        Assert.Equal(Stale.ResponseTime, pass.Updated.ResponseTime);
        Assert.Null(pass.Superseded);
    }

    [Theory]
    [Rfc9111("4.3.5")]
    [InlineData(200, "X-New", "1")]
    [InlineData(200, "Content-Length", "100")]
    [InlineData(200, "Content-Length", "rubbish")]
    [InlineData(304, "ETag", "\"2\"")]
    [InlineData(400, "ETag", "\"2\"")]
    [InlineData(401, "ETag", "\"2\"")]
    [InlineData(403, "ETag", "\"2\"")]
    [InlineData(405, "ETag", "\"2\"")]
    [InlineData(429, "ETag", "\"2\"")]
    [InlineData(500, "ETag", "\"2\"")]
    [InlineData(501, "ETag", "\"2\"")]
    [InlineData(503, "ETag", "\"2\"")]
    public void Head_ThatSaysNothingOfTheStoredGet_LeavesItAlone(int statusCode, string name, string value)
    {
        var pass = Answer(Stale, statusCode, (name, value));

        Assert.Null(pass.Updated);
        Assert.Null(pass.Superseded);
    }

    [Theory]
    [Rfc9111("4.3.5")]
    [InlineData("ETag", "\"1\"")]
    [InlineData("Last-Modified", Earlier)]
    public void Head_WithAValidatorWhereNoneIsStored_MakesTheStoredGetStale(string name, string value)
    {
        // A tag given to a body that was stored without would vouch for bytes nobody has compared.
        var stored = Stored.SecondsAgo(70, "max-age=60");

        Assert.True(Answer(stored, 200, (name, value)).Updated!.IsOutdated);
    }

    [Fact]
    public void Head_OfAUriRedirectedTo_LeavesTheStoredGetAlone()
    {
        var answer = Responses.From("https://example.com/other", 200, ("ETag", "\"2\""));

        var pass = Answer(Stale, answer);

        Assert.Null(pass.Updated);
        Assert.Null(pass.Superseded);
    }

    [Theory]
    [Rfc9111("3")]
    [InlineData("Cache-Control", "no-store")]
    [InlineData("Vary", "*")]
    public void Head_ThatConfirmsButForbidsStoring_LetsTheStoredGetGo(string name, string value)
    {
        var pass = Answer(Stale, 200, ("ETag", "\"1\""), (name, value));

        Assert.Same(Stale, pass.Superseded);
        Assert.Null(pass.Updated);
    }

    [Theory]
    [Rfc9110("9.3.2")]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(301)]
    public void Head_IsNeverStoredAsAGet(int statusCode)
    {
        var answer = Responses.Of(statusCode, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Content-Length", "5"));

        var decision = Policies.Private.AnswerMiss(Requests.Head(), answer);

        Assert.Equal(NotStoredReason.Method, Assert.IsType<ResponseDecision.PassThrough>(decision).Why);
    }

    [Fact]
    [Rfc9111("3.2")]
    public void Head_ThatConfirms_KeepsWhatDescribesTheStoredBytes()
    {
        var pass = Answer(Stale, 200, ("ETag", "\"1\""), ("Content-Encoding", "gzip"));

        Assert.Empty(pass.Updated!.Fields.GetValues("Content-Encoding"));
        Assert.Equal(["100"], pass.Updated.Fields.GetValues("Content-Length"));
    }

    [Fact]
    [Rfc9111("4.3.5")]
    public void Outdated_ThoughWithinItsLifetime_IsValidatedBeforeItIsServed()
    {
        var outdated = Stored.SecondsAgo(10, ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")).Outdated();

        var decision = Policies.Private.Decide(Requests.Get(), [outdated], Policies.Now);

        Assert.Equal(HttpCacheReason.Expired, Assert.IsType<RequestDecision.Validate>(decision).Reason);
    }

    [Fact]
    [Rfc9111("4.3.5")]
    public void Outdated_OnceConfirmed_IsFreshAgain()
    {
        var outdated = Stored.SecondsAgo(10, ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")).Outdated();

        var decision = Policies.Private.AnswerValidation(outdated, Responses.NotModified(("ETag", "\"1\"")));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(decision);
        Assert.False(freshen.Updated.IsOutdated);
        Assert.True(freshen.Freshness.IsFresh);
    }

    [Theory]
    [Rfc9111("4.3.5")]
    [InlineData("100", false)]
    [InlineData("200", true)]
    public void Head_OfAStoredPart_IsComparedWithTheWholeItIsAPartOf(string length, bool outdates)
    {
        var stored = Stored.Part(70, "0-9", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Content-Length", "100"));

        var pass = Answer(stored, 200, ("ETag", "\"1\""), ("Content-Length", length));

        Assert.Equal(outdates, pass.Updated!.IsOutdated);
        Assert.Equal(stored.Part, pass.Updated.Part);
    }

    private static ResponseDecision.PassThrough Answer(
        StoredResponse stored, int statusCode, params (string Name, string Value)[] fields) =>
        Answer(stored, Responses.Of(statusCode, fields));

    private static ResponseDecision.PassThrough Answer(StoredResponse stored, ResponseHead answer)
    {
        var earlier = Policies.Private.Decide(Requests.Head(), [stored], Policies.Now);

        return Assert.IsType<ResponseDecision.PassThrough>(Policies.Private.Answer(Requests.Head(), earlier, answer));
    }
}
