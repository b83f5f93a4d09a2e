using CachingHandler.Http;
using CachingHandler.Testing;
using CachingHandler.Tests.Policy;

namespace CachingHandler.Tests.Http;

public sealed class StrongValidatorTests
{
    private const string Date = "Tue, 01 Jan 2030 00:00:00 GMT";
    private const string MinuteBefore = "Mon, 31 Dec 2029 23:59:00 GMT";
    private const string AlmostMinuteBefore = "Mon, 31 Dec 2029 23:59:01 GMT";

    [Theory]
    [Rfc9110("8.8.1")]
    [InlineData("\"a\"", "\"a\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("W/\"a\"", null)]
    [InlineData("w/\"a\"", null)]
    [InlineData("a", null)]
    [InlineData("\"a\", \"b\"", null)]
    public void StrongValidator_OfATag_IsTheTagWhereItIsStrong(string entityTag, string? expected)
    {
        var head = Responses.Ok(("ETag", entityTag), ("Date", Date), ("Last-Modified", MinuteBefore));

        Assert.Equal(expected, StrongValidator.Of(head));
    }

    [Theory]
    [Rfc9110("8.8.2.2")]
    [InlineData(MinuteBefore, true)]
    [InlineData("Sat, 22 Dec 2029 00:00:00 GMT", true)]
    [InlineData("Saturday, 22-Dec-29 00:00:00 GMT", true)]
    [InlineData(AlmostMinuteBefore, false)]
    [InlineData(Date, false)]
    [InlineData("Wed, 02 Jan 2030 00:00:00 GMT", false)]
    [InlineData("yesterday", false)]
    public void StrongValidator_OfADate_IsTheDateWhereItIsAMinuteOld(string lastModified, bool strong)
    {
        var head = Responses.Ok(("Date", Date), ("Last-Modified", lastModified));

        Assert.Equal(strong, StrongValidator.IsStrongDate(head));
        Assert.Equal(strong ? lastModified : null, StrongValidator.Of(head));
    }

    [Theory]
    [Rfc9110("8.8.2.2")]
    [InlineData("Last-Modified")]
    [InlineData("Date")]
    public void StrongValidator_WithOneOfTheDatesAlone_IsNone(string name)
    {
        var head = Responses.Ok((name, MinuteBefore));

        Assert.Null(StrongValidator.Of(head));
    }
}
