using System.Buffers;

namespace CachingHandler.Http;

/// <summary>Knows what a token is made of: the word of which field names and directives consist (RFC 9110 §5.6.2).</summary>
internal static class Token
{
    /// <summary>The characters that a token can have.</summary>
    public static readonly SearchValues<char> Characters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Tells whether the text is a token.</summary>
    public static bool Is(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Characters);
}
