using System.Buffers;

namespace CachingHandler.Http;

/// <summary>Writes a URI so that two spellings of the same resource come out equal (RFC 3986 §6.2.2).</summary>
internal static class UriNormalization
{
    // Without what announces user information, a fragment, an IPv6 address or an escape, and without a host that is not ASCII.
    private static readonly SearchValues<char> Settled =
        SearchValues.Create([.. Enumerable.Range(0, 128).Select(code => (char)code).Except("@#[%")]);

    /// <summary>Returns the absolute URI without user information and fragment.</summary>
    /// <remarks>
    /// <see cref="Uri"/> itself lowers scheme and host, drops the default port, removes dot segments and decodes unreserved
    /// characters; what is left to do is the case of the hexadecimal digits and the host's name as DNS knows it.
    /// </remarks>
    /// <exception cref="InvalidOperationException"><paramref name="uri"/> is relative.</exception>
    public static string Normalize(Uri uri)
    {
        var text = uri.AbsoluteUri;

        return text.AsSpan().ContainsAnyExcept(Settled) ? Rewrite(uri) : text;
    }

    /// <summary>Returns the origin of an absolute URI: scheme, host and port (RFC 9110 §4.3.1).</summary>
    public static string Origin(Uri uri) =>
        FormattableString.Invariant($"{uri.Scheme}://{HostOf(uri).ToLowerInvariant()}:{uri.Port}");

    private static string Rewrite(Uri uri)
    {
        var text = Compose(uri);

        return HasLowerCaseEscape(text) ? WithUpperCaseEscapes(text) : text;
    }

    // Uri.GetComponents would do, did it not throw for a URI that was made without canonicalization.
    private static string Compose(Uri uri)
    {
        var port = uri.IsDefaultPort ? string.Empty : FormattableString.Invariant($":{uri.Port}");

        return $"{uri.Scheme}://{HostOf(uri)}{port}{uri.PathAndQuery}";
    }

    private static string HostOf(Uri uri)
    {
        try
        {
            // An IPv6 address leads to another host in another zone, and only this property tells the zone.
            return uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;
        }
        catch (UriFormatException)
        {
            // A name that DNS cannot have; it is the transport's to say so.
            return uri.Host;
        }
    }

    private static bool HasLowerCaseEscape(ReadOnlySpan<char> text)
    {
        for (var start = text.IndexOf('%'); start >= 0; start = NextEscape(text, start))
        {
            if (IsEscape(text[start..]) && (char.IsAsciiLetterLower(text[start + 1]) || char.IsAsciiLetterLower(text[start + 2])))
            {
                return true;
            }
        }

        return false;
    }

    private static string WithUpperCaseEscapes(string text) => string.Create(text.Length, text, static (result, source) =>
    {
        source.CopyTo(result);
        for (var start = source.IndexOf('%'); start >= 0; start = NextEscape(source, start))
        {
            if (IsEscape(source.AsSpan(start)))
            {
                result[start + 1] = char.ToUpperInvariant(result[start + 1]);
                result[start + 2] = char.ToUpperInvariant(result[start + 2]);
            }
        }
    });

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length > 2 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);

    private static int NextEscape(ReadOnlySpan<char> text, int after)
    {
        var next = text[(after + 1)..].IndexOf('%');

        return next < 0 ? -1 : after + 1 + next;
    }
}
