namespace CachingHandler.Http;

/// <summary>Reads a non-negative number of seconds (RFC 9111 §1.2.2).</summary>
internal static class DeltaSeconds
{
    // §1.2.2: a value too large to represent is taken as 2^31.
    private const long Greatest = 1L << 31;

    /// <summary>The greatest duration a field can express, some 68 years.</summary>
    public static readonly TimeSpan MaxValue = TimeSpan.FromSeconds(Greatest);

    /// <summary>Returns the duration, at most <see cref="MaxValue"/>; null when the text is not all digits.</summary>
    public static TimeSpan? Parse(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        var seconds = 0L;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return null;
            }

            seconds = Math.Min(Greatest, (seconds * 10) + (digit - '0'));
        }

        return TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Returns the duration, at most <see cref="MaxValue"/>; null when the number is negative.</summary>
    public static TimeSpan? Of(long seconds) => seconds < 0 ? null : TimeSpan.FromSeconds(Math.Min(Greatest, seconds));
}
