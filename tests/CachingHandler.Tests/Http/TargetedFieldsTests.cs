using CachingHandler.Http;
using CachingHandler.Testing;
using CachingHandler.Tests.Policy;

namespace CachingHandler.Tests.Http;

public sealed class TargetedFieldsTests
{
    private static readonly TargetedFields Targeted = new(["ACME-Cache-Control", "CDN-Cache-Control", "Surrogate-Control"]);

    [Fact]
    [Rfc9213("2.1")]
    public void Read_EveryDirective_IsReadAsInCacheControl()
    {
        const string Line = "no-cache, no-store, private, public, must-revalidate, proxy-revalidate, must-understand, "
            + "immutable, max-age=1, s-maxage=2, stale-if-error=3";

        var directives = Read(("CDN-Cache-Control", Line));

        Assert.Equal(default(ResponseDirectives).With(Line), directives);
    }

    [Theory]
    [Rfc9213("2.2")]
    [InlineData("max-age=1", "max-age=2", "max-age=3", 1)]
    [InlineData("max-age=1", "", "", 1)]
    [InlineData("", "max-age=2", "max-age=3", 2)]
    [InlineData("&&", "max-age=2", "max-age=3", 2)]
    [InlineData("max-age=1,", "max-age=2", "max-age=3", 2)]
    [InlineData("", "Max-Age=2", "max-age=3", 3)]
    [InlineData("", "", "max-age=3", 3)]
    public void Read_SeveralFields_TakesTheFirstReadable(string acme, string cdn, string surrogate, int seconds)
    {
        var directives = Read(("Surrogate-Control", surrogate), ("cdn-cache-control", cdn), ("ACME-Cache-Control", acme));

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives?.MaxAge);
    }

    [Theory]
    [Rfc9213("2.1")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(",")]
    [InlineData("no-store,")]
    [InlineData("no-store; max-age=60;")]
    [InlineData("No-Store")]
    [InlineData("max-age=60, NO-STORE")]
    [InlineData("no-store max-age=60")]
    [InlineData("max-age=1e3")]
    [InlineData("max-age=")]
    [InlineData("no-cache=\"a")]
    public void Read_EmptyOrMalformed_CountsAsAbsent(string value)
    {
        var directives = Read(("CDN-Cache-Control", value));

        Assert.Null(directives);
    }

    [Fact]
    public void Read_FieldOfNoInterest_IsNotRead()
    {
        var directives = Read(("Other-Cache-Control", "no-store"), ("Cache-Control", "no-store"));

        Assert.Null(directives);
    }

    [Fact]
    [Rfc9213("2.1")]
    public void Read_UnknownDirectiveOnly_IsThereAndSaysNothing()
    {
        var directives = Read(("CDN-Cache-Control", "x-unknown"));

        Assert.Equal(default(ResponseDirectives), directives);
    }

    [Fact]
    [Rfc9651("4.2")]
    public void Read_SeveralLines_AreOneDictionary()
    {
        var directives = Read(("CDN-Cache-Control", "max-age=60, no-cache"), ("CDN-Cache-Control", "max-age=10"));

        Assert.Equal(new ResponseDirectives { MaxAge = TimeSpan.FromSeconds(10), NoCache = true }, directives);
    }

    [Theory]
    [Rfc9213("2.1")]
    [InlineData("max-age=60;x", 60)]
    [InlineData("max-age=60;x=\"y\";z", 60)]
    [InlineData("max-age=2147483649", 2147483648)]
    [InlineData("max-age=999999999999999", 2147483648)]
    [InlineData("max-age=60, max-age=10", 10)]
    [InlineData("max-age=10, max-age=60", 60)]
    public void Read_Lifetime_IsTheLastInteger(string value, long seconds)
    {
        var directives = Read(("CDN-Cache-Control", value));

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives?.MaxAge);
    }

    // RFC 9213 §2.1 has such a value not used. That leaves no lifetime, in the place of which none is guessed.
    [Theory]
    [Rfc9213("2.1")]
    [InlineData("max-age, s-maxage")]
    [InlineData("max-age=\"60\", s-maxage=\"60\"")]
    [InlineData("max-age=-60, s-maxage=-60")]
    [InlineData("max-age=60.0, s-maxage=60.0")]
    [InlineData("max-age=a60, s-maxage=a60")]
    [InlineData("max-age=(60), s-maxage=(60)")]
    [InlineData("max-age=@60, s-maxage=@60")]
    public void Read_LifetimeOfAnotherType_IsZero(string value)
    {
        var directives = Read(("CDN-Cache-Control", value));

        Assert.Equal(new ResponseDirectives { MaxAge = TimeSpan.Zero, SharedMaxAge = TimeSpan.Zero }, directives);
    }

    [Theory]
    [Rfc9213("2.1")]
    [InlineData("=1")]
    [InlineData("=\"\"")]
    [InlineData("=x")]
    [InlineData("=()")]
    [InlineData("=:YWJj:")]
    public void Read_RestrictionOfAnotherType_IsHonoured(string tail)
    {
        var value = $"no-store{tail}, no-cache{tail}, private{tail}, must-revalidate{tail}, proxy-revalidate{tail}";

        var directives = Read(("CDN-Cache-Control", value));

        var expected = new ResponseDirectives
        {
            NoStore = true,
            NoCache = true,
            Private = true,
            MustRevalidate = true,
            ProxyRevalidate = true,
        };
        Assert.Equal(expected, directives);
    }

    [Theory]
    [Rfc9213("2.1")]
    [InlineData("public=1")]
    [InlineData("public=x")]
    [InlineData("public=()")]
    [InlineData("stale-if-error=\"60\"")]
    [InlineData("stale-if-error=-60")]
    [InlineData("stale-if-error")]
    public void Read_PermissionOfAnotherType_IsIgnored(string value)
    {
        var directives = Read(("CDN-Cache-Control", value));

        Assert.Equal(default(ResponseDirectives), directives);
    }

    [Fact]
    [Rfc9213("2.1")]
    public void Read_False_IsNotGiven()
    {
        var directives = Read(("CDN-Cache-Control", "no-store=?0, no-cache=?0, private=?0, public=?0, immutable=?0, max-age=?0"));

        Assert.Equal(default(ResponseDirectives), directives);
    }

    [Theory]
    [InlineData("max-age=3600", 3600)]
    [InlineData("max-age=3600;CAPABILITY_TARGET", 3600)]
    [InlineData("max-age=3600 ; target", 3600)]
    [InlineData("max-age=3600;a;b=\"c\"", 3600)]
    [InlineData("foobar;a=\", max-age=3600;b", 3600)]
    [InlineData("foobar, max-age=3600", 3600)]
    [InlineData("MaX-aGe=3600", 3600)]
    [InlineData("content=\"ESI/1.0\";x, max-age=3600;y", 3600)]
    [InlineData("content=\"a;b\", max-age=3600", 3600)]
    [InlineData("max-age=99999999999", 2147483648)]
    [InlineData("max-age=0", 0)]
    [InlineData("max-age =3600", 0)]
    [InlineData("max-age= 3600", 0)]
    [InlineData("max-age=3600+600", 0)]
    [InlineData("content=\"a;b, max-age=3600", 0)]
    [InlineData("content=\"a\\\";b\", max-age=3600", 0)]
    public void SurrogateControl_IsReadAsCacheControlWithoutParameters(string value, long seconds)
    {
        var directives = Read(("Surrogate-Control", value));

        Assert.Equal(TimeSpan.FromSeconds(seconds), directives?.MaxAge);
    }

    [Theory]
    [InlineData("no-store")]
    [InlineData("no-store;target")]
    [InlineData("max-age=60;target, no-store")]
    [InlineData("max-age=60;x=\"y, no-store")]
    [InlineData("max-age=60;x=\"y, no-store, z\"")]
    [InlineData("content=\"a;b, no-store")]
    [InlineData("a\"b;c, no-store")]
    [InlineData(";;;,no-store")]
    [InlineData("\\\";, no-store")]
    public void SurrogateControl_NoStoreBesideRubbish_IsHonoured(string value)
    {
        var directives = Read(("Surrogate-Control", value));

        Assert.True(directives?.NoStore);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData(";target")]
    [InlineData("\"")]
    public void SurrogateControl_WithoutDirective_CountsAsAbsent(string value)
    {
        var directives = Read(("Surrogate-Control", value));

        Assert.Null(directives);
    }

    [Fact]
    public void SurrogateControl_SeveralLines_AddUp()
    {
        var directives = Read(("Surrogate-Control", "max-age=60;x=\""), ("Surrogate-Control", ""), ("Surrogate-Control", "no-store"));

        Assert.Equal(new ResponseDirectives { MaxAge = TimeSpan.FromSeconds(60), NoStore = true }, directives);
    }

    [Fact]
    [Rfc9213("2.2")]
    public void Control_TargetedField_ReplacesCacheControlAndExpires()
    {
        var head = Responses.Ok(
            ("Cache-Control", "no-store, private"), ("Expires", "0"), ("CDN-Cache-Control", "max-age=60"));

        var control = head.Control(Targeted);

        Assert.Equal(new ResponseDirectives { MaxAge = TimeSpan.FromSeconds(60) }, control.Directives);
        Assert.False(control.HasExpires);
    }

    [Theory]
    [Rfc9213("2.2")]
    [InlineData("")]
    [InlineData("max-age=60,")]
    public void Control_UnreadableTargetedField_LeavesCacheControlAndExpires(string value)
    {
        var head = Responses.Ok(("Cache-Control", "private"), ("Expires", "0"), ("CDN-Cache-Control", value));

        var control = head.Control(Targeted);

        Assert.Same(head.Control(TargetedFields.None), control);
    }

    [Fact]
    public void Control_AskedAgain_IsNotReadAgain()
    {
        var head = Responses.Ok(("CDN-Cache-Control", "max-age=60"));

        var control = head.Control(Targeted);

        Assert.Same(control, head.Control(Targeted));
    }

    [Fact]
    public void Control_ForCachesThatObeyDifferentFields_IsEachOnesOwn()
    {
        var head = Responses.Ok(("A-Cache-Control", "max-age=1"), ("B-Cache-Control", "max-age=2"));
        var (first, second) = (new TargetedFields(["A-Cache-Control"]), new TargetedFields(["B-Cache-Control"]));

        var lifetimes = new[] { first, second, first }.Select(targeted => head.Control(targeted).Directives.MaxAge);

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)], lifetimes);
    }

    private static ResponseDirectives? Read(params (string Name, string Value)[] fields) => Targeted.Read(Stored.Fields(fields));
}
