using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Leaves out the header fields that a stored response must not have (RFC 9111 §3.1).</summary>
internal static class StorableFields
{
    /// <summary>Returns the fields that may be stored, text and order untouched.</summary>
    /// <remarks>
    /// A field that <c>no-cache</c> names may not be used without validation (§5.2.2.4), and one that <c>private</c> names
    /// not be stored in a shared cache (§5.2.2.7). Neither is stored then, and so none is there to be used.
    /// </remarks>
    public static HeaderFields Of(ResponseHead response, CacheRules rules)
    {
        ref readonly var directives = ref rules.ControlOf(response).Directives;
        var unstorable = With(Nominated(response), directives.NoCacheFields);

        return Without(rules.IsShared ? With(unstorable, directives.PrivateFields) : unstorable, response.Fields);
    }

    /// <summary>Returns the fields that do not belong to the connection, text and order untouched.</summary>
    public static HeaderFields EndToEnd(ResponseHead response) => Without(Nominated(response), response.Fields);

    /// <summary>Tells whether a field is left out because a directive names it.</summary>
    public static bool Withholds(ResponseDirectives directives, string name, CacheRules rules) =>
        FieldNameList.Contains(directives.NoCacheFields, name)
        || (rules.IsShared && FieldNameList.Contains(directives.PrivateFields, name));

    /// <summary>Tells whether a stored response has fields that it would be stored without, because it was stored under other rules.</summary>
    public static bool HoldsWithheld(ResponseHead stored, CacheRules rules)
    {
        ref readonly var directives = ref rules.ControlOf(stored).Directives;
        var limited = directives.NoCacheFields is not null || (rules.IsShared && directives.PrivateFields is not null);

        return limited && !ReferenceEquals(Of(stored, rules), stored.Fields);
    }

    private static HeaderFields Without(HashSet<string>? unstorable, HeaderFields fields)
    {
        var count = 0;
        foreach (var (name, _) in fields.AsSpan())
        {
            count += IsStorable(name, unstorable) ? 1 : 0;
        }

        if (count == fields.Count)
        {
            return fields;
        }

        var storable = new KeyValuePair<string, string>[count];
        var index = 0;
        foreach (var line in fields.AsSpan())
        {
            if (IsStorable(line.Key, unstorable))
            {
                storable[index++] = line;
            }
        }

        return HeaderFields.FromTrusted(storable);
    }

    private static HashSet<string>? Nominated(ResponseHead response) => With(null, response.Connection);

    // A set, since a hostile list is as long as the fields it is held against.
    private static HashSet<string>? With(HashSet<string>? known, string? list)
    {
        if (list is null)
        {
            return known;
        }

        var all = known ?? new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new FieldNameList(list);
        while (names.MoveNext())
        {
            // RFC 9110 §7.6.1: what is meant for every recipient must not be nominated; without it a restriction would be lost.
            if (!ControlFields.Contains(names.Current))
            {
                all.Add(names.Current.ToString());
            }
        }

        return all;
    }

    private static bool IsStorable(string name, HashSet<string>? unstorable) => name.Length switch
    {
        2 when HeaderNames.Same(name, HeaderNames.TE) => false,
        7 when HeaderNames.Same(name, HeaderNames.Upgrade) => false,
        10 when HeaderNames.Same(name, HeaderNames.Connection) || HeaderNames.Same(name, HeaderNames.KeepAlive) => false,
        16 when HeaderNames.Same(name, HeaderNames.ProxyConnection) => false,
        17 when HeaderNames.Same(name, HeaderNames.TransferEncoding) => false,
        18 when HeaderNames.Same(name, HeaderNames.ProxyAuthenticate) => false,
        19 when HeaderNames.Same(name, HeaderNames.ProxyAuthorization) => false,
        25 when HeaderNames.Same(name, HeaderNames.ProxyAuthenticationInfo) => false,
        _ => unstorable is null || !unstorable.Contains(name),
    };
}
