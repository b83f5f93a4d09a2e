using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CachingHandler.DependencyInjection;

/// <summary>Reads options from a configuration section; written by hand, so that it needs no reflection and says what is wrong.</summary>
internal static class HttpCacheOptionsBinder
{
    /// <summary>Sets what the section has; leaves alone what it has not.</summary>
    /// <exception cref="InvalidOperationException">A value cannot be read; the message has its key, the value and the rule.</exception>
    public static void Bind(IConfiguration section, HttpCacheOptions options)
    {
        options.Kind = Read(section, nameof(options.Kind), options.Kind, "Private or Shared", TryParseKind);
        options.MaximumBodySize = Read(
            section, nameof(options.MaximumBodySize), options.MaximumBodySize, "a number of bytes", TryParseNumber);
        options.MaximumDrainSize = Read(
            section, nameof(options.MaximumDrainSize), options.MaximumDrainSize, "a number of bytes", TryParseNumber);
        options.MaximumDrainTime = Read(section, nameof(options.MaximumDrainTime), options.MaximumDrainTime, TimeRule, TryParseTime);
        options.MaximumCollapseWait = Read(
            section, nameof(options.MaximumCollapseWait), options.MaximumCollapseWait, TimeRule, TryParseTime);
        options.HeuristicFraction = Read(
            section, nameof(options.HeuristicFraction), options.HeuristicFraction, "a number from 0 to 1", TryParseFraction);
        options.StaleIfError = Read(section, nameof(options.StaleIfError), options.StaleIfError, TimeRule, TryParseTime);
        options.StaleWhileRevalidate = Read(
            section, nameof(options.StaleWhileRevalidate), options.StaleWhileRevalidate, TimeRule, TryParseTime);
        options.Retention = Read(section, nameof(options.Retention), options.Retention, TimeRule, TryParseTime);
        options.MaximumHeuristicLifetime = Read(
            section, nameof(options.MaximumHeuristicLifetime), options.MaximumHeuristicLifetime, TimeRule, TryParseTime);
        options.NoVarySearch = Read(section, nameof(options.NoVarySearch), options.NoVarySearch, "true or false", bool.TryParse);
        options.TargetedFields = ReadNames(section.GetSection(nameof(options.TargetedFields))) ?? options.TargetedFields;
        options.CacheStatus = section[nameof(options.CacheStatus)] ?? options.CacheStatus;
        options.Scope = section[nameof(options.Scope)] ?? options.Scope;
    }

    private const string TimeRule = "a time such as 00:05:00 for five minutes or 1.00:00:00 for a day";

    private delegate bool TryParse<T>(string text, out T value);

    private static T Read<T>(IConfiguration section, string name, T known, string rule, TryParse<T> tryParse)
    {
        var entry = section.GetSection(name);
        if (entry.Value is not { } text)
        {
            return known;
        }

        return tryParse(text, out var value)
            ? value
            : throw new InvalidOperationException($"The configuration has '{text}' for {entry.Path}; it must be {rule}.");
    }

    // A list, or as a single value, such as an environment variable has, names apart by commas; null where there is neither.
    private static List<string>? ReadNames(IConfigurationSection entry) =>
        entry.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList()
        ?? (entry.Exists() ? [.. entry.GetChildren().Select(static child => child.Value ?? string.Empty)] : null);

    private static bool TryParseKind(string text, out HttpCacheKind value) =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);

    private static bool TryParseNumber(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseFraction(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    // A bare number would be one of days, and is most often meant as one of seconds.
    private static bool TryParseTime(string text, out TimeSpan value) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value) && text.Contains(':', StringComparison.Ordinal);
}
