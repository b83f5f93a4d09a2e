using CachingHandler.Http;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class RequestedRangeTests
{
    private const long Greatest = long.MaxValue;

    [Theory]
    [Rfc9110("14.1.2")]
    [InlineData("bytes=0-0", 0, 0)]
    [InlineData("bytes=0-9", 0, 9)]
    [InlineData("bytes=5-9", 5, 9)]
    [InlineData("bytes=99-99", 99, 99)]
    [InlineData("bytes=007-0009", 7, 9)]
    [InlineData("bytes=0-", 0, 99)]
    [InlineData("bytes=99-", 99, 99)]
    [InlineData("bytes=0-99", 0, 99)]
    [InlineData("bytes=0-100", 0, 99)] // the rest, where the end lies beyond it
    [InlineData("bytes=90-5000", 90, 99)]
    [InlineData("bytes=-1", 99, 99)]
    [InlineData("bytes=-100", 0, 99)]
    [InlineData("bytes=-101", 0, 99)] // all of it, where the suffix is longer
    public void Of_Satisfiable_IsTheBytesThatAreThere(string value, long first, long last)
    {
        var range = RequestedRange.Parse(value)!.Value.Of(100);

        Assert.Equal(new ByteRange(first, last), range);
    }

    [Theory]
    [Rfc9110("14.1.2")]
    [InlineData("bytes=100-", 100)]
    [InlineData("bytes=100-200", 100)]
    [InlineData("bytes=5000-", 100)]
    [InlineData("bytes=-0", 100)]
    [InlineData("bytes=0-", 0)]
    [InlineData("bytes=0-0", 0)]
    [InlineData("bytes=-0", 0)]
    public void Of_NoByteThere_IsNotSatisfiable(string value, long completeLength)
    {
        var range = RequestedRange.Parse(value)!.Value.Of(completeLength);

        Assert.Null(range);
    }

    [Theory]
    [Rfc9110("14.1.1")]
    [InlineData("bytes=0-9")]
    [InlineData("Bytes=0-9")]
    [InlineData("BYTES=0-9")]
    [InlineData(" bytes=0-9\t")]
    [InlineData("bytes= 0-9")]
    public void Parse_UnitInAnyCaseAndSpaceAround_IsRead(string value)
    {
        Assert.Equal(new ByteRange(0, 9), RequestedRange.Parse(value)?.Of(100));
    }

    [Theory]
    [Rfc9110("14.2")]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("bytes=0-1, 3-4")]
    [InlineData("bytes=0-,-5")]
    [InlineData("bytes=,0-1")]
    [InlineData("bytes=0-1,")]
    public void Parse_SeveralRanges_IsNone(string value) => Assert.Null(RequestedRange.Parse(value));

    [Theory]
    [Rfc9110("14.2")]
    [InlineData("lines=0-9")]
    [InlineData("byte=0-9")]
    [InlineData("none")]
    [InlineData("x-bytes=0-9")]
    public void Parse_OtherUnit_IsNone(string value) => Assert.Null(RequestedRange.Parse(value));

    [Theory]
    [Rfc9110("14.1.1")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("bytes =0-9")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5")]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=0-b")]
    [InlineData("bytes=a-9")]
    [InlineData("bytes=0x1-9")]
    [InlineData("bytes=+1-9")]
    [InlineData("bytes=1-+9")]
    [InlineData("bytes=-+9")]
    [InlineData("bytes=--9")]
    [InlineData("bytes=1--9")]
    [InlineData("bytes=1-2-3")]
    [InlineData("bytes=-1-")]
    [InlineData("bytes=1.0-9")]
    [InlineData("bytes=1e1-99")]
    [InlineData("bytes=1 -9")]
    [InlineData("bytes=1- 9")]
    [InlineData("bytes=\"0-9\"")]
    [InlineData("bytes=0-9;x")]
    [InlineData("bytes=\u0661-\u0669")] // digits, but no ASCII ones
    public void Parse_Malformed_IsNone(string value) => Assert.Null(RequestedRange.Parse(value));

    [Theory]
    [InlineData("bytes=0-99999999999999999999999999", 0L, 99L)]
    [InlineData("bytes=5-9223372036854775807", 5L, 99L)]
    [InlineData("bytes=5-9223372036854775808", 5L, 99L)]
    [InlineData("bytes=-99999999999999999999999999", 0L, 99L)]
    [InlineData("bytes=-9223372036854775807", 0L, 99L)]
    public void Of_NumberBeyondAnyRepresentation_MeansItsEnd(string value, long first, long last)
    {
        Assert.Equal(new ByteRange(first, last), RequestedRange.Parse(value)?.Of(100));
    }

    [Theory]
    [InlineData("bytes=9223372036854775807-")]
    [InlineData("bytes=9223372036854775807-9223372036854775807")]
    [InlineData("bytes=99999999999999999999999999-")]
    [InlineData("bytes=99999999999999999999999998-99999999999999999999999999")]
    public void Of_FirstByteBeyondAnyRepresentation_IsNotSatisfiable(string value)
    {
        var range = RequestedRange.Parse(value)!.Value;

        Assert.Null(range.Of(100));
        Assert.Null(range.Of(Greatest - 1));
    }

    [Fact]
    public void Of_GreatestRepresentation_DoesNotOverflow()
    {
        Assert.Equal(new ByteRange(0, Greatest - 1), RequestedRange.Parse("bytes=0-")?.Of(Greatest));
        Assert.Equal(new ByteRange(Greatest - 1, Greatest - 1), RequestedRange.Parse("bytes=-1")?.Of(Greatest));
    }

    [Theory]
    [Rfc9110("14.1.2")]
    [InlineData("bytes=0-9", true)]
    [InlineData("bytes=9-9", true)]
    [InlineData("bytes=9-", false)]
    [InlineData("bytes=-9", false)]
    [InlineData("bytes=0-9223372036854775807", false)]
    [InlineData("bytes=0-99999999999999999999999999", false)]
    public void OfUnknownLength_OnlyWithBothOffsets_IsTheBytes(string value, bool known)
    {
        Assert.Equal(known, RequestedRange.Parse(value)!.Value.OfUnknownLength() is not null);
    }

    [Theory]
    [InlineData("bytes=", '0')]
    [InlineData("bytes=0-", '9')]
    [InlineData("bytes=", '-')]
    [InlineData("bytes=", ',')]
    [InlineData("bytes=", ' ')]
    [InlineData("", ' ')]
    [InlineData("", '=')]
    public void Parse_SixtyFourKilobytesOfAnything_NeverThrows(string prefix, char filling)
    {
        var range = RequestedRange.Parse(prefix + new string(filling, 64 * 1024));

        Assert.True(range is null || range.Value.Of(100) is null or { Last: <= 99 });
    }

    [Fact]
    public void Parse_ManyRanges_IsNone()
    {
        var ranges = "bytes=" + string.Join(',', Enumerable.Range(0, 20_000).Select(number => $"{number}-{number}"));

        Assert.Null(RequestedRange.Parse(ranges));
    }
}
