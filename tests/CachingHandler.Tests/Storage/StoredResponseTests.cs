using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class StoredResponseTests
{
    private static readonly StoredResponse Full = StoredResponses.Create(
        StoredResponses.Key(),
        [("accept", "text/html")],
        [("ETag", "\"1\"")],
        statusCode: 203,
        version: new Version(2, 0),
        groups: [(StoredResponses.Key(method: "GROUP"), Guid.NewGuid())])
        .WithPart(new StoredPart([new(0, 9)], 100)).WithBodyLength(10).Outdated();

    [Fact]
    public void WithBodyLength_Another_ChangesNothingElse()
    {
        var copy = Full.WithBodyLength(11).WithBodyLength(10);

        Assert.NotSame(Full, copy);
        Assert.Equivalent(Full, copy, strict: true);
    }

    [Fact]
    public void WithPart_Another_ChangesNothingElse()
    {
        var copy = Full.WithPart(new StoredPart([new(0, 4)], 5_000)).WithPart(Full.Part!);

        Assert.Equivalent(Full, copy, strict: true);
    }

    [Fact]
    public void CompleteLength_IsThatOfTheWhole()
    {
        var whole = StoredResponses.Of(StoredResponses.Key()).WithBodyLength(30);

        Assert.Equal(30, whole.CompleteLength);
        Assert.Equal(100, Full.CompleteLength);
        Assert.Null(whole.WithPart(new StoredPart([new(0, 29)], null)).CompleteLength);
    }
}
