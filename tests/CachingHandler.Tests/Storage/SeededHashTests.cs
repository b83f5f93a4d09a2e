using CachingHandler.Storage;

namespace CachingHandler.Tests.Storage;

public sealed class SeededHashTests
{
    [Theory]
    [InlineData("https://api.example.com/users/{0}")]
    [InlineData("https://api.example.com/users/{0}/repositories")]
    [InlineData("https://api.example.com/items?page={0}&size=1")]
    [InlineData("{0}")]
    public void Of_TextsThatDifferInANumber_SpreadsThem(string format)
    {
        const int Count = 100_000;

        var hashes = Enumerable.Range(0, Count)
            .Select(number => SeededHash.Of(string.Format(format, number), 0UL))
            .Distinct()
            .Count();

        // Of that many random numbers of 32 bits, one or two are expected to meet.
        Assert.InRange(hashes, Count - 30, Count);
    }

    [Fact]
    public void Of_TextsThatHaveTheSameCharactersInAnotherOrder_Differ()
    {
        var hashes = new[] { "abcdefgh", "abcdefhg", "abcdegfh", "bacdefgh", "abdcefgh" }.Select(text => SeededHash.Of(text, 0UL));

        Assert.Distinct(hashes);
    }
}
