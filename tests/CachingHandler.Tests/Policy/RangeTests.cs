using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>What a caller's range makes of a stored response that may be used.</summary>
public sealed class RangeTests
{
    private const string Date = "Mon, 31 Dec 2029 23:59:59 GMT";
    private const string LongAgo = "Sat, 22 Dec 2029 00:00:00 GMT";
    private const string JustNow = "Mon, 31 Dec 2029 23:59:30 GMT";

    [Theory]
    [Rfc9110("14.2")]
    [InlineData("bytes=0-9", "0-9")]
    [InlineData("bytes=90-", "90-99")]
    [InlineData("bytes=-5", "95-99")]
    [InlineData("bytes=0-", "0-99")]
    [InlineData("bytes=50-5000", "50-99")]
    public void Range_OfAWhole_IsCutFromIt(string range, string expected)
    {
        var form = Form(Whole(("ETag", "\"1\"")), ("Range", range));

        Assert.Equal(new ReplyForm(ReplyKind.Part, Stored.Range(expected)), form);
    }

    [Theory]
    [Rfc9110("15.5.17")]
    [InlineData("bytes=100-")]
    [InlineData("bytes=100-200")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=99999999999999999999-")]
    public void Range_BeyondAWhole_IsNotSatisfiable(string range)
    {
        Assert.Equal(ReplyKind.NotSatisfiable, Form(Whole(), ("Range", range)).Kind);
    }

    [Theory]
    [Rfc9110("14.2")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=x")]
    [InlineData("")]
    public void Range_ThatAServerMayIgnore_IsTheWhole(string range)
    {
        Assert.Equal(ReplyKind.Whole, Form(Whole(), ("Range", range)).Kind);
    }

    [Fact]
    [Rfc9110("14.2")]
    public void Range_OnHead_CountsForNothing()
    {
        var head = Requests.Head(("Range", "bytes=0-9"));

        var decision = Policies.Private.Decide(head, [Whole()], Policies.Now);

        Assert.Equal(ReplyKind.Whole, Assert.IsType<RequestDecision.Serve>(decision).Form.Kind);
    }

    [Theory]
    [Rfc9110("14.2")]
    [InlineData(203)]
    [InlineData(301)]
    [InlineData(404)]
    public void Range_OfAnythingButA200_IsTheWhole(int statusCode)
    {
        Assert.Equal(ReplyKind.Whole, Form(Whole().WithStatus(statusCode), ("Range", "bytes=0-9")).Kind);
    }

    [Theory]
    [Rfc9110("13.1.5")]
    [InlineData("\"1\"", "\"1\"", ReplyKind.Part)]
    [InlineData("\"1\"", "\"2\"", ReplyKind.Whole)]
    [InlineData("W/\"1\"", "W/\"1\"", ReplyKind.Whole)] // weak is not good enough for bytes
    [InlineData("W/\"1\"", "\"1\"", ReplyKind.Whole)]
    [InlineData("\"1\"", "W/\"1\"", ReplyKind.Whole)]
    [InlineData("unquoted", "unquoted", ReplyKind.Whole)]
    [InlineData("\"1\"", "\"1\", \"2\"", ReplyKind.Whole)] // it is no list
    [InlineData("\"1\"", "*", ReplyKind.Whole)]
    [InlineData("\"1\"", "", ReplyKind.Whole)]
    public void IfRange_WithATag_ComparesStrongly(string entityTag, string condition, object expected)
    {
        var form = Form(Whole(("ETag", entityTag)), ("Range", "bytes=0-9"), ("If-Range", condition));

        Assert.Equal(expected, form.Kind);
    }

    [Theory]
    [Rfc9110("13.1.5")]
    [InlineData(LongAgo, LongAgo, ReplyKind.Part)]
    [InlineData(LongAgo, JustNow, ReplyKind.Whole)] // not the date that was given
    [InlineData(LongAgo, "Fri, 21 Dec 2029 00:00:00 GMT", ReplyKind.Whole)]
    [InlineData(JustNow, JustNow, ReplyKind.Whole)] // might have changed twice within the second
    public void IfRange_WithADate_HasToBeStrongAndTheSame(string lastModified, string condition, object expected)
    {
        var whole = Whole(("Last-Modified", lastModified), ("Date", Date));

        Assert.Equal(expected, Form(whole, ("Range", "bytes=0-9"), ("If-Range", condition)).Kind);
    }

    [Theory]
    [Rfc9110("13.1.5")]
    [InlineData("\"1\"")]
    [InlineData(LongAgo)]
    public void IfRange_WithoutRange_CountsForNothing(string condition)
    {
        Assert.Equal(ReplyKind.Whole, Form(Whole(("ETag", "\"1\"")), ("If-Range", condition)).Kind);
    }

    [Fact]
    [Rfc9110("13.1.5")]
    public void IfRange_ThatDoesNotHold_IsNotUnsatisfiable()
    {
        var form = Form(Whole(("ETag", "\"1\"")), ("Range", "bytes=100-"), ("If-Range", "\"2\""));

        Assert.Equal(ReplyKind.Whole, form.Kind);
    }

    [Theory]
    [Rfc9111("3.3")]
    [InlineData("0-49", "bytes=0-49", "0-49")]
    [InlineData("0-49", "bytes=10-19", "10-19")]
    [InlineData("90-99", "bytes=-10", "90-99")]
    [InlineData("90-99", "bytes=95-", "95-99")]
    [InlineData("90-99", "bytes=95-5000", "95-99")]
    [InlineData("0-9, 50-59, 90-99", "bytes=52-53", "52-53")]
    public void Range_ThatAPartHas_IsCutFromIt(string ranges, string wanted, string expected)
    {
        var stored = Stored.Part(0, ranges, 100, ("Cache-Control", "max-age=60"));

        Assert.Equal(new ReplyForm(ReplyKind.Part, Stored.Range(expected)), Form(stored, ("Range", wanted)));
    }

    [Theory]
    [Rfc9111("3.3")]
    [InlineData("0-49", "bytes=0-50")]
    [InlineData("0-49", "bytes=50-59")]
    [InlineData("0-49", "bytes=0-")]
    [InlineData("0-49", "bytes=-10")]
    [InlineData("0-9, 20-29", "bytes=5-24")]
    [InlineData("0-49", "bytes=0-1,3-4")] // may be answered whole, which is not there
    [InlineData("0-49", "lines=0-1")]
    public void Range_ThatAPartHasNot_IsForwardedAsItIs(string ranges, string wanted)
    {
        var stored = Stored.Part(0, ranges, 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(("Range", wanted)), [stored], Policies.Now);

        var fetch = Assert.IsType<RequestDecision.Fetch>(decision);
        Assert.Equal(HttpCacheReason.PartMissing, fetch.Reason);
        Assert.Empty(fetch.Additions);
        Assert.Same(stored, fetch.Superseded);
    }

    [Fact]
    [Rfc9110("15.5.17")]
    public void Range_BeyondTheCompleteLengthOfAPart_IsNotSatisfiable()
    {
        var stored = Stored.Part(0, "0-49", 100, ("Cache-Control", "max-age=60"));

        Assert.Equal(ReplyKind.NotSatisfiable, Form(stored, ("Range", "bytes=100-")).Kind);
    }

    [Theory]
    [Rfc9110("14.4")]
    [InlineData("bytes=0-49", true)]
    [InlineData("bytes=10-19", true)]
    [InlineData("bytes=0-50", false)]
    [InlineData("bytes=10-", false)]
    [InlineData("bytes=-10", false)]
    public void Range_OfAPartOfUnknownLength_IsServedOnlyByBothOffsets(string wanted, bool served)
    {
        var stored = Stored.Part(0, "0-49", null, ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.Decide(Requests.Get(("Range", wanted)), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve { Form.Kind: ReplyKind.Part });
        Assert.Equal(!served, decision is RequestDecision.Fetch);
    }

    [Theory]
    [InlineData("\"1\"", ReplyKind.Part)]
    [InlineData("W/\"1\"", null)]
    [InlineData("\"2\"", null)]
    public void IfRange_OnAPart_ServesItOrForwards(string condition, object? expected)
    {
        var stored = Stored.Part(0, "0-49", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        var request = Requests.Get(("Range", "bytes=0-9"), ("If-Range", condition));

        var decision = Policies.Private.Decide(request, [stored], Policies.Now);

        Assert.Equal(expected, (decision as RequestDecision.Serve)?.Form.Kind);
        Assert.Equal(expected is null, decision is RequestDecision.Fetch { Reason: HttpCacheReason.PartMissing });
    }

    private static StoredResponse Whole(params (string Name, string Value)[] fields) =>
        Stored.SecondsAgo(0, [("Cache-Control", "max-age=60"), .. fields]).WithBodyLength(100);

    private static ReplyForm Form(StoredResponse stored, params (string Name, string Value)[] fields)
    {
        var decision = Policies.Private.Decide(Requests.Get(fields), [stored], Policies.Now);

        return Assert.IsType<RequestDecision.Serve>(decision).Form;
    }
}
