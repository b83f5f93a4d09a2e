using System.Globalization;
using System.Text;
using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Asks whether a stored response is still right, and takes in the answer (RFC 9111 §4.3).</summary>
internal static class Validation
{
    private const int FewFields = 32;

    // What a server may be expected to take in one line; beyond, the variants not used for longest are left out.
    private const int MaximumTagsLength = 4096;

    private static readonly KeyValuePair<string, string>[] ReloadFields =
        [new(HeaderNames.CacheControl, "no-cache"), new(HeaderNames.Pragma, "no-cache")];

    private static readonly KeyValuePair<string, string>[] RevalidateFields = [new(HeaderNames.CacheControl, "max-age=0")];

    /// <summary>Gets what takes the conditions of this cache's own away from a request that has been sent with them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Unconditional { get; } =
    [
        new(HeaderNames.IfNoneMatch, RequestCopy.Without),
        new(HeaderNames.IfModifiedSince, RequestCopy.Without),
        new(HeaderNames.IfRange, RequestCopy.Without),
        new(HeaderNames.Range, RequestCopy.Without),
    ];

    /// <summary>Returns what a request adds so that the caches on its way obey the mode too, as a browser's reload does.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> EndToEnd(in RequestHead request) => request.Mode switch
    {
        _ when request.HasCacheControl => [],
        HttpCacheMode.ForceRefresh => ReloadFields,
        HttpCacheMode.Revalidate => RevalidateFields,
        _ => [],
    };

    /// <summary>Returns the conditions under which the origin may answer 304: both validators, as received, and the tags of
    /// the other variants (§4.3.1).</summary>
    /// <param name="request">The request; conditions of the caller's own are merged.</param>
    /// <param name="stored">The head of the response that matches; null when none does.</param>
    /// <param name="variants">The other responses whose tags the origin is told.</param>
    /// <returns>Null when the origin cannot be asked about what is stored.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>>? Conditions(
        in RequestHead request, ResponseHead? stored, IReadOnlyList<StoredResponse> variants)
    {
        var callersTags = request.HasCondition && request.TryGetField(HeaderNames.IfNoneMatch, out var own) ? own : null;
        var tags = Tags(stored?.EntityTag, variants, callersTags);
        var lastModified = stored?.LastModifiedText;

        // An origin that is given tags does not look at the date, so tags of the caller's alone tell nothing of what is stored.
        if (tags is null && (lastModified is null || callersTags is not null))
        {
            return null;
        }

        // A date of the caller's would be one that nobody here can interpret the answer to.
        var conditions = new List<KeyValuePair<string, string>>(4);
        if (tags is not null)
        {
            conditions.Add(new(HeaderNames.IfNoneMatch, tags));
        }

        if (lastModified is not null || request.HasCondition)
        {
            conditions.Add(new(HeaderNames.IfModifiedSince, lastModified ?? RequestCopy.Without));
        }

        conditions.AddRange(EndToEnd(in request));

        return conditions;
    }

    /// <summary>Returns the fields that ask for what is missing of a stored response, on condition that the rest is still right.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> RestOf(
        in RequestHead request, StoredResponse stored, ByteRange missing)
    {
        var range = missing.Last + 1 == stored.Part!.CompleteLength
            ? string.Create(CultureInfo.InvariantCulture, $"bytes={missing.First}-")
            : string.Create(CultureInfo.InvariantCulture, $"bytes={missing.First}-{missing.Last}");

        return
        [
            new(HeaderNames.Range, range),
            new(HeaderNames.IfRange, StrongValidator.Of(stored.Head)!),
            .. EndToEnd(in request),
        ];
    }

    /// <summary>Returns the responses of the key, but for the selected one, whose tags the origin can be told; the last received first.</summary>
    public static IReadOnlyList<StoredResponse> Others(
        in RequestHead request,
        IReadOnlyList<StoredResponse> candidates,
        StoredResponse? selected,
        DateTimeOffset now,
        CacheRules rules)
    {
        if (candidates.Count == 0 || (candidates.Count == 1 && selected is not null))
        {
            return [];
        }

        var others = new List<StoredResponse>(candidates.Count);
        foreach (var candidate in candidates)
        {
            var isUsable = candidate != selected && candidate.DiscardAfter > now && candidate.Part is null
                && candidate.Head.EntityTag is { } tag && EntityTag.IsWellFormed(tag)
                && Negotiation.Accepts(in request, candidate, rules);
            if (isUsable)
            {
                others.Add(candidate);
            }
        }

        others.Sort(static (left, right) => right.ResponseTime.CompareTo(left.ResponseTime));

        return others;
    }

    /// <summary>Returns the stored response that a 304 speaks of (§4.3.4); null when that is none, or cannot be told.</summary>
    public static StoredResponse? Chosen(
        in RequestHead request, ResponseHead notModified, StoredResponse? selected, IReadOnlyList<StoredResponse> variants)
    {
        if (notModified.EntityTag is null && (variants.Count > 0 || HasTags(in request)))
        {
            return null;
        }

        // A strong tag is that of one representation, so a weak one of the same text is another's.
        return selected is not null && Selects(notModified, selected.Head)
            ? selected
            : variants.FirstOrDefault(variant => string.Equals(notModified.EntityTag, variant.Head.EntityTag, StringComparison.Ordinal));
    }

    /// <summary>Tells whether an answer to HEAD says that the stored response is still right (§4.3.5).</summary>
    /// <returns>Null when it does not say: a length alone vouches for no bytes that nobody has looked at.</returns>
    public static bool? Confirms(ResponseHead response, StoredResponse stored)
    {
        var isSameTag = response.EntityTag is null || EntityTag.WeakEquals(response.EntityTag, stored.Head.EntityTag);
        var isSameDate = response.LastModifiedText is null
            || (response.LastModified is { } date && date == stored.Head.LastModified);
        var length = PartialContent.LengthOf(response.Fields);
        var storedLength = PartialContent.LengthOf(stored.Fields);
        var isSameLength = length is null || storedLength is null || storedLength == length;
        if (response.StatusCode != stored.StatusCode || !isSameTag || !isSameDate || !isSameLength)
        {
            return false;
        }

        return response.HasValidator ? true : null;
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

    // The 304's entity tag has to be the stored one: given to a body stored without, it would vouch for whatever was
    // stored within the second that <c>Last-Modified</c> cannot divide. Without a tag, a different <c>Last-Modified</c>
    // gives away that a file was replaced by an older one, which If-Modified-Since alone cannot see.
    private static bool Selects(ResponseHead notModified, ResponseHead stored)
    {
        if (notModified.EntityTag is not null)
        {
            return EntityTag.WeakEquals(notModified.EntityTag, stored.EntityTag);
        }

        return notModified.LastModified is null || stored.LastModified is null
            || notModified.LastModified == stored.LastModified;
    }

    private static bool HasTags(in RequestHead request) =>
        request.HasCondition && request.TryGetField(HeaderNames.IfNoneMatch, out _);

    // Null when there is none of what is stored, or the caller's own cannot be merged with it.
    private static string? Tags(string? stored, IReadOnlyList<StoredResponse> variants, string? callers)
    {
        if ((stored is null && variants.Count == 0) || callers?.Trim() == "*")
        {
            return null;
        }

        // A malformed tag is sent as it came, and alone.
        if (stored is not null && ((variants.Count == 0 && callers is null) || !EntityTag.IsWellFormed(stored)))
        {
            return callers is null ? stored : null;
        }

        var tags = new StringBuilder(stored);
        var known = new HashSet<string>(StringComparer.Ordinal) { stored ?? string.Empty };
        foreach (var variant in variants)
        {
            var tag = variant.Head.EntityTag!;
            var separator = tags.Length == 0 ? string.Empty : ", ";
            if (tags.Length + separator.Length + tag.Length <= MaximumTagsLength && known.Add(tag))
            {
                tags.Append(separator).Append(tag);
            }
        }

        if (tags.Length == 0)
        {
            return null;
        }

        return callers is null ? tags.ToString() : tags.Append(", ").Append(callers).ToString();
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
