using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

[Rfc9111("3")]
public sealed class StorabilityTests
{
    private const string TenDaysAgo = "Sat, 22 Dec 2029 00:00:00 GMT";

    [Theory]
    [InlineData(200, NotStoredReason.None)]
    [InlineData(203, NotStoredReason.None)]
    [InlineData(204, NotStoredReason.None)]
    [InlineData(300, NotStoredReason.None)]
    [InlineData(301, NotStoredReason.None)]
    [InlineData(308, NotStoredReason.None)]
    [InlineData(404, NotStoredReason.None)]
    [InlineData(405, NotStoredReason.None)]
    [InlineData(410, NotStoredReason.None)]
    [InlineData(414, NotStoredReason.None)]
    [InlineData(501, NotStoredReason.None)]
    [InlineData(201, NotStoredReason.NoFreshness)]
    [InlineData(202, NotStoredReason.NoFreshness)]
    [InlineData(302, NotStoredReason.NoFreshness)]
    [InlineData(303, NotStoredReason.NoFreshness)]
    [InlineData(307, NotStoredReason.NoFreshness)]
    [InlineData(400, NotStoredReason.NoFreshness)]
    [InlineData(401, NotStoredReason.NoFreshness)]
    [InlineData(403, NotStoredReason.NoFreshness)]
    [InlineData(418, NotStoredReason.NoFreshness)]
    [InlineData(429, NotStoredReason.NoFreshness)]
    [InlineData(500, NotStoredReason.NoFreshness)]
    [InlineData(502, NotStoredReason.NoFreshness)]
    [InlineData(503, NotStoredReason.NoFreshness)]
    [InlineData(504, NotStoredReason.NoFreshness)]
    [InlineData(206, NotStoredReason.Status)]
    [InlineData(304, NotStoredReason.Status)]
    [InlineData(101, NotStoredReason.Status)]
    [InlineData(999, NotStoredReason.Status)]
    public void WhyNot_StatusWithoutExplicitFreshness_HasToBeHeuristicallyCacheable(int statusCode, NotStoredReason expected)
    {
        var response = Responses.Of(statusCode, ("Last-Modified", TenDaysAgo), ("ETag", "\"1\""));

        var reason = WhyNot(response);

        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData(200, NotStoredReason.None)]
    [InlineData(201, NotStoredReason.None)]
    [InlineData(299, NotStoredReason.None)]
    [InlineData(302, NotStoredReason.None)]
    [InlineData(307, NotStoredReason.None)]
    [InlineData(400, NotStoredReason.None)]
    [InlineData(403, NotStoredReason.None)]
    [InlineData(404, NotStoredReason.None)]
    [InlineData(499, NotStoredReason.None)]
    [InlineData(500, NotStoredReason.None)]
    [InlineData(503, NotStoredReason.None)]
    [InlineData(599, NotStoredReason.None)]
    [InlineData(206, NotStoredReason.Status)]
    [InlineData(304, NotStoredReason.Status)]
    [InlineData(100, NotStoredReason.Status)]
    [InlineData(600, NotStoredReason.Status)]
    public void WhyNot_StatusWithExplicitFreshness_HasToBeFinalAndWhole(int statusCode, NotStoredReason expected)
    {
        var response = Responses.Of(statusCode, ("Cache-Control", "max-age=60"));

        var reason = WhyNot(response);

        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData("max-age=60", NotStoredReason.None)]
    [InlineData("max-age=0", NotStoredReason.NothingToReuse)]
    [InlineData("max-age=x", NotStoredReason.NothingToReuse)]
    [InlineData("", NotStoredReason.NothingToReuse)]
    [InlineData("public", NotStoredReason.NothingToReuse)]
    [InlineData("max-age=60, no-cache", NotStoredReason.NothingToReuse)]
    [InlineData("max-age=0, stale-if-error=60", NotStoredReason.None)]
    [InlineData("max-age=0, stale-if-error=0", NotStoredReason.NothingToReuse)]
    [InlineData("max-age=0, stale-if-error=60, must-revalidate", NotStoredReason.NothingToReuse)]
    public void WhyNot_WithoutValidator_NeedsAUse(string cacheControl, NotStoredReason expected)
    {
        var response = Responses.Ok(cacheControl);

        var reason = WhyNot(response);

        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData("ETag", "\"1\"")]
    [InlineData("ETag", "W/\"1\"")]
    [InlineData("ETag", "unquoted")]
    [InlineData("Last-Modified", "Tue, 01 Jan 2030 00:00:00 GMT")]
    public void WhyNot_StaleAtOnceWithValidator_IsStored(string name, string value)
    {
        var response = Responses.Ok(("Cache-Control", "max-age=0"), (name, value));

        var reason = WhyNot(response);

        Assert.Equal(NotStoredReason.None, reason);
    }

    [Fact]
    public void WhyNot_EmptyEntityTag_IsNoValidator()
    {
        var response = Responses.Ok(("Cache-Control", "max-age=0"), ("ETag", ""));

        var reason = WhyNot(response);

        Assert.Equal(NotStoredReason.NothingToReuse, reason);
    }

    [Fact]
    public void WhyNot_StaleAtOnceButStaleIsWelcome_IsStored()
    {
        var response = Responses.Ok("max-age=0");
        var lenient = Policies.PrivateRules with { StaleIfError = TimeSpan.FromSeconds(60) };

        var byOption = Storability.WhyNot(Requests.Get(), response, Policies.Now, lenient);
        var byMode = Storability.WhyNot(Requests.Get(HttpCacheMode.PreferCache), response, Policies.Now, Policies.PrivateRules);

        Assert.Equal((NotStoredReason.None, NotStoredReason.None), (byOption, byMode));
    }

    [Theory]
    [Rfc9111("4.1")]
    [InlineData("*", NotStoredReason.VaryAny)]
    [InlineData("Accept, *", NotStoredReason.VaryAny)]
    [InlineData("*,Accept", NotStoredReason.VaryAny)]
    [InlineData(" * ", NotStoredReason.VaryAny)]
    [InlineData("Accept, Accept-Language", NotStoredReason.None)]
    [InlineData("X-*", NotStoredReason.None)]
    [InlineData("", NotStoredReason.None)]
    public void WhyNot_Vary_MustNotHoldAsterisk(string vary, NotStoredReason expected)
    {
        var response = Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", vary));

        var reason = WhyNot(response);

        Assert.Equal(expected, reason);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void WhyNot_AsteriskInAnotherVaryLine_IsNotStored()
    {
        var response = Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", "Accept"), ("Vary", "*"));

        var reason = WhyNot(response);

        Assert.Equal(NotStoredReason.VaryAny, reason);
    }

    [Theory]
    [InlineData("GET", NotStoredReason.None)]
    [InlineData("HEAD", NotStoredReason.Method)]
    [InlineData("POST", NotStoredReason.Method)]
    [InlineData("PUT", NotStoredReason.Method)]
    [InlineData("OPTIONS", NotStoredReason.Method)]
    public void WhyNot_RequestMethod_HasToBeGet(string method, NotStoredReason expected)
    {
        var response = Responses.Ok("public, max-age=60");

        var reason = Storability.WhyNot(Requests.Of(method), response, Policies.Now, Policies.PrivateRules);

        Assert.Equal(expected, reason);
    }

    private static NotStoredReason WhyNot(ResponseHead response) =>
        Storability.WhyNot(Requests.Get(), response, Policies.Now, Policies.PrivateRules);
}
