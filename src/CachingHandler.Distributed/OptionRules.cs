namespace CachingHandler.Storage;

/// <summary>What options may say.</summary>
internal static class OptionRules
{
    private const int ShortestSecret = 16;
    private const long LargestBody = 1024 * 1024 * 1024;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>Throws for the first option that is out of its range, and says what is wrong and the way out.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void Check(DistributedHttpCacheStoreOptions options)
    {
        var fault = Faults(options).FirstOrDefault();
        if (fault is not null)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    private static IEnumerable<string> Faults(DistributedHttpCacheStoreOptions options)
    {
        if (!EntryNames.IsPrefix(options.KeyPrefix))
        {
            yield return $"KeyPrefix is '{options.KeyPrefix}'; it must be 1 to {EntryNames.LongestPrefix} letters, digits, dots, colons, "
                + "hyphens and underscores.";
        }

        if (options.Secret is { Length: < ShortestSecret } secret)
        {
            yield return $"Secret has {secret.Length} bytes; it must have {ShortestSecret} or more, random ones. Leave it null to have one made.";
        }

        if (options.MaximumAge < TimeSpan.FromSeconds(1) || options.MaximumAge > TimeSpan.FromDays(3650))
        {
            yield return $"MaximumAge is {options.MaximumAge}; it must be a second to ten years. Leave it alone for the default of 7 days.";
        }

        if (options.MaximumBodySize is < 0 or > LargestBody)
        {
            yield return $"MaximumBodySize is {options.MaximumBodySize}; it must be 0 to {LargestBody} bytes. "
                + "Leave it alone for the default of 8 MiB.";
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > LongestTimeout)
        {
            yield return $"Timeout is {options.Timeout}; it must be more than zero and at most a day. "
                + "Leave it alone for the default of 250 milliseconds.";
        }

        if (options.FailuresBeforePause < 1)
        {
            yield return $"FailuresBeforePause is {options.FailuresBeforePause}; it must be one or more. Leave it alone for the default of 3.";
        }

        if (options.Pause <= TimeSpan.Zero)
        {
            yield return $"Pause is {options.Pause}; it must be more than zero. Leave it alone for the default of 5 seconds.";
        }
    }
}
