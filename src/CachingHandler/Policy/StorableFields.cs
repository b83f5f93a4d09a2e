using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Leaves out the header fields that belong to a connection and not to the response (RFC 9111 §3.1).</summary>
internal static class StorableFields
{
    /// <summary>Returns the fields that may be stored, text and order untouched.</summary>
    public static HeaderFields Of(ResponseHead response)
    {
        var fields = response.Fields;
        var nominated = Nominated(response.Connection);
        var count = 0;
        foreach (var (name, _) in fields.AsSpan())
        {
            count += IsStorable(name, nominated) ? 1 : 0;
        }

        if (count == fields.Count)
        {
            return fields;
        }

        var storable = new KeyValuePair<string, string>[count];
        var index = 0;
        foreach (var line in fields.AsSpan())
        {
            if (IsStorable(line.Key, nominated))
            {
                storable[index++] = line;
            }
        }

        return HeaderFields.FromTrusted(storable);
    }

    // A set, since a hostile list is as long as the fields it is held against.
    private static HashSet<string>? Nominated(string? connection)
    {
        if (connection is null)
        {
            return null;
        }

        var nominated = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new FieldNameList(connection);
        while (names.MoveNext())
        {
            nominated.Add(names.Current.ToString());
        }

        return nominated;
    }

    private static bool IsStorable(string name, HashSet<string>? nominated) => name.Length switch
    {
        2 when HeaderNames.Same(name, HeaderNames.TE) => false,
        7 when HeaderNames.Same(name, HeaderNames.Upgrade) => false,
        10 when HeaderNames.Same(name, HeaderNames.Connection) || HeaderNames.Same(name, HeaderNames.KeepAlive) => false,
        16 when HeaderNames.Same(name, HeaderNames.ProxyConnection) => false,
        17 when HeaderNames.Same(name, HeaderNames.TransferEncoding) => false,
        18 when HeaderNames.Same(name, HeaderNames.ProxyAuthenticate) => false,
        19 when HeaderNames.Same(name, HeaderNames.ProxyAuthorization) => false,
        25 when HeaderNames.Same(name, HeaderNames.ProxyAuthenticationInfo) => false,
        _ => nominated is null || !nominated.Contains(name),
    };
}
