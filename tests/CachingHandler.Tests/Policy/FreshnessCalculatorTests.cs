using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class FreshnessCalculatorTests
{
    private const string TenDaysAgo = "Sat, 22 Dec 2029 00:00:00 GMT";

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData(HttpCacheKind.Private, "max-age=60", 60)]
    [InlineData(HttpCacheKind.Private, "max-age=60, s-maxage=30", 60)]
    [InlineData(HttpCacheKind.Private, "s-maxage=30", 0)]
    [InlineData(HttpCacheKind.Shared, "max-age=60", 60)]
    [InlineData(HttpCacheKind.Shared, "max-age=60, s-maxage=30", 30)]
    [InlineData(HttpCacheKind.Shared, "s-maxage=90, max-age=60", 90)]
    [InlineData(HttpCacheKind.Shared, "s-maxage=30", 30)]
    [InlineData(HttpCacheKind.Private, "max-age=60, max-age=30", 30)]
    [InlineData(HttpCacheKind.Private, "max-age=0", 0)]
    public void Lifetime_Directives_GiveSeconds(HttpCacheKind kind, string cacheControl, int seconds)
    {
        var response = Responses.Ok(cacheControl);

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.Rules(kind));

        Assert.Equal(TimeSpan.FromSeconds(seconds), lifetime);
    }

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData("max-age=")]
    [InlineData("max-age")]
    [InlineData("max-age=x")]
    [InlineData("max-age=-1")]
    [InlineData("max-age=1.5")]
    [InlineData("max-age=1e3")]
    [InlineData("max-age=60, max-age=x")]
    [InlineData("max-age= 60")]
    public void Lifetime_MalformedMaxAge_IsZeroThoughExpiresAndLastModifiedWouldGiveMore(string cacheControl)
    {
        var response = Responses.Ok(
            ("Cache-Control", cacheControl), ("Expires", "Wed, 02 Jan 2030 00:00:00 GMT"), ("Last-Modified", TenDaysAgo));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.Zero, lifetime);
    }

    [Fact]
    [Rfc9111("4.2.1")]
    public void Lifetime_MalformedSharedMaxAge_IsZeroInSharedCacheOnly()
    {
        var response = Responses.Ok("s-maxage=x, max-age=60");

        var inShared = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.SharedRules);
        var inPrivate = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(60)), (inShared, inPrivate));
    }

    [Theory]
    [Rfc9111("1.2.2")]
    [InlineData("max-age=2147483648")]
    [InlineData("max-age=99999999999999999999999999999999")]
    public void Lifetime_MaxAgeBeyondRange_IsGreatest(string cacheControl)
    {
        var response = Responses.Ok(cacheControl);

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(2147483648), lifetime);
    }

    [Theory]
    [Rfc9111("5.3")]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT", "Tue, 01 Jan 2030 00:00:00 GMT", 60)]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT", "Mon, 31 Dec 2029 23:59:00 GMT", 120)]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT", "Tue, 01 Jan 2030 00:01:00 GMT", 0)]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT", "Tue, 01 Jan 2030 00:02:00 GMT", 0)]
    [InlineData("Tuesday, 01-Jan-30 00:01:00 GMT", "Tue Jan  1 00:00:00 2030", 60)]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT", "yesterday", 60)] // without a Date, it is when it was received
    public void Lifetime_Expires_IsCountedFromDate(string expires, string date, int seconds)
    {
        var response = Responses.Ok(("Expires", expires), ("Date", date));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(seconds), lifetime);
    }

    [Fact]
    [Rfc9111("5.3")]
    public void Lifetime_ExpiresWithoutDate_IsCountedFromReceipt()
    {
        var response = Responses.Ok(("Expires", "Tue, 01 Jan 2030 00:01:00 GMT"));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(60), lifetime);
    }

    [Theory]
    [Rfc9111("5.3")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("never")]
    [InlineData("Tue, 01 Jan 2030 00:01:00 UTC")]
    public void Lifetime_InvalidExpires_IsZeroThoughLastModifiedWouldGiveMore(string expires)
    {
        var response = Responses.Ok(("Expires", expires), ("Last-Modified", TenDaysAgo));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.Zero, lifetime);
    }

    [Theory]
    [Rfc9111("4.2.1")]
    [InlineData("Tue, 01 Jan 2030 00:01:00 GMT")]
    [InlineData("Tue, 01 Jan 2030 00:02:00 GMT")]
    [InlineData("0")]
    public void Lifetime_SecondExpires_IsZero(string second)
    {
        var response = Responses.Ok(("Expires", "Tue, 01 Jan 2030 00:01:00 GMT"), ("Expires", second));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.Zero, lifetime);
    }

    [Theory]
    [Rfc9111("5.3")]
    [InlineData("max-age=60")]
    [InlineData("MAX-AGE=\"60\"")]
    public void Lifetime_MaxAgeAndExpires_IsMaxAge(string cacheControl)
    {
        var response = Responses.Ok(("Cache-Control", cacheControl), ("Expires", "0"));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(60), lifetime);
    }

    [Theory]
    [Rfc9111("4.2.2")]
    [InlineData("Mon, 31 Dec 2029 23:50:00 GMT", 60)]
    [InlineData("Sat, 22 Dec 2029 00:00:00 GMT", 86_400)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 86_400)] // never more than a day
    [InlineData("Tue, 01 Jan 2030 00:10:00 GMT", 0)]
    [InlineData("long ago", 0)]
    public void Lifetime_LastModifiedAlone_IsATenthOfTheTimeSince(string lastModified, int seconds)
    {
        var response = Responses.Ok(("Date", "Tue, 01 Jan 2030 00:00:00 GMT"), ("Last-Modified", lastModified));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(seconds), lifetime);
    }

    [Fact]
    [Rfc9111("4.2.2")]
    public void Lifetime_LastModifiedWithoutDate_IsCountedToReceipt()
    {
        var response = Responses.Ok(("Last-Modified", "Mon, 31 Dec 2029 23:50:00 GMT"));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(60), lifetime);
    }

    [Theory]
    [Rfc9111("4.2.2")]
    [InlineData(0.5, 86_400, 300)]
    [InlineData(1.0, 86_400, 600)]
    [InlineData(0.0, 86_400, 0)]
    [InlineData(0.5, 5, 5)]
    [InlineData(0.5, 0, 0)]
    public void Lifetime_HeuristicOptions_AreObeyed(double fraction, int maximum, int seconds)
    {
        var response = Responses.Ok(("Last-Modified", "Mon, 31 Dec 2029 23:50:00 GMT"));
        var rules = Policies.PrivateRules with
        {
            HeuristicFraction = fraction,
            MaximumHeuristicLifetime = TimeSpan.FromSeconds(maximum),
        };

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, rules);

        Assert.Equal(TimeSpan.FromSeconds(seconds), lifetime);
    }

    [Theory]
    [Rfc9111("4.2.2")]
    [InlineData(200, true)]
    [InlineData(203, true)]
    [InlineData(204, true)]
    [InlineData(300, true)]
    [InlineData(301, true)]
    [InlineData(308, true)]
    [InlineData(404, true)]
    [InlineData(405, true)]
    [InlineData(410, true)]
    [InlineData(414, true)]
    [InlineData(501, true)]
    [InlineData(201, false)]
    [InlineData(202, false)]
    [InlineData(302, false)]
    [InlineData(303, false)]
    [InlineData(307, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public void Lifetime_LastModifiedOfStatus_CountsOnlyIfHeuristicallyCacheable(int statusCode, bool counts)
    {
        var response = Responses.Of(statusCode, ("Last-Modified", TenDaysAgo));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(counts, lifetime > TimeSpan.Zero);
    }

    [Theory]
    [Rfc9111("4.2.2")]
    [InlineData(302, "public", 86_400)]
    [InlineData(500, "public", 86_400)]
    [InlineData(302, "private", 0)]
    [InlineData(302, "public=", 0)]
    public void Lifetime_PublicOfAnyStatus_AllowsHeuristic(int statusCode, string cacheControl, int seconds)
    {
        var response = Responses.Of(statusCode, ("Cache-Control", cacheControl), ("Last-Modified", TenDaysAgo));

        var lifetime = FreshnessCalculator.Lifetime(response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(TimeSpan.FromSeconds(seconds), lifetime);
    }
}
