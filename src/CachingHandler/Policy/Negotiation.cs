using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Tells whether a request would accept what another request was given (RFC 9110 §12.5).</summary>
/// <remarks>
/// An origin that is told a variant's entity tag may answer 304 though the request wants another form: nginx gives the
/// compressed body the weak form of the plain one's tag, and many applications make tags from a version number alone. A
/// program that gets a form it did not ask for breaks, so such a variant is not offered.
/// </remarks>
internal static class Negotiation
{
    /// <summary>Tells whether nothing that is known of the variant speaks against it.</summary>
    public static bool Accepts(in RequestHead request, StoredResponse variant, CacheRules rules)
    {
        foreach (var (name, value) in variant.SelectingFieldsSpan)
        {
            if (!SelectingHeaders.Matches(in request, name, value, rules) && !Accepts(in request, variant.Fields, name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Accepts(in RequestHead request, HeaderFields fields, string name) => name switch
    {
        _ when HeaderNames.Same(name, HeaderNames.AcceptEncoding) =>
            !fields.TryGetFirst(HeaderNames.ContentEncoding, out var coding) || HeaderNames.Same(coding, "identity"),
        _ when HeaderNames.Same(name, HeaderNames.Accept) =>
            !fields.TryGetFirst(HeaderNames.ContentType, out var type) || AcceptsType(in request, type),
        _ when HeaderNames.Same(name, HeaderNames.AcceptLanguage) =>
            !fields.TryGetFirst(HeaderNames.ContentLanguage, out var language) || AcceptsLanguage(in request, language),
        _ => true,
    };

    // RFC 9110 §12.5.1.
    private static bool AcceptsType(in RequestHead request, string type)
    {
        if (!request.TryGetField(HeaderNames.Accept, out var accept))
        {
            return true;
        }

        var media = BeforeParameters(type);
        var ranges = new FieldNameList(accept);
        while (ranges.MoveNext())
        {
            var range = BeforeParameters(ranges.Current);
            var isMatch = range is "*/*"
                || range.Equals(media, StringComparison.OrdinalIgnoreCase)
                || (range.EndsWith("/*", StringComparison.Ordinal)
                    && media.StartsWith(range[..^1], StringComparison.OrdinalIgnoreCase));
            if (isMatch)
            {
                return true;
            }
        }

        return false;
    }

    // RFC 4647 §3.3.1: a range takes in what it is a prefix of.
    private static bool AcceptsLanguage(in RequestHead request, string language)
    {
        if (!request.TryGetField(HeaderNames.AcceptLanguage, out var accept))
        {
            return true;
        }

        var ranges = new FieldNameList(accept);
        while (ranges.MoveNext())
        {
            var range = BeforeParameters(ranges.Current);
            var isMatch = range is "*"
                || (language.AsSpan().StartsWith(range, StringComparison.OrdinalIgnoreCase)
                    && (language.Length == range.Length || language[range.Length] is '-' or ',' or ' '));
            if (isMatch)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> BeforeParameters(ReadOnlySpan<char> member)
    {
        var semicolon = member.IndexOf(';');

        return (semicolon < 0 ? member : member[..semicolon]).Trim(" \t");
    }
}
