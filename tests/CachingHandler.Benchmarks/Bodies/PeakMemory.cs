using System.Globalization;

namespace CachingHandler.Benchmarks.Bodies;

/// <summary>The most memory of the process that was resident since the last reset, as Linux counts it (VmHWM).</summary>
/// <remarks>What is written to files is in the page cache and not in it.</remarks>
internal static class PeakMemory
{
    /// <summary>Lets go of what is garbage, and counts from here on.</summary>
    /// <returns>What is resident now, in bytes; null where the system does not tell.</returns>
    public static long? Reset()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return Read();
    }

    /// <summary>Returns the most that was resident since the reset, in bytes.</summary>
    public static long Read()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));

        var kilobytes = line.AsSpan(6, line.IndexOf("kB", StringComparison.Ordinal) - 6).Trim();

        return 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture);
    }
}
