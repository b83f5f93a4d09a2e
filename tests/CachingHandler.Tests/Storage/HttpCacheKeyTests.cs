using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

public sealed class HttpCacheKeyTests
{
    [Theory]
    [InlineData("GET", "ab", "c", "GET", "a", "bc")]
    [InlineData("GET", "abc", "", "GET", "", "abc")]
    [InlineData("GE", "Tabc", "", "GET", "abc", "")]
    [InlineData("", "", "", "\0", "", "")]
    [InlineData("GET", "a\0b", "", "GET", "a", "b")]
    [InlineData("GET", "\u0101", "", "GET", "\u0001\u0001", "")] // the same bytes, were the length not in characters
    [InlineData("GET", "\ud800", "", "GET", "\ufffd", "")]       // a lone surrogate is not its replacement
    [InlineData("GET", "https://a/", "", "get", "https://a/", "")]
    public void WriteHash_PartsThatReadAlikeWhenJoined_AreDistinct(
        string method, string uri, string partition, string otherMethod, string otherUri, string otherPartition)
    {
        var key = new HttpCacheKey(method, uri, partition);
        var other = new HttpCacheKey(otherMethod, otherUri, otherPartition);

        Assert.NotEqual(HashOf(key), HashOf(other));
        Assert.NotEqual(key, other);
    }

    [Fact]
    public void WriteHash_EqualKeys_AreAlike()
    {
        var key = new HttpCacheKey("GET", "https://example.com/", "alice");
        var same = new HttpCacheKey("GET", string.Concat("https://", "example.com/"), "alice");

        Assert.Equal(HashOf(key), HashOf(same));
        Assert.Equal(key, same);
        Assert.Equal(key.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void GetHashCode_QueriesOfOneUri_AreSpread()
    {
        var keys = Enumerable.Range(0, 1000).Select(number => new HttpCacheKey($"QUERY#{number:X64}", "https://example.com/graphql", "alice"));

        Assert.True(keys.Select(key => key.GetHashCode()).Distinct().Count() > 990);
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("GET~", false)]
    [InlineData("QUERY#0123", false)]
    [InlineData("POST#0123", false)]
    [InlineData("GROUP", true)]
    [InlineData("QUERIES", true)]
    [InlineData("SEARCH", true)]
    public void IsNote_MethodClass_TellsNotesFromResponses(string method, bool expected) =>
        Assert.Equal(expected, new HttpCacheKey(method, "https://example.com/", "private").IsNote);

    [Fact]
    public void WriteHash_KnownKey_StaysWhatItWas()
    {
        // Entries on disk are found by this value: it must never change.
        var key = new HttpCacheKey("GET", "https://example.com/", "");

        Assert.Equal("9f04a0d51e2cfacc797a4ede952aa07fdae86603679932c7dc1803aeac0f0be6", HashOf(key));
    }

    [Fact]
    public void WriteHash_DestinationTooShort_Throws() => Assert.Throws<ArgumentException>(
        () => new HttpCacheKey("GET", "https://example.com/", "").WriteHash(new byte[HttpCacheKey.HashLength - 1]));

    private static string HashOf(HttpCacheKey key)
    {
        var hash = new byte[HttpCacheKey.HashLength];
        key.WriteHash(hash);

        return Convert.ToHexStringLower(hash);
    }
}
