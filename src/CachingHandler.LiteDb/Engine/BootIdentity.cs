using System.Globalization;

namespace CachingHandler.Storage;

/// <summary>Tells whether the machine has been started since some other time.</summary>
internal static class BootIdentity
{
    private const string LinuxFile = "/proc/sys/kernel/random/boot_id";

    // The clock may have been set since. Two starts within this time are taken for one, and clocks that are set further
    // than this for a start.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>Returns what is the same until the machine is started again: the system's own name for it, or when that was.</summary>
    public static string Current(TimeProvider timeProvider)
    {
        if (File.Exists(LinuxFile))
        {
            return File.ReadAllText(LinuxFile).Trim();
        }

        var started = timeProvider.GetUtcNow() - TimeSpan.FromMilliseconds(Environment.TickCount64);

        return started.ToString("O", CultureInfo.InvariantCulture);
    }

    /// <summary>Tells whether two of these stand for the same start.</summary>
    public static bool IsSame(string left, string right) =>
        string.Equals(left, right, StringComparison.Ordinal)
        || (TryParse(left, out var one) && TryParse(right, out var other) && (one - other).Duration() <= Tolerance);

    private static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
