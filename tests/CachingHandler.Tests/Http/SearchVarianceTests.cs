using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class SearchVarianceTests
{
    private const string Path = "https://example.com/list";

    [Theory]
    [InlineData("key-order", "?b=2&a=1&b=1", "?a=1&b=2&b=1")]
    [InlineData("key-order=?1", "?b&a", "?a=&b=")]
    [InlineData("params=(\"a\")", "?a=1&b=2&a=3&c", "?b=2&c=")]
    [InlineData("params=(\"a\" \"b\"), key-order", "?c=1&b=2&a=3&B=4", "?B=4&c=1")]
    [InlineData("params", "?a=1&b=2", "?")]
    [InlineData("params=?1", "", "?")]
    [InlineData("params, except=(\"a\")", "?a=1&b=2&a=3", "?a=1&a=3")]
    [InlineData("params, except=(\"a\"), key-order", "?b&a=2&a=1", "?a=2&a=1")]
    [InlineData("params, except=()", "?a=1", "?")]
    [InlineData("key-order, unknown=(\"a\")", "?a=1", "?a=1")]
    [InlineData("key-order;x=1, params=(\"a\";y);z", "?a=1&b=1", "?b=1")]
    public void Apply_Rule_LeavesWhatMakesADifference(string field, string query, string expected) =>
        Assert.Equal(Path + expected, Of(field)!.Apply(Path + query));

    [Theory]
    [InlineData("?a=x", "?%61=%78")]
    [InlineData("?a=%20", "?a=+")]
    [InlineData("?a=", "?a")]
    [InlineData("?a=x&&&&", "?a=x")]
    [InlineData("?&&", "")]
    [InlineData("?", "")]
    [InlineData("?a=%C3%A9", "?a=%c3%a9")]
    [InlineData("?a=%zz%4", "?a=%25zz%254")]
    [InlineData("?a=b=c", "?a=b%3Dc")]
    [InlineData("?=1", "?%3D1&=1", false)]
    [InlineData("?a=%2B", "?a=+", false)]
    [InlineData("?a=1%262", "?a=1&2", false)]
    [InlineData("?a=%2526", "?a=%26", false)]
    [InlineData("?a=A", "?a=a", false)]
    [InlineData("?a=1&a=1", "?a=1", false)]
    public void Apply_TwoSpellings_ComeOutEqualIfTheyAreTheSame(string query, string other, bool same = true)
    {
        var variance = Of("params=(\"utm\")")!;

        Assert.Equal(same, variance.Apply(Path + query) == variance.Apply(Path + other));
    }

    [Theory]
    [InlineData("params=(\"%C3%A9+%E6%B0%97\")", "?%C3%A9%20%E6%B0%97=1&b=1")]
    [InlineData("params=(\"a b\")", "?a+b=1&b=1")]
    [InlineData("params=(\"a%2Bb\")", "?a%2Bb=1&b=1")]
    public void Apply_NameSpeltAsInForms_IsThatName(string field, string query) =>
        Assert.Equal(Path + "?b=1", Of(field)!.Apply(Path + query));

    [Theory]
    [InlineData("?a=%FF")]
    [InlineData("?%f6=1")]
    [InlineData("?a=1&utm=%C3")]
    [InlineData("?a=%ED%A0%80")]
    public void Apply_QueryThatIsNotUtf8_MeansItselfAlone(string query) =>
        Assert.Null(Of("params=(\"utm\")")!.Apply(Path + query));

    [Theory]
    [InlineData("")]
    [InlineData("unknown-key")]
    [InlineData("params=?0")]
    [InlineData("params=()")]
    [InlineData("key-order=?0")]
    [InlineData("key-order=\"yes\"")]
    [InlineData("key-order=1")]
    [InlineData("params=\"a\"")]
    [InlineData("params=a")]
    [InlineData("params=(a)")]
    [InlineData("params=(\"a\" 1)")]
    [InlineData("params=(\"a\"), except=(\"x\")")]
    [InlineData("params=(), except=()")]
    [InlineData("params=?0, except=(\"x\")")]
    [InlineData("params, except=(x)")]
    [InlineData("params, except=\"x\"")]
    [InlineData("params, except=?1")]
    [InlineData("except=(\"x\")")]
    [InlineData("key-order, params=(\"a\"")]
    [InlineData("key-order,")]
    [InlineData("key-order params")]
    [InlineData("params, except=(\"%FF\")")]
    [InlineData("params=(\"\u00e9\")")]
    public void Of_DefaultOrMalformed_IsNull(string field) => Assert.Null(Of(field));

    [Fact]
    public void Of_NoField_IsNull() =>
        Assert.Null(SearchVariance.Of(new ResponseHead(200, HeaderFields.Empty, DateTimeOffset.MinValue)));

    [Fact]
    public void Of_SeveralLines_ReadsThemAsOne()
    {
        using var message = Messages.Response(("No-Vary-Search", "key-order"), ("no-vary-search", "params=(\"a\")"));

        var variance = SearchVariance.Of(ResponseHead.Of(message, DateTimeOffset.MinValue));

        Assert.Equal(Path + "?b=1&c=1", variance!.Apply(Path + "?c=1&a=1&b=1"));
    }

    [Theory]
    [InlineData("params=(\"a\" \"b\")", "params=(\"b\"   \"a\" \"%61\")", true)]
    [InlineData("key-order", "key-order=?1, x", true)]
    [InlineData("params", "params, except=()", true)]
    [InlineData("params", "params=(\"a\")", false)]
    [InlineData("params=(\"a\")", "params, except=(\"a\")", false)]
    [InlineData("params=(\"a\")", "params=(\"a\"), key-order", false)]
    [InlineData("params=(\"a&b\")", "params=(\"a\" \"b\")", false)]
    public void Text_OfTwoRules_IsTheSameIfTheyAre(string field, string other, bool same) =>
        Assert.Equal(same, Of(field)!.Text == Of(other)!.Text);

    [Fact]
    public void Apply_HostileQuery_TakesLinearTime()
    {
        var query = "?" + string.Concat(Enumerable.Repeat("a=%61&&+=%&", 20_000));

        var applied = Of("key-order, params=(\"b\")")!.Apply(Path + query);

        Assert.Equal(query.Length, applied!.Length, 200_000d);
    }

    private static SearchVariance? Of(string field)
    {
        using var message = Messages.Response(("No-Vary-Search", field));

        return SearchVariance.Of(ResponseHead.Of(message, DateTimeOffset.MinValue));
    }
}
