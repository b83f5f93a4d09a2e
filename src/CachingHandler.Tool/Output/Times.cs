using System.Globalization;

namespace CachingHandler.Tool;

/// <summary>Points in time for people.</summary>
internal static class Times
{
    /// <summary>Returns a time to the second, of UTC.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns how far away a time is, in the largest unit of which there is one.</summary>
    public static string FromNow(DateTimeOffset time, DateTimeOffset now)
    {
        var distance = time - now;
        var text = Distance(distance.Duration());

        return distance > TimeSpan.Zero ? $"in {text}" : $"{text} ago";
    }

    private static string Distance(TimeSpan distance)
    {
        var (number, unit) = distance switch
        {
            { TotalSeconds: < 60 } => (distance.TotalSeconds, "s"),
            { TotalMinutes: < 60 } => (distance.TotalMinutes, "min"),
            { TotalHours: < 48 } => (distance.TotalHours, "h"),
            { TotalDays: < 1000 } => (distance.TotalDays, "d"),
            _ => (distance.TotalDays / 365.25, "y"),
        };

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):0} {unit}");
    }
}
