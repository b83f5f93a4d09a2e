namespace CachingHandler.Http;

/// <summary>Reads the three date formats of RFC 9110 §5.6.7.</summary>
/// <remarks>
/// Case is ignored and any zone but GMT makes a date invalid (RFC 9111 §4.2). The day of the week must be one, but need not
/// be the right one.
/// </remarks>
internal static class HttpDate
{
    private static readonly string[] LongDays =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// <summary>Returns the instant, or null when <paramref name="text"/> is no HTTP date.</summary>
    /// <param name="text">The field value.</param>
    /// <param name="receivedAt">When it was received; it decides the century of a two-digit year.</param>
    public static DateTimeOffset? Parse(ReadOnlySpan<char> text, DateTimeOffset receivedAt)
    {
        text = text.Trim(" \t");

        return text.IndexOf(',') switch
        {
            3 => ParseFixdate(text),
            -1 => ParseAsctime(text),
            var comma => ParseRfc850(text[..comma], text[(comma + 1)..], receivedAt),
        };
    }

    // Sun, 06 Nov 1994 08:49:37 GMT
    private static DateTimeOffset? ParseFixdate(ReadOnlySpan<char> text)
    {
        var shaped = text.Length == 29 && IsShortDay(text[..3])
            && text[4] == ' ' && text[7] == ' ' && text[11] == ' ' && text[16] == ' ' && IsGmt(text[25..]);

        return shaped
            ? Instant(Number(text.Slice(12, 4)), text.Slice(8, 3), Number(text.Slice(5, 2)), text.Slice(17, 8))
            : null;
    }

    // Sunday, 06-Nov-94 08:49:37 GMT
    private static DateTimeOffset? ParseRfc850(ReadOnlySpan<char> day, ReadOnlySpan<char> rest, DateTimeOffset receivedAt)
    {
        var shaped = rest.Length == 23 && IsLongDay(day)
            && rest[0] == ' ' && rest[3] == '-' && rest[7] == '-' && rest[10] == ' ' && IsGmt(rest[19..]);
        if (!shaped || Number(rest.Slice(8, 2)) is not (>= 0 and var shortYear))
        {
            return null;
        }

        // §5.6.7: more than 50 years in the future means the most recent year in the past with the same two digits.
        var latestYear = receivedAt.Year + 50;
        var year = latestYear - ((latestYear - shortYear) % 100);
        var date = Instant(year, rest.Slice(4, 3), Number(rest.Slice(1, 2)), rest.Slice(11, 8));

        return year == latestYear && date?.AddYears(-50) > receivedAt
            ? Instant(year - 100, rest.Slice(4, 3), Number(rest.Slice(1, 2)), rest.Slice(11, 8))
            : date;
    }

    // Sun Nov  6 08:49:37 1994
    private static DateTimeOffset? ParseAsctime(ReadOnlySpan<char> text)
    {
        var shaped = text.Length == 24 && IsShortDay(text[..3])
            && text[3] == ' ' && text[7] == ' ' && text[10] == ' ' && text[19] == ' ';
        if (!shaped)
        {
            return null;
        }

        var day = text[8] == ' ' ? Number(text.Slice(9, 1)) : Number(text.Slice(8, 2));

        return Instant(Number(text.Slice(20, 4)), text.Slice(4, 3), day, text.Slice(11, 8));
    }

    private static DateTimeOffset? Instant(int year, ReadOnlySpan<char> monthName, int day, ReadOnlySpan<char> time)
    {
        var month = Month(monthName);
        var (hour, minute, second) = (Number(time[..2]), Number(time.Slice(3, 2)), Number(time.Slice(6, 2)));
        var valid = year is >= 1 and <= 9999 && month > 0 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && time[2] == ':' && time[5] == ':'
            && hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 60;

        // A leap second has no place of its own in .NET; the second before it stands for it.
        return valid
            ? new DateTimeOffset(year, month, day, hour, minute, Math.Min(second, 59), TimeSpan.Zero)
            : null;
    }

    private static bool IsGmt(ReadOnlySpan<char> zone) => zone.Equals(" GMT", StringComparison.OrdinalIgnoreCase);

    private static bool IsShortDay(ReadOnlySpan<char> day) => Lower(day) is
        ('m', 'o', 'n') or ('t', 'u', 'e') or ('w', 'e', 'd') or ('t', 'h', 'u') or ('f', 'r', 'i')
        or ('s', 'a', 't') or ('s', 'u', 'n');

    private static bool IsLongDay(ReadOnlySpan<char> day)
    {
        foreach (var name in LongDays)
        {
            if (day.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // Zero for anything but a month.
    private static int Month(ReadOnlySpan<char> name) => Lower(name) switch
    {
        ('j', 'a', 'n') => 1,
        ('f', 'e', 'b') => 2,
        ('m', 'a', 'r') => 3,
        ('a', 'p', 'r') => 4,
        ('m', 'a', 'y') => 5,
        ('j', 'u', 'n') => 6,
        ('j', 'u', 'l') => 7,
        ('a', 'u', 'g') => 8,
        ('s', 'e', 'p') => 9,
        ('o', 'c', 't') => 10,
        ('n', 'o', 'v') => 11,
        ('d', 'e', 'c') => 12,
        _ => 0,
    };

    // What is not an ASCII letter comes out as none.
    private static (char First, char Second, char Third) Lower(ReadOnlySpan<char> name) =>
        ((char)(name[0] | ' '), (char)(name[1] | ' '), (char)(name[2] | ' '));

    // Minus one for anything but digits.
    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return -1;
            }

            number = (number * 10) + (digit - '0');
        }

        return number;
    }
}
