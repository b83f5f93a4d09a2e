using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Policy;

namespace CachingHandler.Tests.Storage;

public sealed class StoredPartTests
{
    [Theory]
    [Rfc9110("14.1.2")]
    [InlineData(0, 0, 1)]
    [InlineData(0, 9, 10)]
    [InlineData(5, 9, 5)]
    [InlineData(0, long.MaxValue - 1, long.MaxValue)]
    public void Range_Length_CountsBothEnds(long first, long last, long expected)
    {
        Assert.Equal(expected, new ByteRange(first, last).Length);
    }

    [Theory]
    [InlineData("10-19", true)]
    [InlineData("10-10", true)]
    [InlineData("19-19", true)]
    [InlineData("12-15", true)]
    [InlineData("9-19", false)]
    [InlineData("10-20", false)]
    [InlineData("0-9", false)]
    [InlineData("20-29", false)]
    [InlineData("0-99", false)]
    public void Range_Contains_AllOrNothing(string other, bool expected)
    {
        Assert.Equal(expected, new ByteRange(10, 19).Contains(Stored.Range(other)));
    }

    [Theory]
    [InlineData("0-9", 100L, 10)]
    [InlineData("0-9, 20-29, 99-99", 100L, 21)]
    [InlineData("0-9, 11-19", 20L, 19)]
    [InlineData("0-9", null, 10)]
    [InlineData("0-9, 20-29", null, 20)]
    [InlineData("5-9", 10L, 5)]
    [InlineData("1-9223372036854775806", 9223372036854775807L, 9223372036854775806)]
    public void Part_RangesInOrder_CountsTheirBytes(string ranges, long? completeLength, long expected)
    {
        var part = Part(ranges, completeLength);

        Assert.Equal(expected, part.Length);
        Assert.Equal(completeLength, part.CompleteLength);
        Assert.Equal(ranges, string.Join(", ", part.Ranges.Select(range => $"{range.First}-{range.Last}")));
    }

    [Theory]
    [InlineData("10-19, 0-9", 100L)] // out of order
    [InlineData("0-9, 5-14", 100L)] // overlapping
    [InlineData("0-9, 10-19", 100L)] // touching
    [InlineData("0-9, 0-9", 100L)]
    [InlineData("9-0", 100L)]
    [InlineData("0-100", 100L)] // beyond the whole
    [InlineData("0-9, 90-100", 100L)]
    [InlineData("0-99", 100L)] // all of it is no part
    [InlineData("0-9", 0L)]
    [InlineData("0-9", -1L)]
    [InlineData("0-9223372036854775807", null)]
    public void Part_RangesThatAreNone_AreRefused(string ranges, long? completeLength)
    {
        var thrown = Assert.Throws<ArgumentException>(() => Part(ranges, completeLength));

        Assert.Equal("ranges", thrown.ParamName);
    }

    [Fact]
    public void Part_WithoutARange_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new StoredPart([], 100));
        Assert.Throws<ArgumentNullException>(() => new StoredPart(null!, 100));
        Assert.Throws<ArgumentException>(() => new StoredPart([new ByteRange(-1, 5)], 100));
        Assert.Throws<ArgumentException>(() => new StoredPart([new ByteRange(-5, -1)], null));
    }

    [Theory]
    [InlineData("0-9", "0-9", 0L)]
    [InlineData("0-9", "9-9", 9L)]
    [InlineData("50-59", "50-59", 0L)]
    [InlineData("50-59", "55-59", 5L)]
    [InlineData("0-9, 50-59", "50-50", 10L)]
    [InlineData("0-9, 50-59, 90-99", "95-99", 25L)]
    public void OffsetOf_RangeThatIsThere_IsWhereItBegins(string ranges, string wanted, long expected)
    {
        Assert.Equal(expected, Part(ranges, 100).OffsetOf(Stored.Range(wanted)));
    }

    [Theory]
    [InlineData("0-9", "0-10")]
    [InlineData("0-9", "10-19")]
    [InlineData("50-59", "49-59")]
    [InlineData("0-9, 11-19", "5-15")]
    [InlineData("0-9, 50-59", "0-59")]
    public void OffsetOf_RangeThatIsNot_IsNull(string ranges, string wanted)
    {
        Assert.Null(Part(ranges, 100).OffsetOf(Stored.Range(wanted)));
    }

    [Theory]
    [InlineData("0-49", "50-99")]
    [InlineData("50-99", "0-49")]
    [InlineData("0-9, 90-99", "10-89")]
    [InlineData("10-19", "0-99")]
    [InlineData("0-9, 20-29, 40-49", "10-99")]
    [InlineData("20-29, 40-49, 90-99", "0-89")]
    [InlineData("0-9, 50-50, 90-99", "10-89")]
    public void Missing_IsOneRangeOverEveryGap(string ranges, string expected)
    {
        Assert.Equal(Stored.Range(expected), Part(ranges, 100).Missing);
    }

    [Fact]
    public void Missing_OfAnUnknownLength_IsNull() => Assert.Null(Part("0-9", null).Missing);

    [Theory]
    [Rfc9111("3.4")]
    [InlineData("0-9", "20-29", "0-9, 20-29")]
    [InlineData("20-29", "0-9", "0-9, 20-29")]
    [InlineData("0-9", "10-19", "0-19")]
    [InlineData("10-19", "0-9", "0-19")]
    [InlineData("0-9", "11-19", "0-9, 11-19")]
    [InlineData("0-9", "5-14", "0-14")]
    [InlineData("5-14", "0-9", "0-14")]
    [InlineData("0-9", "2-5", "0-9")]
    [InlineData("2-5", "0-9", "0-9")]
    [InlineData("0-9", "0-9", "0-9")]
    [InlineData("0-9, 20-29", "10-19", "0-29")]
    [InlineData("0-9, 20-29", "12-17", "0-9, 12-17, 20-29")]
    [InlineData("0-9, 20-29, 40-49", "5-44", "0-49")]
    [InlineData("0-9, 20-29, 40-49", "15-35", "0-9, 15-35, 40-49")]
    [InlineData("0-9, 20-29, 40-49", "9-20", "0-29, 40-49")]
    [InlineData("10-19", "99-99", "10-19, 99-99")]
    public void With_AnotherRange_IsTheUnion(string ranges, string added, string expected)
    {
        var part = Part(ranges, 100).With(Stored.Range(added));

        Assert.Equal(expected, string.Join(", ", part!.Ranges.Select(range => $"{range.First}-{range.Last}")));
        Assert.Equal(100, part.CompleteLength);
    }

    [Theory]
    [InlineData("0-49", "50-99")]
    [InlineData("50-99", "0-49")]
    [InlineData("0-9, 90-99", "10-89")]
    [InlineData("0-9, 50-59, 90-99", "5-95")]
    [InlineData("10-19", "0-99")]
    public void With_AllThatWasMissing_IsNoPartAnyLonger(string ranges, string added)
    {
        Assert.Null(Part(ranges, 100).With(Stored.Range(added)));
    }

    [Fact]
    public void With_OfAnUnknownLength_StaysAPart()
    {
        Assert.Equal([new ByteRange(0, 19)], Part("0-9", null).With(new ByteRange(10, 19))!.Ranges);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_ManyRandomRanges_IsTheSetOfTheirBytes(int seed)
    {
        var random = new Random(seed);
        var part = new StoredPart([new ByteRange(500, 500)], null);
        var expected = new HashSet<long> { 500 };
        foreach (var _ in Enumerable.Range(0, 200))
        {
            var first = random.Next(1000);
            var added = new ByteRange(first, first + random.Next(20));
            part = part.With(added)!;
            expected.UnionWith(BytesOf(added));
        }

        Assert.Equal(expected.Order(), part.Ranges.SelectMany(BytesOf));
        Assert.Equal(expected.Count, part.Length);
        Assert.Equal(expected.Order().Select((_, index) => (long?)index), expected.Order().Select(
            offset => part.OffsetOf(new ByteRange(offset, offset))));
    }

    private static IEnumerable<long> BytesOf(ByteRange range) =>
        Enumerable.Range(0, (int)range.Length).Select(offset => range.First + offset);

    private static StoredPart Part(string ranges, long? completeLength) =>
        new(ranges.Split(", ").Select(Stored.Range), completeLength);
}
