namespace CachingHandler.Http;

/// <summary>What the members of a field of preferences are, and what their order means (RFC 9110 §12.5).</summary>
internal enum PreferenceSyntax
{
    /// <summary>Media ranges with parameters; of equal ones the first is preferred: <c>Accept</c>.</summary>
    MediaRanges = 0,

    /// <summary>Language ranges, in an order that means nothing but what their weights say: <c>Accept-Language</c>.</summary>
    LanguageRanges,

    /// <summary>Names in an order that means nothing: <c>Accept-Encoding</c>, <c>Accept-Charset</c>.</summary>
    Names,
}
