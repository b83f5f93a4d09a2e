using System.Globalization;

namespace CachingHandler.Tool;

/// <summary>Numbers of bytes for people.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Returns a number of bytes with three digits at most before its unit.</summary>
    public static string Text(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);

        // What would be rounded to 1024 is one of the next unit.
        while (value >= 1023.5 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1024, unit + 1);
        }

        return value.ToString(unit == 0 || value >= 99.95 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
