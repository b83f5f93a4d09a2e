using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CachingHandler.DependencyInjection;

/// <summary>Reads options from a configuration section; written by hand, so that it needs no reflection and says what is wrong.</summary>
internal sealed class HttpCacheOptionsBinder
{
    private const string TimeRule = "a time such as 00:05:00 for five minutes or 1.00:00:00 for a day";

    private static readonly string[] SetInCode =
        [nameof(HttpCacheOptions.Partition), nameof(HttpCacheOptions.Key), nameof(HttpCacheOptions.TreatAsQuery)];

    private readonly IConfiguration _section;
    private readonly List<string> _names = [];
    private readonly List<string> _faults = [];

    private HttpCacheOptionsBinder(IConfiguration section) => _section = section;

    private delegate bool TryParse<T>(string text, out T value);

    /// <summary>Sets what the section has; leaves alone what it has not.</summary>
    /// <param name="bound">The section, and whose options they are.</param>
    /// <param name="options">The options.</param>
    /// <param name="all">All sections that are bound; what belongs to another one is no misspelled option.</param>
    /// <exception cref="OptionsValidationException">
    /// Values cannot be read, or names are no options; each failure has the key, the value and the rule.
    /// </exception>
    public static void Bind(BoundSection bound, HttpCacheOptions options, IEnumerable<BoundSection> all)
    {
        var binder = new HttpCacheOptionsBinder(bound.Configuration);
        binder.Read(options);
        binder.LookForOthers(all);
        if (binder._faults.Count > 0)
        {
            throw new OptionsValidationException(
                bound.Client ?? Options.DefaultName, typeof(HttpCacheOptions), binder._faults);
        }
    }

    private void Read(HttpCacheOptions options)
    {
        options.Kind = Read(nameof(options.Kind), options.Kind, "Private or Shared", TryParseKind);
        options.MaximumBodySize = Read(
            nameof(options.MaximumBodySize), options.MaximumBodySize, "a number of bytes", TryParseNumber);
        options.MaximumDrainSize = Read(
            nameof(options.MaximumDrainSize), options.MaximumDrainSize, "a number of bytes", TryParseNumber);
        options.MaximumDrainTime = ReadTime(nameof(options.MaximumDrainTime), options.MaximumDrainTime);
        options.MaximumCollapseWait = ReadTime(nameof(options.MaximumCollapseWait), options.MaximumCollapseWait);
        options.HeuristicFraction = Read(
            nameof(options.HeuristicFraction), options.HeuristicFraction, "a number from 0 to 1", TryParseFraction);
        options.StaleIfError = ReadTime(nameof(options.StaleIfError), options.StaleIfError);
        options.StaleWhileRevalidate = ReadTime(nameof(options.StaleWhileRevalidate), options.StaleWhileRevalidate);
        options.Retention = ReadTime(nameof(options.Retention), options.Retention);
        options.MaximumHeuristicLifetime = ReadTime(
            nameof(options.MaximumHeuristicLifetime), options.MaximumHeuristicLifetime);
        options.NoVarySearch = Read(nameof(options.NoVarySearch), options.NoVarySearch, "true or false", bool.TryParse);
        options.TargetedFields = ReadNames(nameof(options.TargetedFields)) ?? options.TargetedFields;
        options.CacheStatus = Read(nameof(options.CacheStatus), options.CacheStatus, "a name", TryTake);
        options.Scope = Read(nameof(options.Scope), options.Scope, "a name", TryTake);
        options.StoreKey = Read(nameof(options.StoreKey), options.StoreKey, "the key of a store", TryTakeKey);
    }

    private TimeSpan ReadTime(string name, TimeSpan known) => Read(name, known, TimeRule, TryParseTime);

    private T Read<T>(string name, T known, string rule, TryParse<T> tryParse)
    {
        _names.Add(name);
        var entry = _section.GetSection(name);
        if (entry.Value is { } text)
        {
            if (tryParse(text, out var value))
            {
                return value;
            }

            _faults.Add($"The configuration has '{text}' for {entry.Path}; it must be {rule}.");
        }
        else if (entry.GetChildren().Any())
        {
            _faults.Add($"The configuration has a section for {entry.Path}; it must be {rule}.");
        }

        return known;
    }

    // A list, or as a single value, such as an environment variable has, names apart by commas; null where there is neither.
    private List<string>? ReadNames(string name)
    {
        _names.Add(name);
        var entry = _section.GetSection(name);

        return entry.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList()
            ?? (entry.Exists() ? [.. entry.GetChildren().Select(static child => child.Value ?? string.Empty)] : null);
    }

    // All of the configuration is full of what is not the cache's, so only a section is looked through.
    private void LookForOthers(IEnumerable<BoundSection> all)
    {
        if (_section is not IConfigurationSection section)
        {
            return;
        }

        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            _faults.Add($"The configuration has '{section.Value}' for {section.Path}; it must be a section with options of the HTTP cache.");
        }

        var others = section.GetChildren()
            .Where(child => !_names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Where(child => !all.Any(bound => bound.IsAtOrBelow(child.Path)));
        _faults.AddRange(others.Select(FaultOf));
    }

    private string FaultOf(IConfigurationSection other) =>
        SetInCode.Contains(other.Key, StringComparer.OrdinalIgnoreCase)
            ? $"The configuration has {other.Path}, which is code; set it in the delegate that AddHttpCache takes."
            : $"The configuration has {other.Path}, which is no option of the HTTP cache; "
                + (NearestName.Of(other.Key, _names.Concat(SetInCode)) is { } near
                    ? $"did you mean {near}?"
                    : $"the options are {string.Join(", ", _names)}.");

    private static bool TryTake(string text, out string value)
    {
        value = text;

        return true;
    }

    private static bool TryTakeKey(string text, out object? value)
    {
        value = text.Length == 0 ? null : text;

        return true;
    }

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
