using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

[Rfc9111("4.2")]
public sealed class HttpDateTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [InlineData("Sun Nov 06 08:49:37 1994")]
    [InlineData("SUN, 06 NOV 1994 08:49:37 GMT")]
    [InlineData("sun, 06 nov 1994 08:49:37 gMT")]
    [InlineData("sUNDAY, 06-nOV-94 08:49:37 gmt")]
    [InlineData("sun nov  6 08:49:37 1994")]
    [InlineData(" \tSun, 06 Nov 1994 08:49:37 GMT\t ")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Monday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Mon Nov  6 08:49:37 1994")]
    public void Parse_EachFormat_IsTheInstant(string text)
    {
        var date = HttpDate.Parse(text, Now);

        Assert.Equal(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero), date);
        Assert.Equal(TimeSpan.Zero, date?.Offset);
    }

    [Theory]
    [InlineData("Jan", 1)]
    [InlineData("Feb", 2)]
    [InlineData("Mar", 3)]
    [InlineData("Apr", 4)]
    [InlineData("May", 5)]
    [InlineData("Jun", 6)]
    [InlineData("Jul", 7)]
    [InlineData("Aug", 8)]
    [InlineData("Sep", 9)]
    [InlineData("Oct", 10)]
    [InlineData("Nov", 11)]
    [InlineData("Dec", 12)]
    public void Parse_EachMonth_IsKnown(string name, int month)
    {
        var date = HttpDate.Parse($"Tue, 01 {name} 2030 00:00:00 GMT", Now);

        Assert.Equal(new DateTimeOffset(2030, month, 1, 0, 0, 0, TimeSpan.Zero), date);
    }

    [Theory]
    [InlineData("Monday")]
    [InlineData("Tuesday")]
    [InlineData("Wednesday")]
    [InlineData("Thursday")]
    [InlineData("Friday")]
    [InlineData("Saturday")]
    [InlineData("Sunday")]
    public void Parse_EachDayOfTheWeek_IsKnown(string name)
    {
        var full = HttpDate.Parse($"{name}, 01-Jan-30 00:00:00 GMT", Now);
        var brief = HttpDate.Parse($"{name[..3]}, 01 Jan 2030 00:00:00 GMT", Now);

        Assert.Equal(Now, full);
        Assert.Equal(Now, brief);
    }

    [Theory]
    [InlineData("Thursday, 01-Jan-80 00:00:00 GMT", 2080)] // exactly 50 years ahead is not more than 50
    [InlineData("Thursday, 01-Jan-80 00:00:01 GMT", 1980)]
    [InlineData("Wednesday, 31-Dec-79 23:59:59 GMT", 2079)]
    [InlineData("Friday, 01-Jan-81 00:00:00 GMT", 1981)]
    [InlineData("Thursday, 01-Jan-70 00:00:00 GMT", 2070)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 1994)]
    [InlineData("Friday, 31-Dec-99 23:59:59 GMT", 1999)]
    [InlineData("Saturday, 01-Jan-00 00:00:00 GMT", 2000)]
    [InlineData("Tuesday, 29-Feb-00 00:00:00 GMT", 2000)]
    [InlineData("Wednesday, 29-Feb-84 00:00:00 GMT", 1984)]
    public void Parse_TwoDigitYear_IsAtMostFiftyYearsAhead(string text, int year)
    {
        var date = HttpDate.Parse(text, Now);

        Assert.Equal(year, date?.Year);
    }

    [Theory]
    [InlineData(1999, "Saturday, 01-Jan-00 00:00:00 GMT", 2000)]
    [InlineData(1999, "Thursday, 01-Jan-70 00:00:00 GMT", 1970)]
    [InlineData(2099, "Friday, 01-Jan-00 00:00:00 GMT", 2100)]
    [InlineData(2099, "Thursday, 01-Jan-98 00:00:00 GMT", 2098)]
    [InlineData(2000, "Friday, 01-Jan-99 00:00:00 GMT", 1999)]
    public void Parse_TwoDigitYearNearTheTurnOfACentury_IsInTheNearerCentury(int receivedIn, string text, int year)
    {
        var receivedAt = new DateTimeOffset(receivedIn, 6, 15, 12, 0, 0, TimeSpan.Zero);

        var date = HttpDate.Parse(text, receivedAt);

        Assert.Equal(year, date?.Year);
    }

    // A damaged entry may claim to have been received at any time.
    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0049-12-31T23:59:59Z")]
    [InlineData("9949-06-15T12:00:00Z")]
    [InlineData("9950-06-15T12:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void Parse_ReceivedAtTheEdgeOfTime_DoesNotThrow(string receivedAt)
    {
        var now = DateTimeOffset.Parse(receivedAt);

        var exception = Record.Exception(() => Enumerable.Range(0, 100)
            .Select(year => HttpDate.Parse($"Sunday, 31-Dec-{year:00} 23:59:59 GMT", now)).ToList());

        Assert.Null(exception);
    }

    [Theory]
    [InlineData("Sat, 31 Dec 2016 23:59:60 GMT")]
    [InlineData("Saturday, 31-Dec-16 23:59:60 GMT")]
    [InlineData("Sat Dec 31 23:59:60 2016")]
    public void Parse_LeapSecond_IsTheSecondBefore(string text)
    {
        var date = HttpDate.Parse(text, Now);

        Assert.Equal(new DateTimeOffset(2016, 12, 31, 23, 59, 59, TimeSpan.Zero), date);
    }

    [Theory]
    [InlineData("Thu, 29 Feb 2024 00:00:00 GMT", true)]
    [InlineData("Tue, 29 Feb 2000 00:00:00 GMT", true)]
    [InlineData("Thu Feb 29 00:00:00 2024", true)]
    [InlineData("Thursday, 29-Feb-24 00:00:00 GMT", true)]
    [InlineData("Sat, 29 Feb 2025 00:00:00 GMT", false)]
    [InlineData("Mon, 29 Feb 2100 00:00:00 GMT", false)]
    [InlineData("Sat Feb 29 00:00:00 2025", false)]
    [InlineData("Saturday, 29-Feb-25 00:00:00 GMT", false)]
    public void Parse_LastOfFebruary_OnlyInALeapYear(string text, bool exists)
    {
        var date = HttpDate.Parse(text, Now);

        Assert.Equal(exists, date is not null);
    }

    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", 1)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 1970)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 9999)]
    public void Parse_YearAtTheEdge_IsKept(string text, int year)
    {
        var date = HttpDate.Parse(text, Now);

        Assert.Equal(year, date?.Year);
    }

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 EST")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 Z")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 +0000")]
    [InlineData("Sun, 06 Nov 1994 08:49:37")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 ")]
    [InlineData("Sun, 06 Nov 1994 08:49:37GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT+1")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 UTC")]
    [InlineData("Sunday, 06-Nov-94 08:49:37")]
    [InlineData("Sun Nov  6 08:49:37 1994 GMT")]
    public void Parse_OtherZoneThanGmt_IsNull(string text)
    {
        var date = HttpDate.Parse(text, Now);

        Assert.Null(date);
    }

    [Theory]
    [InlineData("Sun, 00 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 31 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 32 Dec 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 0000 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 24:00:00 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:60:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:61 GMT")]
    [InlineData("Sun Nov  0 08:49:37 1994")]
    [InlineData("Sun Nov 31 08:49:37 1994")]
    [InlineData("Sun Nov  6 08:49:37 0000")]
    [InlineData("Sun Nov  6 24:49:37 1994")]
    [InlineData("Sunday, 00-Nov-94 08:49:37 GMT")]
    [InlineData("Sunday, 31-Nov-94 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 24:49:37 GMT")]
    public void Parse_NumberOutOfRange_IsNull(string text)
    {
        var date = HttpDate.Parse(text, Now);

        Assert.Null(date);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData(", ")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("never")]
    [InlineData("Sun")]
    [InlineData("Sun,")]
    [InlineData("Sunday,")]
    [InlineData("1994-11-06T08:49:37Z")]
    [InlineData("784111777")]
    [InlineData("06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun,06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun,  06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 6 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun,  6 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06  Nov  1994 08:49:37 GMT")]
    [InlineData("Sun, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 94 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 8:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08.49.37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT x")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 -8:49:37 GMT")]
    [InlineData("Sun, 06 Nov +994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 199４ 08:49:37 GMT")]
    [InlineData("Sun, 06\tNov 1994 08:49:37 GMT")]
    [InlineData("Xxx, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Son, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("nmo, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nob 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 ovd 1994 08:49:37 GMT")]
    [InlineData("\"Sun, 06 Nov 1994 08:49:37 GMT\"")]
    [InlineData("Sunday, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Sunday, 06 Nov 94 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-9x 08:49:37 GMT")]
    [InlineData("Sunday,06-Nov-94 08:49:37 GMT")]
    [InlineData("Sunday 06-Nov-94 08:49:37 GMT")]
    [InlineData("Someday, 06-Nov-94 08:49:37 GMT")]
    [InlineData(", 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov 6 08:49:37 1994")]
    [InlineData("Sun Nov  6 08:49:37 94")]
    [InlineData("Sun Nov  6 08-49-37 1994")]
    [InlineData("Sun Nov xx 08:49:37 1994")]
    [InlineData("Sun Nov    08:49:37 1994")]
    [InlineData("Sunday Nov 6 08:49:37 19")]
    [InlineData("\0\0\0, \0\0 \0\0\0 \0\0\0\0 \0\0:\0\0:\0\0 GMT")]
    public void Parse_BrokenForm_IsNull(string text)
    {
        var date = HttpDate.Parse(text, Now);

        Assert.Null(date);
    }

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov 16 08:49:37 1994")]
    public void Parse_AnyPrefix_IsNull(string text)
    {
        var dates = Enumerable.Range(0, text.Length).Select(length => HttpDate.Parse(text.AsSpan(0, length), Now));

        Assert.All(dates, date => Assert.Null(date));
    }

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov 16 08:49:37 1994")]
    public void Parse_AnyCharacterReplacedByRubbish_IsNull(string text)
    {
        var dates = Enumerable.Range(0, text.Length)
            .Select(index => HttpDate.Parse($"{text[..index]}\u0661{text[(index + 1)..]}", Now));

        Assert.All(dates, date => Assert.Null(date));
    }
}
