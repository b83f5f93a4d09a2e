using CachingHandler.Http;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class ContentRangeTests
{
    [Theory]
    [Rfc9110("14.4")]
    [InlineData("bytes 0-0/1", 0, 0, 1)]
    [InlineData("bytes 0-9/100", 0, 9, 100)]
    [InlineData("bytes 90-99/100", 90, 99, 100)]
    [InlineData("bytes 42-1233/1234", 42, 1233, 1234)]
    [InlineData("BYTES 0-9/100", 0, 9, 100)]
    [InlineData("\tbytes 0-9/100 ", 0, 9, 100)]
    [InlineData("bytes 0-9223372036854775806/9223372036854775807", 0, long.MaxValue - 1, long.MaxValue)]
    public void Parse_WellFormed_IsRead(string value, long first, long last, long completeLength)
    {
        var range = ContentRange.Parse(value);

        Assert.Equal(new ContentRange(new ByteRange(first, last), completeLength), range);
    }

    [Theory]
    [Rfc9110("14.4")]
    [InlineData("bytes 0-9/*", 0, 9)]
    [InlineData("bytes 5-9223372036854775806/*", 5, long.MaxValue - 1)]
    public void Parse_LengthThatTheOriginDoesNotKnow_IsNull(string value, long first, long last)
    {
        var range = ContentRange.Parse(value);

        Assert.Equal(new ContentRange(new ByteRange(first, last), null), range);
    }

    [Theory]
    [Rfc9110("14.4")]
    [InlineData("bytes 9-5/100")] // the last before the first
    [InlineData("bytes 0-100/100")] // beyond the whole
    [InlineData("bytes 100-100/100")]
    [InlineData("bytes 0-0/0")]
    [InlineData("bytes 0-9223372036854775807/*")]
    [InlineData("bytes 0-9/99999999999999999999999999")]
    [InlineData("bytes 0-99999999999999999999999999/*")]
    [InlineData("bytes 99999999999999999999999998-99999999999999999999999999/*")]
    public void Parse_Impossible_IsNone(string value) => Assert.Null(ContentRange.Parse(value));

    [Theory]
    [Rfc9110("14.4")]
    [InlineData("bytes */100")] // what a 416 says
    [InlineData("lines 0-9/100")]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes ")]
    [InlineData("bytes=0-9/100")]
    [InlineData("bytes 0-9")]
    [InlineData("bytes 0/100")]
    [InlineData("bytes -9/100")]
    [InlineData("bytes 0-/100")]
    [InlineData("bytes 0-9/")]
    [InlineData("bytes 0-9/100/100")]
    [InlineData("bytes 100/0-9")]
    [InlineData("bytes 0-9/-1")]
    [InlineData("bytes +0-9/100")]
    [InlineData("bytes 0--9/100")]
    [InlineData("bytes 0 -9/100")]
    [InlineData("bytes  0-9/100")]
    [InlineData("bytes 0-9 /100")]
    [InlineData("bytes 0-9/ 100")]
    [InlineData("bytes 0-9/1e2")]
    [InlineData("bytes 0-9/**")]
    [InlineData("bytes 0-9/100, bytes 10-19/100")]
    [InlineData("bytes \u0660-\u0669/100")]
    public void Parse_Malformed_IsNone(string value) => Assert.Null(ContentRange.Parse(value));

    [Theory]
    [InlineData('0')]
    [InlineData('-')]
    [InlineData('/')]
    [InlineData(',')]
    [InlineData(' ')]
    [InlineData('*')]
    public void Parse_SixtyFourKilobytesOfAnything_IsNone(char filling)
    {
        Assert.Null(ContentRange.Parse("bytes " + new string(filling, 64 * 1024)));
    }
}
