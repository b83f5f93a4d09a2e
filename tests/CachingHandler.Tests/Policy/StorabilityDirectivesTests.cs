using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

[Rfc9111("3")]
public sealed class StorabilityDirectivesTests
{
    [Theory]
    [InlineData("max-age=60", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("public, max-age=60", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("no-cache", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("must-revalidate", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("x-unknown", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("private, max-age=60", NotStoredReason.None, NotStoredReason.Private)]
    [InlineData("private=\"Set-Cookie\", max-age=60", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("private=\"Set-Cookie, ETag\", max-age=60", NotStoredReason.None, NotStoredReason.Private)]
    [InlineData("private=, max-age=60", NotStoredReason.None, NotStoredReason.Private)]
    [InlineData("private, public, max-age=60", NotStoredReason.None, NotStoredReason.Private)]
    [InlineData("no-store", NotStoredReason.NoStore, NotStoredReason.NoStore)]
    [InlineData("no-store, max-age=60", NotStoredReason.NoStore, NotStoredReason.NoStore)]
    [InlineData("public, no-store", NotStoredReason.NoStore, NotStoredReason.NoStore)]
    [InlineData("No-Store", NotStoredReason.NoStore, NotStoredReason.NoStore)]
    [InlineData("no-store=x", NotStoredReason.NoStore, NotStoredReason.NoStore)]
    [InlineData("private, no-store", NotStoredReason.NoStore, NotStoredReason.NoStore)]
    public void WhyNot_DirectivesOfOkWithValidator_ForbidEitherKind(
        string cacheControl, NotStoredReason inPrivate, NotStoredReason inShared)
    {
        var response = Responses.Ok(("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var reasons = (WhyNot(HttpCacheKind.Private, response), WhyNot(HttpCacheKind.Shared, response));

        Assert.Equal((inPrivate, inShared), reasons);
    }

    [Theory]
    [Rfc9111("5.2.2.5")]
    [InlineData("max-age=1e3, no-store")]
    [InlineData("private=\", no-store")]
    [InlineData("max-age=60; no-store")]
    [InlineData(",,no-store,,")]
    [InlineData("=60 no-store")]
    public void WhyNot_NoStoreBesideMalformedDirective_IsHonoured(string cacheControl)
    {
        var response = Responses.Ok(("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var reason = WhyNot(HttpCacheKind.Private, response);

        Assert.Equal(NotStoredReason.NoStore, reason);
    }

    [Fact]
    [Rfc9111("5.2.2.5")]
    public void WhyNot_NoStoreInAnotherLine_IsHonoured()
    {
        var response = Responses.Ok(("Cache-Control", "public, max-age=60"), ("Cache-Control", "no-store"));

        var reason = WhyNot(HttpCacheKind.Private, response);

        Assert.Equal(NotStoredReason.NoStore, reason);
    }

    [Theory]
    [Rfc9111("5.2.2.3")]
    [InlineData(200, "must-understand, no-store, max-age=60", NotStoredReason.None)]
    [InlineData(404, "must-understand, no-store, max-age=60", NotStoredReason.None)]
    [InlineData(599, "must-understand, no-store, max-age=60", NotStoredReason.NoStore)]
    [InlineData(599, "must-understand, max-age=60", NotStoredReason.Status)]
    [InlineData(299, "must-understand, max-age=60", NotStoredReason.Status)]
    [InlineData(200, "must-understand=, no-store, max-age=60", NotStoredReason.NoStore)]
    [InlineData(200, "must-understand=, max-age=60", NotStoredReason.None)]
    [InlineData(599, "must-understand=, max-age=60", NotStoredReason.Status)]
    [InlineData(599, "must-understand; max-age=60, max-age=60", NotStoredReason.Status)]
    [InlineData(200, "must-understand; no-store, max-age=60", NotStoredReason.NoStore)]
    [InlineData(200, "must-understand, max-age=60", NotStoredReason.None)]
    [InlineData(599, "max-age=60", NotStoredReason.None)]
    public void WhyNot_MustUnderstand_DependsOnStatus(int statusCode, string cacheControl, NotStoredReason expected)
    {
        var response = Responses.Of(statusCode, ("Cache-Control", cacheControl));

        var reason = WhyNot(HttpCacheKind.Private, response);

        Assert.Equal(expected, reason);
    }

    [Theory]
    [Rfc9111("3.5")]
    [InlineData("max-age=60", NotStoredReason.Authorization)]
    [InlineData("no-cache", NotStoredReason.Authorization)]
    [InlineData("proxy-revalidate, max-age=60", NotStoredReason.Authorization)]
    [InlineData("must-revalidate, max-age=60", NotStoredReason.None)]
    [InlineData("public, max-age=60", NotStoredReason.None)]
    [InlineData("s-maxage=60", NotStoredReason.None)]
    [InlineData("s-maxage=0", NotStoredReason.None)]
    [InlineData("private, must-revalidate, max-age=60", NotStoredReason.Private)]
    [InlineData("s-maxage=x", NotStoredReason.Authorization)]
    [InlineData("s-maxage", NotStoredReason.Authorization)]
    [InlineData("must-revalidate=, max-age=60", NotStoredReason.Authorization)]
    [InlineData("must-revalidate=x, max-age=60", NotStoredReason.Authorization)]
    [InlineData("max-age=60 must-revalidate", NotStoredReason.Authorization)]
    [InlineData("public=, max-age=60", NotStoredReason.Authorization)]
    [InlineData("s-maxage=x, public", NotStoredReason.None)]
    [InlineData("must-revalidate, must-revalidate=", NotStoredReason.None)]
    public void WhyNot_AuthorizedRequestInSharedCache_NeedsPermission(string cacheControl, NotStoredReason expected)
    {
        var response = Responses.Ok(("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var reason = WhyNot(HttpCacheKind.Shared, response, ("Authorization", "Bearer x"));

        Assert.Equal(expected, reason);
    }

    [Fact]
    [Rfc9111("3.5")]
    public void WhyNot_AuthorizationInResponseOnly_MeansNothing()
    {
        var response = Responses.Ok(("Cache-Control", "max-age=60"), ("Authorization", "Bearer x"));

        var reason = WhyNot(HttpCacheKind.Shared, response);

        Assert.Equal(NotStoredReason.None, reason);
    }

    [Fact]
    [Rfc9111("3.5")]
    public void WhyNot_AuthorizedRequestInPrivateCache_IsStored()
    {
        var response = Responses.Ok("max-age=60");

        var reason = WhyNot(HttpCacheKind.Private, response, ("Authorization", "Bearer x"));

        Assert.Equal(NotStoredReason.None, reason);
    }

    [Theory]
    [Rfc9111("7.3")]
    [InlineData(HttpCacheKind.Shared, "max-age=60", NotStoredReason.SetCookie)]
    [InlineData(HttpCacheKind.Shared, "s-maxage=60", NotStoredReason.SetCookie)]
    [InlineData(HttpCacheKind.Shared, "public, max-age=60", NotStoredReason.None)]
    [InlineData(HttpCacheKind.Shared, "public=, max-age=60", NotStoredReason.SetCookie)]
    [InlineData(HttpCacheKind.Shared, "private=\"set-cookie\", max-age=60", NotStoredReason.None)]
    [InlineData(HttpCacheKind.Shared, "no-cache=\"X-User, set-cookie\", max-age=60", NotStoredReason.None)]
    [InlineData(HttpCacheKind.Shared, "private=\"X-User\", max-age=60", NotStoredReason.SetCookie)]
    [InlineData(HttpCacheKind.Shared, "private=set-cookie, max-age=60", NotStoredReason.Private)]
    [InlineData(HttpCacheKind.Shared, "no-cache=set-cookie, max-age=60", NotStoredReason.SetCookie)]
    [InlineData(HttpCacheKind.Private, "max-age=60", NotStoredReason.None)]
    public void WhyNot_SetCookie_NeedsPublicInSharedCache(HttpCacheKind kind, string cacheControl, NotStoredReason expected)
    {
        var response = Responses.Ok(("Cache-Control", cacheControl), ("Set-Cookie", "session=1"));

        var reason = WhyNot(kind, response);

        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData("Cache-Control", "max-age=60", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("Cache-Control", "s-maxage=60", NotStoredReason.NoFreshness, NotStoredReason.None)]
    [InlineData("Cache-Control", "public", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("Cache-Control", "private", NotStoredReason.None, NotStoredReason.Private)]
    [InlineData("Cache-Control", "no-cache", NotStoredReason.NoFreshness, NotStoredReason.NoFreshness)]
    [InlineData("Cache-Control", "must-revalidate", NotStoredReason.NoFreshness, NotStoredReason.NoFreshness)]
    [InlineData("Cache-Control", "stale-if-error=60", NotStoredReason.NoFreshness, NotStoredReason.NoFreshness)]
    [InlineData("Expires", "Tue, 01 Jan 2030 00:01:00 GMT", NotStoredReason.None, NotStoredReason.None)]
    [InlineData("Expires", "0", NotStoredReason.None, NotStoredReason.None)]
    public void WhyNot_FoundWithOneField_IsStoredIfThatAllowsIt(
        string name, string value, NotStoredReason inPrivate, NotStoredReason inShared)
    {
        var response = Responses.Of(302, (name, value), ("ETag", "\"1\""));

        var reasons = (WhyNot(HttpCacheKind.Private, response), WhyNot(HttpCacheKind.Shared, response));

        Assert.Equal((inPrivate, inShared), reasons);
    }

    private static NotStoredReason WhyNot(
        HttpCacheKind kind, ResponseHead response, params (string Name, string Value)[] requestFields) =>
        Storability.WhyNot(Requests.Get(requestFields), response, Policies.Now, Policies.Rules(kind));
}
