using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Chooses among stored responses by the request fields that <c>Vary</c> names (RFC 9111 §4.1).</summary>
internal static class SelectingHeaders
{
    // Values of these are kept as they are; of any other field, which may hold a secret, a keyed hash is kept.
    private static readonly string[] Open =
    [
        .. new[]
        {
            HeaderNames.Accept,
            HeaderNames.AcceptCharset,
            HeaderNames.AcceptEncoding,
            HeaderNames.AcceptLanguage,
            HeaderNames.ContentType,
            HeaderNames.Origin,
            HeaderNames.Prefer,
            HeaderNames.UserAgent,
        }.Select(static name => name.ToLowerInvariant()),
    ];

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

        var selecting = new List<KeyValuePair<string, string?>>(1);
        var names = new FieldNameList(vary);
        while (names.MoveNext())
        {
            var name = CanonicalName(names.Current);
            selecting.Add(new(name, Value(in request, name, rules)));
        }

        if (selecting.Count > 1)
        {
            // Sorted once and not kept sorted: a hostile Vary has thousands of names.
            selecting.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        }

        return selecting.Count == 1
            ? [selecting[0]]
            : [.. selecting.DistinctBy(static field => field.Key, StringComparer.Ordinal)];
    }

    /// <summary>Returns the response that answers the request and was received last; null when there is none.</summary>
    public static StoredResponse? Select(
        IReadOnlyList<StoredResponse> candidates, in RequestHead request, DateTimeOffset now, CacheRules rules)
    {
        // Stores give arrays, and a list's interface costs more than all that is done with a member.
        ReadOnlySpan<StoredResponse> span = candidates as StoredResponse[] ?? [.. candidates];
        StoredResponse? selected = null;
        foreach (var candidate in span)
        {
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

    /// <summary>Returns the request's value of a field, as it is compared; null when it does not have the field.</summary>
    public static string? Value(in RequestHead request, string name, CacheRules rules)
    {
        if (!request.TryGetField(name, out var value))
        {
            return null;
        }

        // §4.1: whitespace counts for nothing only where the field's syntax is known to say so.
        return Open.Contains(name) ? FieldNameList.Normalize(value) : rules.Digest.Of(value);
    }

    // One spelling a name, and for the usual ones one string.
    private static string CanonicalName(ReadOnlySpan<char> name) => OpenName(name) ?? name.ToString().ToLowerInvariant();

    // Eight names of as many lengths: a walk is quicker than any hash.
    private static string? OpenName(ReadOnlySpan<char> name)
    {
        foreach (var open in Open)
        {
            if (open.Length == name.Length && name.Equals(open, StringComparison.OrdinalIgnoreCase))
            {
                return open;
            }
        }

        return null;
    }

    private static bool Matches(StoredResponse candidate, in RequestHead request, CacheRules rules)
    {
        foreach (var (name, value) in candidate.SelectingFieldsSpan)
        {
            if (!string.Equals(Value(in request, name, rules), value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
