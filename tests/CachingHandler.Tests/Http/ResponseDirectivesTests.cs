using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

[Rfc9111("5.2.2")]
public sealed class ResponseDirectivesTests
{
    [Fact]
    public void With_EveryDirective_IsRead()
    {
        const string Line = "no-cache, no-store, private, public, must-revalidate, proxy-revalidate, must-understand, "
            + "immutable, max-age=1, s-maxage=2, stale-if-error=3, stale-while-revalidate=4";

        var directives = Parse(Line);

        var expected = new ResponseDirectives
        {
            NoCache = true,
            NoStore = true,
            Private = true,
            Public = true,
            MustRevalidate = true,
            ProxyRevalidate = true,
            MustUnderstand = true,
            LiftsNoStore = true,
            Immutable = true,
            AllowsAuthorization = true,
            MaxAge = TimeSpan.FromSeconds(1),
            SharedMaxAge = TimeSpan.FromSeconds(2),
            StaleIfError = TimeSpan.FromSeconds(3),
            StaleWhileRevalidate = TimeSpan.FromSeconds(4),
        };
        Assert.Equal(expected, directives);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("no-stores, xno-store, no_store")]
    [InlineData("x=\"no-store, no-cache, max-age=0\"")]
    [InlineData("x=no-store")]
    public void With_NothingKnown_IsDefault(string line)
    {
        var directives = Parse(line);

        Assert.Equal(default, directives);
    }

    [Fact]
    public void With_SeveralLines_AddsThemUp()
    {
        var directives = Parse("no-cache", "", "max-age=60", "private");

        Assert.Equal(new() { NoCache = true, MaxAge = TimeSpan.FromSeconds(60), Private = true }, directives);
    }

    [Fact]
    public void With_OddCase_IsRead()
    {
        var directives = Parse("No-StOrE ,  MAX-AGE=60");

        Assert.Equal(new() { NoStore = true, MaxAge = TimeSpan.FromSeconds(60) }, directives);
    }

    [Theory]
    [Rfc9111("5.2.2.5")]
    [InlineData("no-store=")]
    [InlineData("no-store=x")]
    [InlineData("no-store=\"x\"")]
    [InlineData("no-store=\"x")]
    [InlineData("no-store;")]
    [InlineData("no-store; max-age=3")]
    [InlineData("no-store, max-age=99999999999")]
    [InlineData("public; no-store")]
    [InlineData("max-age=60; no-store")]
    [InlineData("public no-store")]
    [InlineData("private=\"Set-Cookie, no-store")]
    [InlineData("x=\"y\"; no-store")]
    [InlineData("\"no-store\"")]
    [InlineData("=no-store")]
    [InlineData("(no-store)")]
    [InlineData("no-store\0")]
    public void With_NoStoreHoweverWritten_IsHonoured(string line)
    {
        var directives = Parse(line);

        Assert.True(directives.NoStore);
    }

    [Theory]
    [InlineData("no-cache{0}, private{0}, must-revalidate{0}, proxy-revalidate{0}", "=")]
    [InlineData("no-cache{0}, private{0}, must-revalidate{0}, proxy-revalidate{0}", "=x")]
    [InlineData("no-cache{0}, private{0}, must-revalidate{0}, proxy-revalidate{0}", "=\"\"")]
    [InlineData("no-cache{0}, private{0}, must-revalidate{0}, proxy-revalidate{0}", "=\"Set Cookie\"")]
    [InlineData("no-cache{0}, private{0}, must-revalidate{0}, proxy-revalidate{0}", "=\"Set-Cookie")]
    [InlineData("no-cache{0}, private{0}, must-revalidate{0}, proxy-revalidate{0}", ";")]
    [InlineData("no-cache{0} private{0} must-revalidate{0} proxy-revalidate{0}", "; ")]
    public void With_MalformedRestriction_IsHonoured(string format, string tail)
    {
        var line = string.Format(format, tail);

        var directives = Parse(line);

        var expected = new ResponseDirectives
        {
            NoCache = true,
            Private = true,
            MustRevalidate = true,
            ProxyRevalidate = true,
        };
        Assert.Equal(expected, directives);
    }

    [Theory]
    [Rfc9111("5.2.2.4")]
    [Rfc9111("5.2.2.7")]
    [InlineData("Set-Cookie")]
    [InlineData("set-cookie, X-User")]
    [InlineData(" ,, X-User ,")]
    [InlineData("Pragma")]
    public void With_QualifiedByFieldNames_IsLimitedToThem(string names)
    {
        var directives = Parse($"no-cache=\"{names}\", private=\"{names}\"");

        Assert.Equal(new() { NoCacheFields = names, PrivateFields = names }, directives);
    }

    [Theory]
    [Rfc9111("5.2.2.4")]
    [Rfc9111("5.2.2.7")]
    [InlineData("{0}=")]
    [InlineData("{0}=\"\"")]
    [InlineData("{0}=\" \"")]
    [InlineData("{0}=\",\"")]
    [InlineData("{0}=X-User")]
    [InlineData("{0}='X-User'")]
    [InlineData("{0}=\"X-User")]
    [InlineData("{0}=X-User\"")]
    [InlineData("{0} =\"X-User\"")]
    [InlineData("{0}= \"X-User\"")]
    [InlineData("{0}=\"X-User\" x")]
    [InlineData("{0}=\"X-User\";")]
    [InlineData("x; {0}=\"X-User\"")]
    [InlineData("{0}=\"X User\"")]
    [InlineData("{0}=\"X-User;\"")]
    [InlineData("{0}=\"X-User, \\X\"")]
    [InlineData("{0}=\"X-\u00dcser\"")]
    [InlineData("{0}=\"*\"")]
    [InlineData("{0}=\"X-User, *\"")]
    [InlineData("{0}=\"Authorization\"")]
    [InlineData("{0}=\"X-User, cache-control\"")]
    [InlineData("{0}=\"Expires\"")]
    [InlineData("{0}=\"Date\"")]
    [InlineData("{0}=\"Age\"")]
    [InlineData("{0}=\"Vary\"")]
    [InlineData("{0}=\"ETag\"")]
    [InlineData("{0}=\"Last-Modified\"")]
    [InlineData("{0}=\"Location\"")]
    [InlineData("{0}=\"Cache-Groups\"")]
    [InlineData("{0}=\"No-Vary-Search\"")]
    [InlineData("{0}=\"content-type\"")]
    [InlineData("{0}=\"X-User\", {0}")]
    [InlineData("{0}, {0}=\"X-User\"")]
    [InlineData("{0}=\"X-User\", {0}=\"X-User\"")]
    [InlineData("{0}=\"X-User\", {0}=\"Set-Cookie\"")]
    public void With_QualifiedBadly_IsUnqualified(string format)
    {
        var noCache = Parse(string.Format(format, "no-cache"));
        var isPrivate = Parse(string.Format(format, "private"));

        Assert.Equal(new() { NoCache = true }, noCache);
        Assert.Equal(new() { Private = true }, isPrivate);
    }

    [Fact]
    [Rfc9111("5.2.2.4")]
    public void With_QualifiedInOneLineAndNotInAnother_IsUnqualified()
    {
        var directives = Parse("no-cache=\"X-User\", private=\"X-User\"", "no-cache", "private");

        Assert.Equal(new() { NoCache = true, Private = true }, directives);
    }

    [Theory]
    [InlineData("public;")]
    [InlineData("public=")]
    [InlineData("public =x")]
    [InlineData("public x")]
    [InlineData("immutable;")]
    [InlineData("immutable=")]
    [InlineData("x; public; immutable")]
    [InlineData("\"public, immutable\"")]
    [InlineData("x=\"y, public, immutable")]
    [InlineData("stale-if-error")]
    [InlineData("stale-if-error=")]
    [InlineData("stale-if-error=x")]
    [InlineData("stale-if-error=-1")]
    [InlineData("stale-if-error=60;")]
    [InlineData("stale-if-error =60")]
    [InlineData("stale-while-revalidate")]
    [InlineData("stale-while-revalidate=")]
    [InlineData("stale-while-revalidate=x")]
    [InlineData("stale-while-revalidate=-1")]
    [InlineData("stale-while-revalidate=60;")]
    [InlineData("stale-while-revalidate =60")]
    public void With_MalformedPermission_IsIgnored(string line)
    {
        var directives = Parse(line);

        Assert.Equal(default, directives);
    }

    [Theory]
    [Rfc9111("5.2.2.3")]
    [InlineData("must-understand", true)]
    [InlineData("must-understand;", false)]
    [InlineData("must-understand=", false)]
    [InlineData("must-understand=1", false)]
    [InlineData("public must-understand", false)]
    [InlineData("\"must-understand\"", false)]
    [InlineData("must-understand=, must-understand", true)]
    public void With_MustUnderstand_RestrictsAlwaysAndPermitsWhenWellFormed(string line, bool permits)
    {
        var directives = Parse(line);

        Assert.True(directives.MustUnderstand);
        Assert.Equal(permits, directives.LiftsNoStore);
    }

    [Theory]
    [Rfc9111("3.5")]
    [InlineData("public", true)]
    [InlineData("must-revalidate", true)]
    [InlineData("s-maxage=60", true)]
    [InlineData("s-maxage=0", true)]
    [InlineData("s-maxage=x, public", true)]
    [InlineData("public;", false)]
    [InlineData("must-revalidate;", false)]
    [InlineData("must-revalidate=x", false)]
    [InlineData("s-maxage", false)]
    [InlineData("s-maxage=x", false)]
    [InlineData("s-maxage=60;", false)]
    [InlineData("proxy-revalidate, max-age=60, private", false)]
    public void With_DirectiveThatSharesAuthorizedAnswers_OnlyWhenWellFormed(string line, bool expected)
    {
        var directives = Parse(line);

        Assert.Equal(expected, directives.AllowsAuthorization);
    }

    // RFC 8246 §2: "If any arguments are present, they have no meaning and MUST be ignored."
    [Fact]
    public void With_ImmutableWithArgument_IsRead()
    {
        var directives = Parse("immutable=1");

        Assert.True(directives.Immutable);
    }

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData("max-age=60", 60)]
    [InlineData("max-age=\"60\"", 60)]
    [InlineData("max-age=0060", 60)]
    [InlineData("max-age=0", 0)]
    [InlineData("max-age=1e3", 0)]
    [InlineData("max-age=-1", 0)]
    [InlineData("max-age=+1", 0)]
    [InlineData("max-age=1.5", 0)]
    [InlineData("max-age", 0)]
    [InlineData("max-age=", 0)]
    [InlineData("max-age=\"\"", 0)]
    [InlineData("max-age=\"6\\0\"", 0)]
    [InlineData("max-age=\" 60\"", 0)]
    [InlineData("max-age='60'", 0)]
    [InlineData("max-age=\"60", 0)]
    [InlineData("max-age=60\"", 0)]
    [InlineData("max-age =60", 0)]
    [InlineData("max-age= 60", 0)]
    [InlineData("max-age=60;", 0)]
    [InlineData("max-age=60 s", 0)]
    [InlineData("public; max-age=60", 0)]
    [InlineData("max-age=٦٠", 0)]
    [InlineData("max-age=2147483647", 2147483647)]
    [InlineData("max-age=2147483648", 2147483648)]
    [InlineData("max-age=2147483649", 2147483648)]
    [InlineData("max-age=99999999999999999999999999", 2147483648)]
    public void With_MaxAge_IsExactOrZero(string line, long seconds)
    {
        var directives = Parse(line);

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives.MaxAge);
    }

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData("s-maxage=60", 60)]
    [InlineData("s-maxage=\"60\"", 60)]
    [InlineData("s-maxage", 0)]
    [InlineData("s-maxage=60;", 0)]
    [InlineData("s-maxage=x", 0)]
    public void With_SharedMaxAge_IsExactOrZero(string line, long seconds)
    {
        var directives = Parse(line);

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives.SharedMaxAge);
        Assert.Null(directives.MaxAge);
    }

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData("max-age=60, max-age=10")]
    [InlineData("max-age=10, max-age=60")]
    [InlineData("max-age=60", "max-age=10")]
    [InlineData("max-age=10", "max-age=60")]
    public void With_RepeatedMaxAge_TakesTheShorter(params string[] lines)
    {
        var directives = Parse(lines);

        Assert.Equal(TimeSpan.FromSeconds(10), directives.MaxAge);
    }

    [Theory]
    [InlineData("max-age=60, max-age=x")]
    [InlineData("max-age, max-age=60")]
    public void With_RepeatedMaxAgeOneUnreadable_IsZero(string line)
    {
        var directives = Parse(line);

        Assert.Equal(TimeSpan.Zero, directives.MaxAge);
    }

    [Fact]
    public void With_RepeatedOtherDurations_TakesTheShorter()
    {
        var directives = Parse(
            "s-maxage=60, s-maxage=10, stale-if-error=60, stale-if-error=10, stale-if-error=x",
            "stale-while-revalidate=x, stale-while-revalidate=10, stale-while-revalidate=60");

        var expected = new ResponseDirectives
        {
            AllowsAuthorization = true,
            SharedMaxAge = TimeSpan.FromSeconds(10),
            StaleIfError = TimeSpan.FromSeconds(10),
            StaleWhileRevalidate = TimeSpan.FromSeconds(10),
        };
        Assert.Equal(expected, directives);
    }

    [Theory]
    [InlineData("extension=\"max-age=3600\", max-age=1")]
    [InlineData("max-age=1, extension=\"max-age=3600\"")]
    public void With_MaxAgeInsideQuotes_IsNotRead(string line)
    {
        var directives = Parse(line);

        Assert.Equal(new() { MaxAge = TimeSpan.FromSeconds(1) }, directives);
    }

    private static ResponseDirectives Parse(params string[] lines) =>
        lines.Aggregate(default(ResponseDirectives), (directives, line) => directives.With(line));
}
