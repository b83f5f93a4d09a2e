using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Chooses among stored responses by the request fields that <c>Vary</c> names (RFC 9111 §4.1).</summary>
/// <remarks>
/// Values are kept in the one spelling that their field's syntax allows to tell. Those that an earlier version kept in another
/// are matched by no other spelling, which costs a miss.
/// </remarks>
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

    /// <summary>Tells whether a field's value is kept as the request had it, but for its spelling.</summary>
    public static bool IsKeptAsItIs(string name) => Open.Contains(name);

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
            if (!Matches(in request, name, value, rules))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tells whether the request has a field as another request had it; null stands for its absence.</summary>
    public static bool Matches(in RequestHead request, string name, string? stored, CacheRules rules)
    {
        if (!request.TryGetField(name, out var value))
        {
            return stored is null;
        }

        // Most clients write a field the same way each time, and most as it is kept.
        return stored is not null
            && ((Open.Contains(name) && string.Equals(value, stored, StringComparison.Ordinal))
                || string.Equals(Kept(name, value, rules), stored, StringComparison.Ordinal));
    }

    private static string? Value(in RequestHead request, string name, CacheRules rules) =>
        request.TryGetField(name, out var value) ? Kept(name, value, rules) : null;

    private static string Kept(string name, string value, CacheRules rules)
    {
        if (!Open.Contains(name))
        {
            return rules.Digest.Of(FieldValue.Normalize(value));
        }

        return SyntaxOf(name) is { } syntax ? PreferenceList.Normalize(value, syntax) : FieldValue.Normalize(value);
    }

    private static PreferenceSyntax? SyntaxOf(string name) => name.Length switch
    {
        6 when HeaderNames.Same(name, HeaderNames.Accept) => PreferenceSyntax.MediaRanges,
        14 when HeaderNames.Same(name, HeaderNames.AcceptCharset) => PreferenceSyntax.Names,
        15 when HeaderNames.Same(name, HeaderNames.AcceptEncoding) => PreferenceSyntax.Names,
        15 when HeaderNames.Same(name, HeaderNames.AcceptLanguage) => PreferenceSyntax.LanguageRanges,
        _ => null,
    };
}
