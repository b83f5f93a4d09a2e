using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

[Rfc9111("4.1")]
public sealed class FieldValueTests
{
    private const int Long = 64 * 1024;

    [Theory]
    [InlineData("a,b", "a, b")]
    [InlineData("a ,b", "a, b")] // as long as what comes out
    [InlineData(" a\t,\tb ", "a, b")]
    [InlineData("a,  b", "a, b")]
    [InlineData("a,,b", "a, , b")]
    [InlineData("a , , b", "a, , b")]
    [InlineData(" a ", "a")]
    [InlineData(",a", ", a")]
    [InlineData("a, ", "a,")]
    [InlineData(" \t ", "")]
    [InlineData(" \"a,b\" ", "\"a,b\"")]
    public void Normalize_Spacing_ComesOutEqual(string value, string expected)
    {
        var normalized = FieldValue.Normalize(value);

        Assert.Equal(expected, normalized);
        Assert.Same(normalized, FieldValue.Normalize(normalized));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a, b")]
    [InlineData("a, , b")]
    [InlineData("Mozilla/5.0 (X11;  Linux) (KHTML, like Gecko)")]
    [InlineData("x;y=\"a,b\" ,z")]
    [InlineData("\"Smith,  J\"")]
    public void Normalize_NothingToNormalize_IsTheSameText(string value)
    {
        var normalized = FieldValue.Normalize(value);

        Assert.Same(value, normalized);
    }

    [Fact]
    public void Normalize_WhitespaceOfOtherAlphabets_IsText()
    {
        var normalized = FieldValue.Normalize("a\u00a0,\u2003b");

        Assert.Equal("a\u00a0, \u2003b", normalized);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(" ")]
    [InlineData(" ,\t")]
    [InlineData("a,")]
    [InlineData("\"")]
    public void Normalize_LongRubbish_IsNormalizedOnce(string rubbish)
    {
        var value = string.Concat(Enumerable.Repeat(rubbish, Long));

        var normalized = FieldValue.Normalize(value);

        Assert.Same(normalized, FieldValue.Normalize(normalized));
    }
}
