using System.Globalization;
using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Reads what a 206 says of its body (RFC 9110 §15.3.7).</summary>
internal static class PartialContent
{
    /// <summary>Returns the bytes that the body of a 206 holds; null when it does not say so beyond doubt.</summary>
    /// <remarks>
    /// The body's own length has to agree. It is absent where a handler below decompresses, and then the offsets are those
    /// of other bytes than the ones that arrive.
    /// </remarks>
    public static ContentRange? RangeOf(ResponseHead response) =>
        Only(response.Fields, HeaderNames.ContentRange) is { } value
        && ContentRange.Parse(value) is { } range
        && LengthOf(response.Fields) == range.Bytes.Length
            ? range
            : null;

    /// <summary>Returns the length that the fields declare, in bytes; null when they do not, or not readably.</summary>
    public static long? LengthOf(HeaderFields fields) =>
        Only(fields, HeaderNames.ContentLength) is { } value
        && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;

    /// <summary>Tells whether the bytes are stored already.</summary>
    public static bool Holds(StoredResponse stored, ByteRange bytes) => stored.Part is not { } part || part.OffsetOf(bytes) is not null;

    /// <summary>Tells whether a 206 that was asked for by <c>If-Range</c> names the stored part's validator (§15.3.7.3).</summary>
    /// <remarks>
    /// One that names none vouches for nothing: an origin that knows ranges but not the condition sends what it has now.
    /// </remarks>
    public static bool IsOfSame(ResponseHead response, ResponseHead stored)
    {
        var isSameDate = response.LastModified == stored.LastModified;

        return stored.EntityTag is null
            ? response.EntityTag is null && isSameDate
            : EntityTag.StrongEquals(response.EntityTag, stored.EntityTag) && (isSameDate || response.LastModified is null);
    }

    /// <summary>Returns the fields of a 206 as those of the 200 that it is a part of, with the length of that (§15.3.7.3).</summary>
    public static HeaderFields AsWhole(HeaderFields fields, ContentRange range)
    {
        var whole = fields.Where(static line => !DescribesContent(line.Key));
        if (range.CompleteLength is { } length)
        {
            whole = whole.Append(new(HeaderNames.ContentLength, length.ToString(CultureInfo.InvariantCulture)));
        }

        return HeaderFields.FromTrusted([.. whole]);
    }

    /// <summary>Tells whether a field is about the bytes of one message, be they the whole or a part, and so of no other.</summary>
    public static bool DescribesContent(string name) =>
        HeaderNames.Same(name, HeaderNames.ContentRange)
        || HeaderNames.Same(name, HeaderNames.ContentLength)
        || HeaderNames.Same(name, HeaderNames.ContentDigest)
        || HeaderNames.Same(name, HeaderNames.ContentMD5);

    private static string? Only(HeaderFields fields, string name)
    {
        using var values = fields.GetValues(name).GetEnumerator();
        if (!values.MoveNext())
        {
            return null;
        }

        var value = values.Current;

        return values.MoveNext() ? null : value;
    }
}
