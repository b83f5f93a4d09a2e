using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>What is stored of a 206.</summary>
public sealed class PartialContentTests
{
    private static readonly RequestHead RangeRequest = Requests.Get(("Range", "bytes=0-9"));

    [Theory]
    [Rfc9111("3.3")]
    [InlineData("bytes 0-9/100", 10, 100L)]
    [InlineData("bytes 0-9/*", 10, null)]
    [InlineData("bytes 90-99/100", 10, 100L)]
    [InlineData("bytes 0-99/100", 100, 100L)]
    public void Part_WhoseRangeAgreesWithItsBody_IsStoredAsPartOfA200(string contentRange, int length, long? completeLength)
    {
        var answer = Responses.Part(contentRange, length, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var store = Assert.IsType<ResponseDecision.Store>(Policies.Private.AnswerMiss(RangeRequest, answer));

        Assert.Equal(200, store.Head!.StatusCode);
        Assert.Equal((length, completeLength), (store.Range!.Value.Bytes.Length, store.Range.Value.CompleteLength));
        Assert.Null(store.CombinedWith);
        Assert.Equal(["Cache-Control", "ETag"], store.Fields.Select(line => line.Key).Except(["Content-Length"]));
        Assert.Equal($"{completeLength}", string.Concat(store.Fields.GetValues("Content-Length"))); // of the whole, where it is known
        Assert.Equal(TimeSpan.FromSeconds(60), store.Lifetime);
    }

    [Theory]
    [Rfc9110("14.4")]
    [InlineData("bytes 0-9/100", "9")]
    [InlineData("bytes 0-9/100", "11")]
    [InlineData("bytes 0-9/100", "10, 10")]
    [InlineData("bytes 0-9/100", "-10")]
    [InlineData("bytes 0-9/100", "ten")]
    [InlineData("bytes 0-9/9", "10")]
    [InlineData("bytes 9-0/100", "10")]
    [InlineData("bytes */100", "10")]
    [InlineData("lines 0-9/100", "10")]
    [InlineData("rubbish", "10")]
    [InlineData("", "10")]
    public void Part_WhoseRangeIsInDoubt_IsNotStored(string contentRange, string contentLength)
    {
        var answer = Responses.Of(
            206, ("Cache-Control", "max-age=60"), ("Content-Range", contentRange), ("Content-Length", contentLength));

        Assert.Equal(NotStoredReason.Part, WhyNot(answer));
    }

    [Fact]
    [Rfc9110("15.3.7.2")]
    public void Part_OfSeveralRanges_IsNotStored()
    {
        var answer = Responses.Of(
            206,
            ("Cache-Control", "max-age=60"),
            ("Content-Type", "multipart/byteranges; boundary=x"),
            ("Content-Length", "100"));

        Assert.Equal(NotStoredReason.Part, WhyNot(answer));
    }

    [Fact]
    public void Part_WithTwoContentRanges_IsNotStored()
    {
        var answer = Responses.Part(
            "bytes 0-9/100", 10, ("Cache-Control", "max-age=60"), ("Content-Range", "bytes 0-9/100"));

        Assert.Equal(NotStoredReason.Part, WhyNot(answer));
    }

    [Fact]
    public void Part_WithoutALength_IsNotStored()
    {
        // As where a handler below has decompressed it: these are other bytes than those that were counted.
        var answer = Responses.Of(206, ("Cache-Control", "max-age=60"), ("Content-Range", "bytes 0-9/100"));

        Assert.Equal(NotStoredReason.Part, WhyNot(answer));
    }

    [Theory]
    [Rfc9111("3")]
    [InlineData("no-store", NotStoredReason.NoStore)]
    [InlineData("no-cache", NotStoredReason.NothingToReuse)]
    [InlineData("max-age=0", NotStoredReason.NothingToReuse)]
    public void Part_ThatMayNotBeStored_SaysWhy(string cacheControl, NotStoredReason expected)
    {
        Assert.Equal(expected, WhyNot(Responses.Part("bytes 0-9/100", 10, ("Cache-Control", cacheControl))));
    }

    [Fact]
    [Rfc9111("3.5")]
    public void Part_InASharedCache_ObeysTheRulesOfOne()
    {
        var part = Responses.Part("bytes 0-9/100", 10, ("Cache-Control", "private, max-age=60"));
        var authorized = Requests.Get(("Range", "bytes=0-9"), ("Authorization", "Bearer x"));
        var answer = Responses.Part("bytes 0-9/100", 10, ("Cache-Control", "max-age=60"));

        Assert.Equal(NotStoredReason.Private, WhyNot(Policies.Shared.AnswerMiss(RangeRequest, part)));
        Assert.Equal(NotStoredReason.Authorization, WhyNot(Policies.Shared.AnswerMiss(authorized, answer)));
    }

    [Fact]
    public void Part_OfAUriRedirectedTo_IsNotStored()
    {
        var answer = Responses.From(
            "https://example.com/other",
            206,
            ("Cache-Control", "max-age=60"),
            ("Content-Range", "bytes 0-9/100"),
            ("Content-Length", "10"));

        Assert.Equal(NotStoredReason.Redirected, WhyNot(answer));
    }

    [Theory]
    [Rfc9110("15.5.17")]
    [InlineData("max-age=60")]
    [InlineData("public")]
    public void NotSatisfiable_ToARange_IsNotStoredForThoseWhoWantTheWhole(string cacheControl)
    {
        var answer = Responses.Of(416, ("Cache-Control", cacheControl), ("Content-Range", "bytes */100"));

        Assert.Equal(NotStoredReason.Status, WhyNot(answer));
    }

    [Fact]
    [Rfc9110("14.2")]
    public void Ok_ToARange_IsStoredAsTheWhole()
    {
        var decision = Policies.Private.AnswerMiss(RangeRequest, Responses.Ok("max-age=60"));

        var store = Assert.IsType<ResponseDecision.Store>(decision);
        Assert.Null(store.Range);
        Assert.Null(store.Head);
    }

    private static NotStoredReason WhyNot(ResponseHead answer) => WhyNot(Policies.Private.AnswerMiss(RangeRequest, answer));

    private static NotStoredReason WhyNot(ResponseDecision decision) =>
        Assert.IsType<ResponseDecision.PassThrough>(decision).Why;
}
