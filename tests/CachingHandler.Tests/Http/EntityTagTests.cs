using CachingHandler.Http;

namespace CachingHandler.Tests.Http;

public sealed class EntityTagTests
{
    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("\"W/a\"", true)]
    [InlineData("W/\"a\"", false)]
    [InlineData("w/\"a\"", false)] // malformed: what was meant promises nothing
    [InlineData("a", false)]
    [InlineData("\"a", false)]
    [InlineData("a\"", false)]
    [InlineData("\"", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsStrong_Tag_OnlyWhenQuotedAndNotWeak(string? tag, bool expected)
    {
        var isStrong = EntityTag.IsStrong(tag);

        Assert.Equal(expected, isStrong);
    }

    [Theory]
    [InlineData("\"a\"", "\"a\"", true)]
    [InlineData("W/\"a\"", "\"a\"", true)]
    [InlineData("\"a\"", "W/\"a\"", true)]
    [InlineData("W/\"a\"", "W/\"a\"", true)]
    [InlineData("a", "a", true)]
    [InlineData("\"a\"", "\"A\"", false)]
    [InlineData("\"a\"", "\"b\"", false)]
    [InlineData("\"a\"", "a", false)]
    [InlineData("w/\"a\"", "\"a\"", false)]
    [InlineData("\"W/a\"", "\"a\"", false)]
    [InlineData("\"a\"", null, false)]
    [InlineData(null, "\"a\"", false)]
    [InlineData(null, null, false)]
    public void WeakEquals_TwoTags_ComparesOpaqueParts(string? left, string? right, bool expected)
    {
        var equal = EntityTag.WeakEquals(left, right);

        Assert.Equal(expected, equal);
    }
}
