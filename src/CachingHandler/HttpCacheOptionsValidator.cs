using System.Runtime.CompilerServices;
using CachingHandler.Diagnostics;
using CachingHandler.Http;
using Microsoft.Extensions.Options;

namespace CachingHandler;

/// <summary>Says what is wrong with options: the value, the rule and the way out.</summary>
internal sealed class HttpCacheOptionsValidator : IValidateOptions<HttpCacheOptions>
{
    // Added to a time, it must not leave the calendar.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    // What a timer takes, and more than anybody waits.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(10);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HttpCacheOptions options)
    {
        var faults = Faults(options).Select(fault => string.IsNullOrEmpty(name) ? fault : $"HTTP cache '{name}': {fault}").ToList();

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Throws when options are out of range.</summary>
    /// <exception cref="ArgumentException">They are; the message says what and how to mend it.</exception>
    public static void ThrowIfInvalid(HttpCacheOptions options)
    {
        if (Faults(options).FirstOrDefault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    /// <summary>Returns a duration, or throws when it is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is.</exception>
    public static TimeSpan? ThrowIfNoDuration(TimeSpan? value, [CallerMemberName] string name = "") =>
        value is { } duration && Duration(name, duration) is { } fault ? throw new ArgumentOutOfRangeException(nameof(value), fault) : value;

    private static IEnumerable<string> Faults(HttpCacheOptions options)
    {
        if (!Enum.IsDefined(options.Kind))
        {
            yield return $"Kind is {(int)options.Kind}; it must be Private or Shared.";
        }

        if (options.MaximumBodySize < 0)
        {
            yield return $"MaximumBodySize is {options.MaximumBodySize}; it must be zero or more bytes.";
        }

        if (options.MaximumDrainSize < 0)
        {
            yield return $"MaximumDrainSize is {options.MaximumDrainSize}; it must be zero or more bytes.";
        }

        if (options.HeuristicFraction is not (>= 0 and <= 1))
        {
            yield return $"HeuristicFraction is {options.HeuristicFraction}; it must be from 0 to 1, such as 0.1 for ten percent.";
        }

        if (options.Scope is null)
        {
            yield return "Scope is null; it must be a name, or empty for none.";
        }

        if (options.CacheStatus is { } name && !CacheStatusField.IsName(name))
        {
            yield return $"CacheStatus is '{name}'; it must be a name of visible ASCII characters and spaces, or null to send no Cache-Status.";
        }

        foreach (var fault in FaultsOf(options.TargetedFields))
        {
            yield return fault;
        }

        foreach (var fault in new[]
        {
            Duration(nameof(options.StaleIfError), options.StaleIfError),
            Duration(nameof(options.StaleWhileRevalidate), options.StaleWhileRevalidate),
            Duration(nameof(options.MaximumCollapseWait), options.MaximumCollapseWait, LongestWait),
            Duration(nameof(options.MaximumDrainTime), options.MaximumDrainTime, LongestWait),
            Duration(nameof(options.MaximumHeuristicLifetime), options.MaximumHeuristicLifetime),
            Duration(nameof(options.Retention), options.Retention),
        })
        {
            if (fault is not null)
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> FaultsOf(IReadOnlyList<string>? targetedFields)
    {
        if (targetedFields is null)
        {
            yield return "TargetedFields is null; it must be a list of field names, or empty for none.";
        }

        foreach (var field in targetedFields ?? [])
        {
            if (!Token.Is(field))
            {
                yield return $"TargetedFields has '{field}', which is no field name.";
            }
            else if (HeaderNames.Same(field, HeaderNames.CacheControl))
            {
                yield return "TargetedFields has 'Cache-Control', which is obeyed anyway where none of the fields is there; leave it out.";
            }
        }
    }

    private static string? Duration(string name, TimeSpan value) => Duration(name, value, Longest);

    private static string? Duration(string name, TimeSpan value, TimeSpan longest) => value < TimeSpan.Zero || value > longest
        ? $"{name} is {value}; it must be from zero to {longest.TotalDays} days."
        : null;
}
