using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class EntityTagListTests
{
    [Theory]
    [Rfc9110("8.8.3.2")]
    [InlineData("\"a\"", "\"a\"", true)]
    [InlineData("\"a\"", "\"b\"", false)]
    [InlineData("\"a\"", "\"A\"", false)]
    [InlineData("W/\"a\"", "W/\"a\"", false)]
    [InlineData("W/\"a\"", "\"a\"", false)]
    [InlineData("\"a\"", "W/\"a\"", false)]
    [InlineData("a", "a", false)]
    [InlineData("\"", "\"", false)]
    [InlineData("\"a\", \"b\"", "\"a\", \"b\"", false)] // two tags, so neither
    [InlineData("\"a\"", null, false)]
    [InlineData(null, "\"a\"", false)]
    [InlineData(null, null, false)]
    public void StrongEquals_TwoTags_OnlyWhenEqualAndBothStrong(string? left, string? right, bool expected)
    {
        Assert.Equal(expected, EntityTag.StrongEquals(left, right));
    }

    [Theory]
    [Rfc9110("8.8.3")]
    [InlineData("\"\"", true)]
    [InlineData("\"a\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("W/\"\"", true)]
    [InlineData("\"a,b\"", true)]
    [InlineData("\"*\"", true)]
    [InlineData("\"\u00e9\"", true)]
    [InlineData("", false)]
    [InlineData("\"", false)]
    [InlineData("W/", false)]
    [InlineData("W/\"", false)]
    [InlineData("a", false)]
    [InlineData("*", false)]
    [InlineData("\"a", false)]
    [InlineData("a\"", false)]
    [InlineData("w/\"a\"", false)]
    [InlineData("W/W/\"a\"", false)]
    [InlineData("\"a\"b\"", false)]
    [InlineData("\"a\", \"b\"", false)]
    [InlineData("\"a b\"", false)]
    [InlineData("\"a\tb\"", false)]
    public void IsWellFormed_Tag_OnlyWhenItCanStandInAList(string tag, bool expected)
    {
        Assert.Equal(expected, EntityTag.IsWellFormed(tag));
    }

    [Theory]
    [Rfc9110("13.1.2")]
    [InlineData("\"a\"")]
    [InlineData("W/\"a\"")]
    [InlineData("  \"a\"\t")]
    [InlineData("\"b\", \"a\"")]
    [InlineData("\"a\", \"b\"")]
    [InlineData("\"b\",\"a\",\"c\"")]
    [InlineData("\"b\" , W/\"a\"")]
    [InlineData(",, \"b\",, \"a\",")]
    [InlineData("\"b,c\", \"a\"")] // a comma within the quotes
    [InlineData("\"\", \"a\"")]
    [InlineData("W/\"b\", W/\"a\"")]
    [InlineData("unquoted, \"a\"")]
    [InlineData("*")]
    [InlineData(" * ")]
    public void ListHas_TheTag_IsTrue(string list) => Assert.True(EntityTag.ListHas(list, "\"a\""));

    [Theory]
    [Rfc9110("13.1.2")]
    [InlineData("")]
    [InlineData(" , ,")]
    [InlineData("\"b\"")]
    [InlineData("\"A\"")]
    [InlineData("a")]
    [InlineData("\"ab\"")]
    [InlineData("\"b,\"a\",c\"")] // what lies between the quotes is b, and ,c
    [InlineData("\"a")]
    [InlineData("\"b, \"a\"")]
    [InlineData("w/\"a\"")]
    [InlineData("\"*\"")]
    [InlineData("*, *")]
    public void ListHas_OtherTags_IsFalse(string list) => Assert.False(EntityTag.ListHas(list, "\"a\""));

    [Theory]
    [Rfc9110("8.8.3.2")]
    [InlineData("\"a\"", "W/\"a\"", true)]
    [InlineData("W/\"a\"", "W/\"a\"", true)]
    [InlineData("\"b\", a", "a", true)] // served without quotes, sent back without
    [InlineData("a , \"b\"", "a", true)]
    [InlineData("\"a\"", "a", false)]
    [InlineData("a b", "a", false)]
    [InlineData("\"a,b\"", "\"a,b\"", true)]
    [InlineData("\"\"", "\"\"", true)]
    public void ListHas_TagOfAnyForm_IsComparedWeakly(string list, string tag, bool expected)
    {
        Assert.Equal(expected, EntityTag.ListHas(list, tag));
    }

    [Fact]
    [Rfc9110("13.1.2")]
    public void ListHas_WhereTheResponseHasNoTag_OnlyTheAsteriskMatches()
    {
        Assert.True(EntityTag.ListHas("*", null));
        Assert.False(EntityTag.ListHas("\"a\"", null));
        Assert.False(EntityTag.ListHas("", null));
    }

    [Theory]
    [InlineData(",")]
    [InlineData("\"")]
    [InlineData("\",")]
    [InlineData("\"b\"")]
    [InlineData("\"b\",")]
    [InlineData("W/")]
    [InlineData("W/\"")]
    [InlineData("b,")]
    [InlineData(" ")]
    [InlineData(" ,\t")]
    [InlineData("*")]
    public void ListHas_AMegabyteOfAnything_IsWalkedOnce(string pattern)
    {
        var list = string.Concat(Enumerable.Repeat(pattern, (1024 * 1024) / pattern.Length));

        Assert.False(EntityTag.ListHas(list, "\"a\""));
    }
}
