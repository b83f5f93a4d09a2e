using System.Buffers;

namespace CachingHandler.Http;

/// <summary>Writes a URI so that two spellings of the same resource come out equal (RFC 3986 §6.2.2).</summary>
internal static class UriNormalization
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("%#@");

    /// <summary>Returns the absolute URI without user information and fragment.</summary>
    /// <remarks>
    /// <see cref="Uri"/> itself lowers scheme and host, drops the default port, removes dot segments and decodes unreserved
    /// characters; what is left to do is the case of the hexadecimal digits.
    /// </remarks>
    public static string Normalize(Uri uri)
    {
        var text = uri.AbsoluteUri;

        return text.AsSpan().ContainsAny(Marks) ? Rewrite(uri, text) : text;
    }

    private static string Rewrite(Uri uri, string text)
    {
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            text = uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        }

        if (!HasLowerCaseEscape(text))
        {
            return text;
        }

        return string.Create(text.Length, text, static (result, source) =>
        {
            source.CopyTo(result);
            for (var index = 0; index + 2 < result.Length; index++)
            {
                if (result[index] == '%')
                {
                    result[index + 1] = char.ToUpperInvariant(result[index + 1]);
                    result[index + 2] = char.ToUpperInvariant(result[index + 2]);
                }
            }
        });
    }

    private static bool HasLowerCaseEscape(string text)
    {
        for (var index = 0; index + 2 < text.Length; index++)
        {
            if (text[index] == '%' && (char.IsAsciiLetterLower(text[index + 1]) || char.IsAsciiLetterLower(text[index + 2])))
            {
                return true;
            }
        }

        return false;
    }
}
