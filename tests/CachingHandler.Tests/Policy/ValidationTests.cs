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

        var conditions = Validation.Conditions(Requests.Get(), stored.Head, []);

        Assert.Equal([new("If-None-Match", entityTag), new("If-Modified-Since", lastModified)], conditions);
    }

    [Fact]
    [Rfc9111("4.3.1")]
    public void Conditions_OneValidator_IsSentAlone()
    {
        var tagged = Stored.SecondsAgo(60, ("ETag", "\"1\""));
        var dated = Stored.SecondsAgo(60, ("Last-Modified", Earlier));

        var byTag = Validation.Conditions(Requests.Get(), tagged.Head, []);
        var byDate = Validation.Conditions(Requests.Get(), dated.Head, []);

        Assert.Equal([new("If-None-Match", "\"1\"")], byTag);
        Assert.Equal([new("If-Modified-Since", Earlier)], byDate);
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("\"1\"", "\"1\"")]
    [InlineData("W/\"1\"", "W/\"1\"")]
    [InlineData("\"1\"", "W/\"1\"")]
    [InlineData("W/\"1\"", "\"1\"")]
    [InlineData("unquoted", "unquoted")]
    public void Decide_NotModifiedOfSameEntityTag_FreshensWhateverTheDate(string storedTag, string tag)
    {
        var stored = Stored.SecondsAgo(100, ("ETag", storedTag), ("Last-Modified", Earlier));
        var answer = Responses.NotModified(("ETag", tag), ("Last-Modified", Later));

        var decision = Policies.Private.AnswerValidation(stored, answer);

        Assert.IsType<ResponseDecision.Freshen>(decision);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void Decide_NotModifiedWithoutValidator_Freshens()
    {
        var stored = Stored.SecondsAgo(100, ("ETag", "\"1\""), ("Last-Modified", Earlier));

        var decision = Policies.Private.AnswerValidation(stored, Responses.NotModified());

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
