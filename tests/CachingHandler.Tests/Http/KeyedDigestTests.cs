using CachingHandler.Http;

namespace CachingHandler.Tests.Http;

public sealed class KeyedDigestTests
{
    private static readonly KeyedDigest Digest = new("secret"u8.ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("Bearer a")]
    [InlineData("üñí")]
    public void Of_SameText_IsTheSameAndShort(string text)
    {
        var digest = Digest.Of(text);

        Assert.Equal(digest, Digest.Of(text));
        Assert.Matches("^[A-Za-z0-9_-]{22}$", digest);
    }

    [Theory]
    [InlineData(170)] // what fits on the stack
    [InlineData(171)]
    [InlineData(100_000)]
    public void Of_LongText_TellsTheLastCharacter(int length)
    {
        var text = new string('a', length);

        Assert.NotEqual(Digest.Of(text + "b"), Digest.Of(text + "c"));
    }

    [Fact]
    public void Of_OtherSecret_IsAnother()
    {
        var other = new KeyedDigest("other"u8.ToArray());

        Assert.NotEqual(other.Of("a"), Digest.Of("a"));
        Assert.NotEqual(other.Of(["a"]), Digest.Of(["a"]));
    }

    [Fact]
    public void Of_ListsThatConcatenateAlike_AreTwo()
    {
        Assert.NotEqual(Digest.Of(["ab", "c"]), Digest.Of(["a", "bc"]));
        Assert.NotEqual(Digest.Of(["a", ""]), Digest.Of(["a"]));
        Assert.NotEqual(Digest.Of(["\ud800"]), Digest.Of(["\ud801"]));
    }
}
