using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>A request for the whole where a part is stored.</summary>
public sealed class CompletionTests
{
    private const string LongAgo = "Sat, 22 Dec 2029 00:00:00 GMT";
    private const string Date = "Tue, 01 Jan 2030 00:00:00 GMT";

    private static readonly StoredResponse Tagged = Stored.Part(
        0, "0-49", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""), ("X-Old", "1"));

    private static readonly StoredResponse Dated = Stored.Part(
        0, "0-49", 100, ("Cache-Control", "max-age=60"), ("Last-Modified", LongAgo), ("Date", Date));

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("0-49", "50-99", "bytes=50-")]
    [InlineData("50-99", "0-49", "bytes=0-49")]
    [InlineData("0-9, 90-99", "10-89", "bytes=10-89")]
    [InlineData("0-9, 50-59", "10-99", "bytes=10-")]
    [InlineData("50-59, 90-99", "0-89", "bytes=0-89")]
    [InlineData("1-99", "0-0", "bytes=0-0")]
    [InlineData("0-98", "99-99", "bytes=99-")]
    public void Get_OfAPart_AsksForWhatIsMissing(string ranges, string missing, string range)
    {
        var stored = Stored.Part(0, ranges, 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var complete = Assert.IsType<RequestDecision.Complete>(Decide(stored));

        Assert.Equal(Stored.Range(missing), complete.Missing);
        Assert.Equal([new("Range", range), new("If-Range", "\"1\"")], complete.Conditions);
        Assert.Equal(HttpCacheReason.PartMissing, complete.Reason);
    }

    [Fact]
    [Rfc9110("13.1.5")]
    public void Get_OfAPartWithAStrongDate_MakesItTheCondition()
    {
        var complete = Assert.IsType<RequestDecision.Complete>(Decide(Dated));

        Assert.Equal([new("Range", "bytes=50-"), new("If-Range", LongAgo)], complete.Conditions);
    }

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("W/\"1\"", "0-49", 100L)]
    [InlineData("unquoted", "0-49", 100L)]
    [InlineData("\"1\"", "0-49", null)] // nobody knows what is missing
    [InlineData("\"1\"", "10-19", 100L)] // all of it would have to be asked for
    public void Get_OfAPartThatCannotBeCompleted_AsksForTheWhole(string entityTag, string ranges, long? completeLength)
    {
        var stored = Stored.Part(0, ranges, completeLength, ("Cache-Control", "max-age=60"), ("ETag", entityTag));

        var fetch = Assert.IsType<RequestDecision.Fetch>(Decide(stored));

        Assert.Equal(HttpCacheReason.PartMissing, fetch.Reason);
        Assert.Empty(fetch.Additions);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(70_000)]
    public void Get_OfAStalePart_CompletesIt(int secondsAgo)
    {
        var stored = Stored.Part(secondsAgo, "0-49", 100, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        Assert.IsType<RequestDecision.Complete>(Decide(stored)); // If-Range is the validation
    }

    [Fact]
    [Rfc9111("5.2.1.7")]
    public void Get_OfAPartOffline_IsRefused()
    {
        var byMode = Policies.Private.Decide(Requests.Get(HttpCacheMode.OnlyIfCached), [Tagged], Policies.Now);
        var byDirective = Policies.Private.Decide(Requests.Get("only-if-cached"), [Tagged], Policies.Now);

        Assert.Equal(HttpCacheReason.OnlyIfCached, Assert.IsType<RequestDecision.Refuse>(byMode).Reason);
        Assert.Equal(HttpCacheReason.RequestOnlyIfCached, Assert.IsType<RequestDecision.Refuse>(byDirective).Reason);
    }

    [Fact]
    [Rfc9111("3.3")]
    public void Head_OfAPart_IsForwarded()
    {
        var decision = Policies.Private.Decide(Requests.Head(), [Tagged], Policies.Now);

        Assert.Equal(HttpCacheReason.PartMissing, Assert.IsType<RequestDecision.Fetch>(decision).Reason);
    }

    [Theory]
    [InlineData(HttpCacheMode.PreferCache, 2)]
    [InlineData(HttpCacheMode.Revalidate, 3)]
    public void Get_OfAPartInAMode_CompletesItAsTheModeAsks(HttpCacheMode mode, int fields)
    {
        var decision = Policies.Private.Decide(Requests.Get(mode), [Tagged], Policies.Now);

        Assert.Equal(fields, Assert.IsType<RequestDecision.Complete>(decision).Conditions.Count);
    }

    [Fact]
    public void Get_OfAPartByForceRefresh_AsksForTheWhole()
    {
        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.ForceRefresh), [Tagged], Policies.Now);

        Assert.Equal(HttpCacheReason.ForceRefresh, Assert.IsType<RequestDecision.Fetch>(decision).Reason);
    }

    private static RequestDecision Decide(StoredResponse stored) =>
        Policies.Private.Decide(Requests.Get(), [stored], Policies.Now);
}
