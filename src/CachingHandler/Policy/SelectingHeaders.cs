using System.Collections.Frozen;
using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Chooses among stored responses by the request fields that <c>Vary</c> names (RFC 9111 §4.1).</summary>
internal static class SelectingHeaders
{
    // Values of these are kept as they are; of any other field, which may hold a secret, a keyed hash is kept.
    private static readonly FrozenSet<string> Open = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Accept,
        HeaderNames.AcceptCharset,
        HeaderNames.AcceptEncoding,
        HeaderNames.AcceptLanguage,
        HeaderNames.ContentType,
        HeaderNames.Origin,
        HeaderNames.Prefer,
        HeaderNames.UserAgent);

    /// <summary>Tells whether <c>Vary</c> has a member <c>*</c>, which no request matches.</summary>
    public static bool MatchNothing(string? vary) => FieldNameList.Contains(vary, "*");

    /// <summary>Returns the request's values of the fields that <paramref name="vary"/> names, in the order of their names.</summary>
    /// <returns>Empty when the response does not vary. A null value records the field's absence.</returns>
    public static IReadOnlyList<KeyValuePair<string, string?>> Of(in RequestHead request, string? vary, CacheRules rules)
    {
        if (vary is null)
        {
            return [];
        }

        if (!vary.Contains(',', StringComparison.Ordinal) && vary.AsSpan().Trim(" \t") is { IsEmpty: false } only)
        {
            var name = only.ToString().ToLowerInvariant();
            return [new(name, Value(in request, name, rules))];
        }

        var selecting = new SortedList<string, string?>(StringComparer.Ordinal);
        var names = new FieldNameList(vary);
        while (names.MoveNext())
        {
            var lower = names.Current.ToString().ToLowerInvariant();
            selecting[lower] = Value(in request, lower, rules);
        }

        return [.. selecting];
    }

    /// <summary>Returns the response that answers the request and was received last; null when there is none.</summary>
    public static StoredResponse? Select(
        IReadOnlyList<StoredResponse> candidates, in RequestHead request, DateTimeOffset now, CacheRules rules)
    {
        StoredResponse? selected = null;
        for (var index = 0; index < candidates.Count; index++)
        {
            var candidate = candidates[index];
            var usable = candidate.DiscardAfter > now
                && (selected is null || candidate.ResponseTime > selected.ResponseTime)
                && Matches(candidate, in request, rules);
            if (usable)
            {
                selected = candidate;
            }
        }

        return selected;
    }

    private static bool Matches(StoredResponse candidate, in RequestHead request, CacheRules rules)
    {
        var selecting = candidate.SelectingFields;
        for (var index = 0; index < selecting.Count; index++)
        {
            var (name, value) = selecting[index];
            if (!string.Equals(Value(in request, name, rules), value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static string? Value(in RequestHead request, string name, CacheRules rules)
    {
        if (!request.TryGetField(name, out var value))
        {
            return null;
        }

        // §4.1: whitespace counts for nothing only where the field's syntax is known to say so.
        return Open.Contains(name) ? FieldNameList.Normalize(value) : rules.Digest.Of(value);
    }
}
