using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class CacheGroupsTests
{
    public static TheoryData<string, string[]> Fields => new()
    {
        { "\"a\"", ["a"] },
        { "\"a\", \"b\"", ["a", "b"] },
        { "\"a\",\"a\"", ["a"] },
        { "\"a\";x=1, \"b\";y", ["a", "b"] },
        { "\"with \\\"quotes\\\", and \\\\\"", ["with \"quotes\", and \\"] },
        { "\"\"", [""] },
        { "\"a\", token, 1, \"b\"", ["a", "b"] },
        { "", [] },
        { "\"a\", \"b", [] },
        { "\"a\",", [] },
        { "'a'", [] },
        { "\"\u00e9\"", [] },
    };

    [Theory]
    [Rfc9875("2")]
    [MemberData(nameof(Fields))]
    public void Of_Field_IsItsStrings(string field, string[] expected)
    {
        using var message = Messages.Response(("Cache-Groups", field));

        Assert.Equal(expected, CacheGroups.Of(ResponseHead.Of(message, DateTimeOffset.MinValue)));
    }

    [Theory]
    [Rfc9875("3")]
    [MemberData(nameof(Fields))]
    public void InvalidatedBy_Field_IsItsStrings(string field, string[] expected)
    {
        using var message = Messages.Response(("Cache-Group-Invalidation", field));

        Assert.Equal(expected, CacheGroups.InvalidatedBy(ResponseHead.Of(message, DateTimeOffset.MinValue)));
    }

    [Fact]
    public void Of_SeveralLines_ReadsThemAsOne()
    {
        using var message = Messages.Response(("Cache-Groups", "\"a\""), ("cache-groups", "\"b\""));

        Assert.Equal(["a", "b"], CacheGroups.Of(ResponseHead.Of(message, DateTimeOffset.MinValue)));
    }

    [Fact]
    public void Of_NoField_IsNone()
    {
        using var message = Messages.Response(("Cache-Group", "\"a\""));
        var head = ResponseHead.Of(message, DateTimeOffset.MinValue);

        Assert.Empty(CacheGroups.Of(head));
        Assert.Empty(CacheGroups.InvalidatedBy(head));
        Assert.Equal(ResponseExtensions.None, head.Extensions);
    }
}
