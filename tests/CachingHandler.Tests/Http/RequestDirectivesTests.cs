using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

[Rfc9111("5.2.1")]
public sealed class RequestDirectivesTests
{
    [Fact]
    public void With_EveryDirective_IsRead()
    {
        const string Line = "no-cache, no-store, only-if-cached, max-age=1, max-stale=2, min-fresh=3, "
            + "stale-if-error=4";

        var directives = Parse(Line);

        var expected = new RequestDirectives
        {
            NoCache = true,
            NoStore = true,
            OnlyIfCached = true,
            MaxAge = TimeSpan.FromSeconds(1),
            MaxStale = TimeSpan.FromSeconds(2),
            MinFresh = TimeSpan.FromSeconds(3),
            StaleIfError = TimeSpan.FromSeconds(4),
        };
        Assert.Equal(expected, directives);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-transform, x=1")]
    [InlineData("x=\"no-store, max-age=0\"")]
    [InlineData("must-revalidate, private, public")]
    public void With_NothingKnown_IsDefault(string line)
    {
        var directives = Parse(line);

        Assert.Equal(default, directives);
    }

    [Fact]
    public void With_SeveralLines_AddsThemUp()
    {
        var directives = Parse("No-Cache", "max-stale=60");

        Assert.Equal(new() { NoCache = true, MaxStale = TimeSpan.FromSeconds(60) }, directives);
    }

    [Theory]
    [InlineData("=")]
    [InlineData("=x")]
    [InlineData("=\"x\"")]
    [InlineData("=\"x")]
    [InlineData(";")]
    [InlineData("\0")]
    public void With_MalformedRestriction_IsHonoured(string tail)
    {
        var directives = Parse($"no-cache{tail}, no-store{tail}, only-if-cached{tail}");

        Assert.Equal(new() { NoCache = true, NoStore = true, OnlyIfCached = true }, directives);
    }

    [Theory]
    [Rfc9111("5.2.1.1")]
    [InlineData("max-age=60", 60)]
    [InlineData("max-age=\"60\"", 60)]
    [InlineData("max-age", 0)]
    [InlineData("max-age=", 0)]
    [InlineData("max-age=-1", 0)]
    [InlineData("max-age=60;", 0)]
    [InlineData("max-age=99999999999", 2147483648)]
    [InlineData("max-age=60, max-age=10", 10)]
    [InlineData("max-age=10, max-age=60", 10)]
    [InlineData("max-age=10, max-age=x", 0)]
    public void With_MaxAge_IsExactOrZero(string line, long seconds)
    {
        var directives = Parse(line);

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives.MaxAge);
    }

    [Theory]
    [Rfc9111("5.2.1.2")]
    [InlineData("max-stale=60", 60)]
    [InlineData("max-stale=\"60\"", 60)]
    [InlineData("max-stale=60, max-stale", 60)]
    [InlineData("max-stale, max-stale=60", 60)]
    [InlineData("max-stale=60, max-stale=10", 10)]
    [InlineData("max-stale=60, max-stale=x", 60)]
    public void With_MaxStale_IsTheSmallestReadable(string line, long seconds)
    {
        var directives = Parse(line);

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives.MaxStale);
    }

    [Fact]
    [Rfc9111("5.2.1.2")]
    public void With_MaxStaleWithoutArgument_HasNoLimit()
    {
        var directives = Parse("max-stale");

        Assert.Equal(TimeSpan.MaxValue, directives.MaxStale);
    }

    [Theory]
    [Rfc9111("5.2.1.2")]
    [InlineData("max-stale=")]
    [InlineData("max-stale=x")]
    [InlineData("max-stale=-1")]
    [InlineData("max-stale=60;")]
    [InlineData("max-stale =60")]
    [InlineData("max-stale;")]
    [InlineData("max-stale 60")]
    [InlineData("x; max-stale")]
    [InlineData("x=\"y, max-stale")]
    public void With_MalformedMaxStale_IsIgnored(string line)
    {
        var directives = Parse(line);

        Assert.Null(directives.MaxStale);
    }

    [Theory]
    [Rfc9111("5.2.1.3")]
    [InlineData("min-fresh=60", 60)]
    [InlineData("min-fresh=60, min-fresh=10", 60)]
    [InlineData("min-fresh=10, min-fresh=60", 60)]
    public void With_MinFresh_IsTheGreatest(string line, long seconds)
    {
        var directives = Parse(line);

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives.MinFresh);
    }

    [Theory]
    [Rfc9111("5.2.1.3")]
    [InlineData("min-fresh")]
    [InlineData("min-fresh=")]
    [InlineData("min-fresh=x")]
    [InlineData("min-fresh=60;")]
    [InlineData("min-fresh=60, min-fresh=x")]
    public void With_MalformedMinFresh_AcceptsNothing(string line)
    {
        var directives = Parse(line);

        Assert.Equal(TimeSpan.MaxValue, directives.MinFresh);
    }

    [Theory]
    [Rfc5861("4")]
    [InlineData("stale-if-error=60", 60)]
    [InlineData("stale-if-error=60, stale-if-error=10", 10)]
    [InlineData("stale-if-error=10, stale-if-error=60", 10)]
    [InlineData("stale-if-error=60, stale-if-error=x", 60)]
    public void With_StaleIfError_IsTheSmallestReadable(string line, long seconds)
    {
        var directives = Parse(line);

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives.StaleIfError);
    }

    [Theory]
    [Rfc5861("4")]
    [InlineData("stale-if-error")]
    [InlineData("stale-if-error=")]
    [InlineData("stale-if-error=x")]
    [InlineData("stale-if-error=60;")]
    [InlineData("stale-if-error =60")]
    public void With_MalformedStaleIfError_IsIgnored(string line)
    {
        var directives = Parse(line);

        Assert.Null(directives.StaleIfError);
    }

    private static RequestDirectives Parse(params string[] lines) =>
        lines.Aggregate(default(RequestDirectives), (directives, line) => directives.With(line));
}
