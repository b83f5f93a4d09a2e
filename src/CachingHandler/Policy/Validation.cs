using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Asks whether a stored response is still right, and takes in the answer (RFC 9111 §4.3).</summary>
internal static class Validation
{
    private const int FewFields = 32;

    private static readonly KeyValuePair<string, string>[] ReloadFields =
        [new(HeaderNames.CacheControl, "no-cache"), new(HeaderNames.Pragma, "no-cache")];

    private static readonly KeyValuePair<string, string>[] RevalidateFields = [new(HeaderNames.CacheControl, "max-age=0")];

    /// <summary>Returns what a request adds so that the caches on its way obey the mode too, as a browser's reload does.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> EndToEnd(in RequestHead request) => request.Mode switch
    {
        _ when request.HasCacheControl => [],
        HttpCacheMode.ForceRefresh => ReloadFields,
        HttpCacheMode.Revalidate => RevalidateFields,
        _ => [],
    };

    /// <summary>Returns the conditions under which the origin may answer 304: both validators, as received (§4.3.1).</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Conditions(in RequestHead request, ResponseHead stored)
    {
        var endToEnd = EndToEnd(in request);

        return (stored.EntityTag, stored.LastModifiedText) switch
        {
            ({ } entityTag, null) => [new(HeaderNames.IfNoneMatch, entityTag), .. endToEnd],
            (null, { } lastModified) => [new(HeaderNames.IfModifiedSince, lastModified), .. endToEnd],
            ({ } entityTag, { } lastModified) =>
                [new(HeaderNames.IfNoneMatch, entityTag), new(HeaderNames.IfModifiedSince, lastModified), .. endToEnd],
            _ => endToEnd,
        };
    }

    /// <summary>Tells whether a 304 speaks of the stored response (§4.3.4).</summary>
    /// <remarks>
    /// The 304's entity tag has to be the stored one: given to a body stored without, it would vouch for whatever was
    /// stored within the second that <c>Last-Modified</c> cannot divide. Without a tag, a different <c>Last-Modified</c>
    /// gives away that a file was replaced by an older one, which If-Modified-Since alone cannot see.
    /// </remarks>
    public static bool Selects(ResponseHead notModified, ResponseHead stored)
    {
        if (notModified.EntityTag is not null)
        {
            return EntityTag.WeakEquals(notModified.EntityTag, stored.EntityTag);
        }

        return notModified.LastModified is null || stored.LastModified is null
            || notModified.LastModified == stored.LastModified;
    }

    /// <summary>Returns the stored fields with those of the 304 in their place (§3.2).</summary>
    public static HeaderFields Merge(HeaderFields stored, HeaderFields update)
    {
        var merged = new KeyValuePair<string, string>[stored.Count + update.Count];
        var count = 0;

        // The usual few are found quicker by walking; a hostile many are not.
        var names = update.Count > FewFields
            ? update.Select(static line => line.Key).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : null;
        foreach (var line in stored.AsSpan())
        {
            if (!Replaces(update, names, line.Key))
            {
                merged[count++] = line;
            }
        }

        foreach (var line in update.AsSpan())
        {
            if (!DescribesBody(line.Key))
            {
                merged[count++] = line;
            }
        }

        return HeaderFields.FromTrusted(merged[..count]);
    }

    // Age and Date tell of the message they came with: left over from the old one, they would make the new one look old.
    private static bool Replaces(HeaderFields update, HashSet<string>? names, string name) =>
        (!DescribesBody(name) && (names?.Contains(name) ?? update.TryGetFirst(name, out _)))
        || HeaderNames.Same(name, HeaderNames.Age) || HeaderNames.Same(name, HeaderNames.Date);

    // §3.2: fields that belong to the stored bytes themselves. A 304 that was chosen by a weak tag has the digests of others.
    private static bool DescribesBody(string name) => name.Length switch
    {
        6 => HeaderNames.Same(name, HeaderNames.Digest),
        11 => HeaderNames.Same(name, HeaderNames.ContentMD5) || HeaderNames.Same(name, HeaderNames.ReprDigest),
        13 => HeaderNames.Same(name, HeaderNames.ContentRange),
        14 => HeaderNames.Same(name, HeaderNames.ContentLength) || HeaderNames.Same(name, HeaderNames.ContentDigest),
        16 => HeaderNames.Same(name, HeaderNames.ContentEncoding),
        _ => false,
    };
}
