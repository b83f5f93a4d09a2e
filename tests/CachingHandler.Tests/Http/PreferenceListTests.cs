using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

[Rfc9111("4.1")]
public sealed class PreferenceListTests
{
    private const int Long = 32 * 1024;

    [Theory]
    [InlineData("application/json")]
    [InlineData("*/*")]
    [InlineData("text/html, application/json, */*;q=0.8")]
    [InlineData("text/plain, text/html")]
    [InlineData("application/json;charset=UTF-8;v=1")]
    [InlineData("text/html, application/xml;q=0.9, image/webp;q=0.875, */*;q=0")]
    [InlineData("")]
    public void Accept_InItsOneSpelling_IsTheSameText(string value) =>
        Assert.Same(value, PreferenceList.Normalize(value, PreferenceSyntax.MediaRanges));

    [Theory]
    [InlineData("Text/HTML", "text/html")]
    [InlineData("TEXT/html;Charset=UTF-8", "text/html;charset=UTF-8")]
    [InlineData("text/html ; charset=utf-8\t;\tq=0.5", "text/html;charset=utf-8;q=0.5")]
    [InlineData("a/b,c/d", "a/b, c/d")]
    [InlineData(" a/b ,, c/d , ", "a/b, c/d")]
    [InlineData("a/b;q=0.1, c/d;q=0.2, e/f", "e/f, c/d;q=0.2, a/b;q=0.1")]
    [InlineData("a/b;q=0.5, c/d, e/f;q=0.5, g/h", "c/d, g/h, a/b;q=0.5, e/f;q=0.5")]
    [InlineData("a/b;q=1, c/d;q=1.0, e/f;q=1.000, g/h", "a/b, c/d, e/f, g/h")]
    [InlineData("a/b, a/b", "a/b, a/b")]
    [InlineData(",", "")]
    [InlineData(" ", "")]
    public void Accept_ComesOutInOneSpelling(string value, string expected) =>
        AssertNormalized(expected, value, PreferenceSyntax.MediaRanges);

    // What is sent by browsers of three makers.
    [Theory]
    [InlineData(
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8")]
    [InlineData(
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
        "text/html, application/xhtml+xml, image/avif, image/webp, application/xml;q=0.9, */*;q=0.8, application/signed-exchange;v=b3;q=0.7")]
    public void Accept_OfBrowser_ComesOutByWeight(string value, string expected) =>
        AssertNormalized(expected, value, PreferenceSyntax.MediaRanges);

    [Theory]
    [Rfc9110("12.4.2")]
    [InlineData("a/b;q=0", "a/b;q=0")]
    [InlineData("a/b;q=0.", "a/b;q=0")]
    [InlineData("a/b;q=0.000", "a/b;q=0")]
    [InlineData("a/b;Q=0.5", "a/b;q=0.5")]
    [InlineData("a/b;q=0.50", "a/b;q=0.5")]
    [InlineData("a/b;q=0.500", "a/b;q=0.5")]
    [InlineData("a/b;q=0.05", "a/b;q=0.05")]
    [InlineData("a/b;q=0.005", "a/b;q=0.005")]
    [InlineData("a/b;q=0.123", "a/b;q=0.123")]
    [InlineData("a/b;q=0.105", "a/b;q=0.105")]
    [InlineData("a/b;q=1", "a/b")]
    [InlineData("a/b;q=1.", "a/b")]
    [InlineData("a/b;q=1.00", "a/b")]
    public void Weight_ComesOutInOneSpelling(string value, string expected) =>
        AssertNormalized(expected, value, PreferenceSyntax.MediaRanges);

    [Theory]
    [InlineData("A/b;q=1.001, c/d", "A/b;q=1.001, c/d")]
    [InlineData("A/b;q=2, c/d", "A/b;q=2, c/d")]
    [InlineData("A/b;q=0.1234, c/d", "A/b;q=0.1234, c/d")]
    [InlineData("A/b;q=.5, c/d", "A/b;q=.5, c/d")]
    [InlineData("A/b;q=, c/d", "A/b;q=, c/d")]
    [InlineData("A/b;q = 0.5, c/d", "A/b;q = 0.5, c/d")]
    [InlineData("A/b;q=\u0665, c/d", "A/b;q=\u0665, c/d")]
    [InlineData("A/b;q=0.5;x=1, c/d", "A/b;q=0.5;x=1, c/d")]
    [InlineData("A/b;q=0.5;q=0.6, c/d", "A/b;q=0.5;q=0.6, c/d")]
    [InlineData("A/b;x, c/d", "A/b;x, c/d")]
    [InlineData("A/b;x=, c/d", "A/b;x=, c/d")]
    [InlineData("A/b;=x, c/d", "A/b;=x, c/d")]
    [InlineData("A/b;;q=0.5, c/d", "A/b;;q=0.5, c/d")]
    [InlineData("A/b;, c/d", "A/b;, c/d")]
    [InlineData(";q=0.5, C/d", ";q=0.5, C/d")]
    [InlineData("A, c/d", "A, c/d")]
    [InlineData("A/, c/d", "A/, c/d")]
    [InlineData("/b, C/d", "/b, C/d")]
    [InlineData("A/b/c, c/d", "A/b/c, c/d")]
    [InlineData("A b/c, c/d", "A b/c, c/d")]
    [InlineData("A/b ,C/d;q=x", "A/b, C/d;q=x")]
    [InlineData("\u00c4/b, c/d", "\u00c4/b, c/d")]
    [InlineData("A/b;x=\"y\"", "A/b;x=\"y\"")]
    [InlineData("A/b;x=\"y,z\" ,c/d", "A/b;x=\"y,z\" ,c/d")]
    [InlineData(" A/b;x=\"y ", "A/b;x=\"y")]
    public void Accept_NotAsItShouldBe_KeepsItsMembers(string value, string expected) =>
        AssertNormalized(expected, value, PreferenceSyntax.MediaRanges);

    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-CH,DE;q=0.9,en;q=0.8", "de-ch, de;q=0.9, en;q=0.8")]
    [InlineData("en;q=0.8,de", "de, en;q=0.8")]
    [InlineData("en, de", "de, en")]
    [InlineData("de, en", "de, en")]
    [InlineData("fr;q=0.5, de;q=1.0", "de, fr;q=0.5")]
    [InlineData("*;q=0.1, de", "de, *;q=0.1")]
    [InlineData("DE;x=1, en", "DE;x=1, en")]
    [InlineData("DE en", "DE en")]
    public void AcceptLanguage_ComesOutInOneSpelling(string value, string expected) =>
        AssertNormalized(expected, value, PreferenceSyntax.LanguageRanges);

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip, br")]
    [InlineData("gzip, deflate")]
    [InlineData("gzip, deflate, br")]
    [InlineData("gzip, deflate, br, zstd")]
    [InlineData("deflate, br;q=0.5, identity")]
    [InlineData("identity")]
    public void AcceptEncoding_AsItIsMostlyWritten_IsTheSameText(string value) =>
        Assert.Same(value, PreferenceList.Normalize(value, PreferenceSyntax.Names));

    [Theory]
    [InlineData("br, gzip", "gzip, br")]
    [InlineData("GZip,BR", "gzip, br")]
    [InlineData("br, gzip, br, GZIP", "gzip, br")]
    [InlineData("x-b, x-a, *;q=0, gzip", "gzip, *;q=0, x-a, x-b")]
    [InlineData("gzip;q=1.0, br;q=1", "gzip, br")]
    [InlineData("br;q=0.5, gzip;q=0.2", "gzip;q=0.2, br;q=0.5")]
    [InlineData("gzip;q=0.2, gzip, gzip;q=0.20", "gzip, gzip;q=0.2")]
    [InlineData("identity;q=0, *;q=0", "*;q=0, identity;q=0")]
    [InlineData("GZIP;x=1, br", "GZIP;x=1, br")]
    [InlineData("GZIP/x, br", "GZIP/x, br")]
    public void AcceptEncoding_ComesOutInOneSpelling(string value, string expected) =>
        AssertNormalized(expected, value, PreferenceSyntax.Names);

    [Theory]
    [InlineData(",")]
    [InlineData("a/b,")]
    [InlineData("a/b;q=0.5,a/b;q=0.6,")]
    [InlineData("A,b,")]
    [InlineData(";")]
    [InlineData("a;")]
    [InlineData("a;q=0.5,A;q=0.50,B,")]
    [InlineData("\"")]
    [InlineData(" ")]
    public void LongRubbish_IsNormalizedOnce(string rubbish)
    {
        var value = string.Concat(Enumerable.Repeat(rubbish, Long));

        AssertNormalizedOnce(PreferenceList.Normalize(value, PreferenceSyntax.MediaRanges), PreferenceSyntax.MediaRanges);
        AssertNormalizedOnce(PreferenceList.Normalize(value, PreferenceSyntax.LanguageRanges), PreferenceSyntax.LanguageRanges);
        AssertNormalizedOnce(PreferenceList.Normalize(value, PreferenceSyntax.Names), PreferenceSyntax.Names);
    }

    private static void AssertNormalized(string expected, string value, PreferenceSyntax syntax)
    {
        var normalized = PreferenceList.Normalize(value, syntax);

        Assert.Equal(expected, normalized);
        AssertNormalizedOnce(normalized, syntax);
    }

    private static void AssertNormalizedOnce(string normalized, PreferenceSyntax syntax) =>
        Assert.Same(normalized, PreferenceList.Normalize(normalized, syntax));
}
