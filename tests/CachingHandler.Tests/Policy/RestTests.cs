using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>What to do with the answer to a request for what is missing of a stored part.</summary>
public sealed class RestTests
{
    private const string LongAgo = "Sat, 22 Dec 2029 00:00:00 GMT";
    private const string Date = "Tue, 01 Jan 2030 00:00:00 GMT";

    private static readonly StoredResponse Tagged = Stored.Part(
        0, "0-49", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("X-Old", "1"));

    private static readonly StoredResponse Dated = Stored.Part(
        0, "0-49", 100, ("Cache-Control", "max-age=60"), ("Last-Modified", LongAgo), ("Date", Date));

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("\"1\"", null)]
    [InlineData("\"1\"", LongAgo)]
    public void Rest_OfTheSameTag_IsCombined(string entityTag, string? lastModified)
    {
        var stored = lastModified is null
            ? Tagged
            : Stored.Part(0, "0-49", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Last-Modified", lastModified));

        var decision = AnswerRest(stored, "bytes 50-99/100", 50, ("ETag", entityTag), ("Cache-Control", "max-age=30"));

        var combine = Assert.IsType<ResponseDecision.Combine>(decision);
        Assert.Equal(Stored.Range("50-99"), combine.Missing);
        Assert.Equal((200, TimeSpan.FromSeconds(30)), (combine.Whole.Head!.StatusCode, combine.Whole.Lifetime));
        Assert.Null(combine.Whole.Range);
        Assert.Empty(combine.Whole.Fields.GetValues("Content-Range"));
    }

    [Fact]
    [Rfc9111("3.2")]
    public void Rest_HasTheFieldsOfBoth()
    {
        var decision = AnswerRest(Tagged, "bytes 50-99/100", 50, ("ETag", "\"1\""), ("X-New", "1"));

        var fields = Assert.IsType<ResponseDecision.Combine>(decision).Whole.Fields;
        Assert.Equal(["1"], fields.GetValues("X-Old"));
        Assert.Equal(["1"], fields.GetValues("X-New"));
    }

    [Fact]
    [Rfc9110("13.1.5")]
    public void Rest_OfTheSameDate_IsCombined()
    {
        var decision = AnswerRest(Dated, "bytes 50-99/100", 50, ("Last-Modified", LongAgo));

        Assert.IsType<ResponseDecision.Combine>(decision);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("bytes 49-99/100", 51)] // an overlap nobody asked for
    [InlineData("bytes 51-99/100", 49)]
    [InlineData("bytes 50-98/100", 49)]
    [InlineData("bytes 0-49/100", 50)]
    [InlineData("bytes 50-99/101", 50)]
    [InlineData("bytes 50-99/*", 50)]
    [InlineData("bytes 50-99/100", 49)]
    [InlineData("bytes */100", 50)]
    [InlineData("lines 50-99/100", 50)]
    [InlineData("rubbish", 50)]
    public void Rest_OfAnotherRange_IsNeverCombined(string contentRange, int length)
    {
        AssertAskedAgainWhole(Tagged, AnswerRest(Tagged, contentRange, length, ("ETag", "\"1\"")));
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("\"2\"")]
    [InlineData("W/\"1\"")]
    [InlineData("1")]
    [InlineData("\"1\", \"1\"")]
    public void Rest_OfAnotherTag_IsNeverCombined(string entityTag)
    {
        AssertAskedAgainWhole(Tagged, AnswerRest(Tagged, "bytes 50-99/100", 50, ("ETag", entityTag)));
    }

    [Fact]
    [Rfc9110("15.3.7.3")]
    public void Rest_WithoutTheValidator_IsNeverCombined()
    {
        // An origin that knows Range but not If-Range would send what it has now.
        AssertAskedAgainWhole(Tagged, AnswerRest(Tagged, "bytes 50-99/100", 50));
        AssertAskedAgainWhole(Dated, AnswerRest(Dated, "bytes 50-99/100", 50));
    }

    [Theory]
    [Rfc9110("15.3.7.3")]
    [InlineData("Sun, 23 Dec 2029 00:00:00 GMT")]
    [InlineData("rubbish")]
    public void Rest_OfAnotherDate_IsNeverCombined(string lastModified)
    {
        AssertAskedAgainWhole(Dated, AnswerRest(Dated, "bytes 50-99/100", 50, ("Last-Modified", lastModified)));
    }

    [Theory]
    [Rfc9111("3")]
    [InlineData("Cache-Control", "no-store", NotStoredReason.NoStore)]
    [InlineData("Vary", "*", NotStoredReason.VaryAny)]
    public void Rest_ThatMayNotBeStored_IsCombinedButNotKept(string name, string value, NotStoredReason expected)
    {
        var decision = AnswerRest(Tagged, "bytes 50-99/100", 50, ("ETag", "\"1\""), (name, value));

        Assert.Equal(expected, Assert.IsType<ResponseDecision.Combine>(decision).Why);
    }

    [Fact]
    [Rfc9111("3.5")]
    public void Rest_ThatTurnsPrivate_IsNotKeptInASharedCache()
    {
        var earlier = Policies.Shared.Decide(Requests.Get(), [Tagged], Policies.Now);
        var answer = Responses.Part("bytes 50-99/100", 50, ("ETag", "\"1\""), ("Cache-Control", "private, max-age=60"));

        var decision = Policies.Shared.Answer(Requests.Get(), earlier, answer);

        Assert.Equal(NotStoredReason.Private, Assert.IsType<ResponseDecision.Combine>(decision).Why);
    }

    [Fact]
    public void Ok_InThePlaceOfTheRest_ReplacesThePart()
    {
        var answer = Responses.Ok(("Cache-Control", "max-age=60"), ("ETag", "\"2\""));

        var store = Assert.IsType<ResponseDecision.Store>(Answer(Requests.Get(), Tagged, answer));

        Assert.Same(Tagged, store.Superseded);
        Assert.Null(store.CombinedWith);
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(410, true)]
    [InlineData(403, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public void Error_InThePlaceOfTheRest_IsTheCallers(int statusCode, bool outdates)
    {
        var answer = Responses.Of(statusCode, ("Cache-Control", "no-store"));

        var pass = Assert.IsType<ResponseDecision.PassThrough>(Answer(Requests.Get(), Tagged, answer));

        Assert.Equal(outdates, pass.Superseded == Tagged);
    }

    [Fact]
    public void Rest_OfAUriRedirectedTo_IsAskedForAgainWhole()
    {
        var answer = Responses.From(
            "https://example.com/other",
            206,
            ("ETag", "\"1\""),
            ("Content-Range", "bytes 50-99/100"),
            ("Content-Length", "50"));

        AssertAskedAgainWhole(Tagged, Answer(Requests.Get(), Tagged, answer));
    }

    [Theory]
    [InlineData(304)]
    [InlineData(412)]
    [InlineData(416)]
    public void Answer_ThatSaysNothingOfTheRest_IsAskedAgainWhole(int statusCode)
    {
        AssertAskedAgainWhole(Tagged, Answer(Requests.Get(), Tagged, Responses.Of(statusCode, ("ETag", "\"1\""))));
    }

    [Fact]
    [Rfc9110("15.3.7.3")]
    public void Rest_OfTheSameTagButAnotherDate_IsNeverCombined()
    {
        const string LastModified = "Sun, 23 Dec 2029 00:00:00 GMT";
        var stored = Stored.Part(
            0, "0-49", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("Last-Modified", LongAgo));

        AssertAskedAgainWhole(
            stored, AnswerRest(stored, "bytes 50-99/100", 50, ("ETag", "\"1\""), ("Last-Modified", LastModified)));
    }

    private static RequestDecision Decide(StoredResponse stored) =>
        Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);

    private static ResponseDecision AnswerRest(
        StoredResponse stored, string contentRange, int length, params (string Name, string Value)[] fields) =>
        Answer(Requests.Get(), stored, Responses.Part(contentRange, length, fields));

    private static ResponseDecision Answer(RequestHead request, StoredResponse stored, ResponseHead answer) =>
        Policies.Private.Answer(request, Assert.IsType<RequestDecision.Complete>(Decide(stored)), answer);

    private static void AssertAskedAgainWhole(StoredResponse stored, ResponseDecision decision)
    {
        var again = Assert.IsType<ResponseDecision.Refetch>(decision).Again;
        Assert.Equal(HttpCacheReason.ValidationMismatch, again.Reason);
        Assert.Empty(again.Additions);
        Assert.Same(stored, again.Superseded);
    }
}
