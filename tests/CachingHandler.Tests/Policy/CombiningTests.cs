using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>What a 206 does to what is stored: whether the two are put together (RFC 9111 §3.4).</summary>
public sealed class CombiningTests
{
    private const long Mebibyte = 1024 * 1024;

    private static readonly RequestHead RangeRequest = Requests.Get(("Range", "bytes=0-9"));

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("0-9", "bytes 10-19/100")]
    [InlineData("0-9", "bytes 90-99/100")]
    [InlineData("0-9", "bytes 5-14/100")]
    [InlineData("10-19", "bytes 0-9/100")]
    public void Part_OfTheSameStrongTag_IsCombinedWithWhatIsStored(string ranges, string contentRange)
    {
        var stored = Stored.Part(0, ranges, 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("X-Old", "1"));

        var store = Assert.IsType<ResponseDecision.Store>(Answer(stored, Responses.Part(
            contentRange, 10, ("Cache-Control", "max-age=30"), ("ETag", "\"1\""))));

        Assert.Same(stored, store.CombinedWith);
        Assert.Equal(["1"], store.Fields.GetValues("X-Old")); // §3.2: the fields of both
        Assert.Equal(["max-age=30"], store.Fields.GetValues("Cache-Control"));
        Assert.Empty(store.Fields.GetValues("Content-Range"));
        Assert.Equal(TimeSpan.FromSeconds(30), store.Lifetime);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("\"1\"", "\"2\"")]
    [InlineData("W/\"1\"", "W/\"1\"")]
    [InlineData("\"1\"", "W/\"1\"")]
    [InlineData("\"1\"", null)]
    [InlineData("unquoted", "unquoted")]
    public void Part_WithoutTheSameStrongTag_ReplacesWhatIsStored(string storedTag, string? tag)
    {
        var stored = Stored.Part(0, "0-9", 100, ("Cache-Control", "max-age=60"), ("ETag", storedTag));
        (string, string)[] fields = tag is null ? [] : [("ETag", tag)];

        var store = Assert.IsType<ResponseDecision.Store>(Answer(stored, Responses.Part(
            "bytes 10-19/100", 10, [("Cache-Control", "max-age=60"), .. fields])));

        Assert.Null(store.CombinedWith);
        Assert.Same(stored, store.Superseded);
    }

    [Theory]
    [Rfc9110("8.8.2.2")]
    [InlineData("Sat, 22 Dec 2029 00:00:00 GMT", true)]
    [InlineData("Mon, 31 Dec 2029 23:59:30 GMT", false)]
    public void Part_OfTheSameDate_IsCombinedWhereTheDateIsStrong(string lastModified, bool combined)
    {
        (string, string)[] fields =
            [("Cache-Control", "max-age=60"), ("Last-Modified", lastModified), ("Date", "Tue, 01 Jan 2030 00:00:00 GMT")];
        var stored = Stored.Part(0, "0-9", 100, fields);

        var store = Assert.IsType<ResponseDecision.Store>(Answer(stored, Responses.Part("bytes 10-19/100", 10, fields)));

        Assert.Equal(combined, store.CombinedWith == stored);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("bytes 10-19/200")]
    [InlineData("bytes 10-19/*")]
    [InlineData("bytes 0-9/200")]
    [InlineData("bytes 2-5/200")]
    public void Part_OfTheSameTagButAnotherLength_IsLeftAlone(string contentRange)
    {
        var stored = Stored.Part(0, "0-9", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        var range = ContentRange.Parse(contentRange)!.Value;

        var pass = Assert.IsType<ResponseDecision.PassThrough>(Answer(stored, Responses.Part(
            contentRange, (int)range.Bytes.Length, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""))));

        Assert.Equal(NotStoredReason.Part, pass.Why);
        Assert.Null(pass.Superseded);
        Assert.Null(pass.Updated);
    }

    [Fact]
    [Rfc9111("3.2")]
    public void Part_ThatIsStoredAlready_FreshensIt()
    {
        var stored = Stored.Part(70, "0-49", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var pass = Assert.IsType<ResponseDecision.PassThrough>(Answer(stored, Responses.Part(
            "bytes 0-9/100", 10, ("ETag", "\"1\""), ("X-New", "1"))));

        Assert.Same(stored, pass.Current);
        Assert.Equal(stored.Part, pass.Updated!.Part);
        Assert.Equal(Policies.Now, pass.Updated.ResponseTime);
        Assert.Equal(["1"], pass.Updated.Fields.GetValues("X-New"));
        Assert.Empty(pass.Updated.Fields.GetValues("Content-Range"));
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("bytes 0-9/100", true)]
    [InlineData("bytes 0-9/200", false)]
    [InlineData("bytes 100-109/110", false)]
    [InlineData("bytes 0-9/*", false)]
    public void Part_OfACompleteResponse_ChangesNothingButItsFreshness(string contentRange, bool freshens)
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")).WithBodyLength(100);

        var pass = Assert.IsType<ResponseDecision.PassThrough>(Answer(stored, Responses.Part(
            contentRange, 10, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""))));

        Assert.Equal(NotStoredReason.Part, pass.Why);
        Assert.Null(pass.Superseded);
        Assert.Equal(freshens, pass.Updated is not null);
    }

    [Theory]
    [InlineData(1 * Mebibyte, 10, true)]
    [InlineData(16 * Mebibyte, 10, true)]
    [InlineData((16 * Mebibyte) + 1, 10, false)]
    [InlineData(80 * Mebibyte, (int)(10 * Mebibyte), true)]
    [InlineData((80 * Mebibyte) + 1, (int)(10 * Mebibyte), false)]
    public void Part_BesideManyStoredBytes_IsCombinedWhereLittleIsCopied(long storedLength, int length, bool combined)
    {
        var completeLength = storedLength + length + 100;
        var stored = Stored.Part(0, $"0-{storedLength - 1}", completeLength, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        var answer = Responses.Part(
            $"bytes {storedLength}-{storedLength + length - 1}/{completeLength}",
            length,
            ("Cache-Control", "max-age=60"),
            ("ETag", "\"1\""));

        var decision = Answer(stored, answer);

        Assert.Equal(combined, decision is ResponseDecision.Store { CombinedWith: not null });
        Assert.Equal(!combined, decision is ResponseDecision.PassThrough { Why: NotStoredReason.Part, Superseded: null });
    }

    [Theory]
    [InlineData("\"1\"", false)]
    [InlineData("\"2\"", true)]
    public void Part_ThatIsNotToBeStored_OutdatesWhatIsStoredOnlyWithAnotherTag(string entityTag, bool outdates)
    {
        var stored = Stored.Part(0, "0-9", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        var answer = Responses.Part("bytes 10-19/100", 10, ("Cache-Control", "no-store"), ("ETag", entityTag));

        var decision = Answer(stored, answer);

        var pass = Assert.IsType<ResponseDecision.PassThrough>(decision);
        Assert.Equal(NotStoredReason.NoStore, pass.Why);
        Assert.Equal(outdates, pass.Superseded == stored);
    }

    [Fact]
    [Rfc9111("3.4")]
    public void Part_OfTheTagOfAStoredError_IsNoPartOfThat()
    {
        var stored = Stored.Part(0, "0-9", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")).WithStatus(404);
        var answer = Responses.Part("bytes 10-19/100", 10, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Answer(stored, answer);

        var store = Assert.IsType<ResponseDecision.Store>(decision);
        Assert.Equal(200, store.Head!.StatusCode);
        Assert.Null(store.CombinedWith);
    }

    [Fact]
    [Rfc9110("15.3.7")]
    public void Part_ToHead_IsNotStored()
    {
        var answer = Responses.Part("bytes 0-9/100", 10, ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.AnswerMiss(Requests.Head(), answer);

        Assert.IsType<ResponseDecision.PassThrough>(decision);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Part_ThatVaries_IsKeptForRequestsLikeThis()
    {
        var request = Requests.Get(("Range", "bytes=0-9"), ("Accept", "text/html"));
        var answer = Responses.Part("bytes 0-9/100", 10, ("Cache-Control", "max-age=60"), ("Vary", "Accept"));

        var decision = Policies.Private.AnswerMiss(request, answer);

        Assert.Equal([new("accept", "text/html")], Assert.IsType<ResponseDecision.Store>(decision).SelectingFields);
    }

    private static ResponseDecision Answer(StoredResponse stored, ResponseHead answer) => Policies.Private.Answer(
        RangeRequest, new RequestDecision.Fetch(HttpCacheReason.PartMissing, [], stored), answer);
}
