using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

[Rfc9111("4.4")]
public sealed class InvalidationTests
{
    [Theory]
    [InlineData("POST", 200)]
    [InlineData("POST", 201)]
    [InlineData("POST", 303)]
    [InlineData("POST", 304)]
    [InlineData("PUT", 204)]
    [InlineData("DELETE", 204)]
    [InlineData("DELETE", 202)]
    [InlineData("PATCH", 200)]
    [InlineData("PATCH", 399)]
    [InlineData("FROBNICATE", 200)]
    [InlineData("MKCOL", 201)]
    public void Of_UnsafeMethodNotFailed_IsTarget(string method, int statusCode)
    {
        var invalidated = Invalidation.Of(Requests.Of(method), Responses.Of(statusCode));

        Assert.Equal([new Uri(Requests.Target)], invalidated);
    }

    [Theory]
    [InlineData("POST", 400)]
    [InlineData("PUT", 404)]
    [InlineData("PUT", 412)]
    [InlineData("DELETE", 403)]
    [InlineData("PATCH", 500)]
    [InlineData("FROBNICATE", 501)]
    [InlineData("POST", 101)]
    public void Of_UnsafeMethodFailed_IsNothing(string method, int statusCode)
    {
        var invalidated = Invalidation.Of(Requests.Of(method), Responses.Of(statusCode, ("Location", "/new")));

        Assert.Empty(invalidated);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("QUERY")]
    [InlineData("PROPFIND")]
    [InlineData("REPORT")]
    [InlineData("SEARCH")]
    public void Of_SafeMethod_IsNothing(string method)
    {
        var invalidated = Invalidation.Of(Requests.Of(method), Responses.Ok(("Location", "/new")));

        Assert.Empty(invalidated);
    }

    [Theory]
    [InlineData("https://example.com/new", "https://example.com/new")]
    [InlineData("HTTPS://EXAMPLE.COM:443/new", "https://example.com/new")]
    [InlineData("/new", "https://example.com/new")]
    [InlineData("new?x=1", "https://example.com/new?x=1")]
    [InlineData("../new", "https://example.com/new")]
    [InlineData("?page=2", "https://example.com/resource?page=2")]
    [InlineData("//example.com/new", "https://example.com/new")]
    public void Of_LocationOfSameOrigin_IsIncluded(string reference, string uri)
    {
        var byLocation = Invalidation.Of(Requests.Of("POST"), Responses.Of(201, ("Location", reference)));
        var byContent = Invalidation.Of(Requests.Of("POST"), Responses.Of(201, ("Content-Location", reference)));

        Assert.Equal([new Uri(Requests.Target), new Uri(uri)], byLocation);
        Assert.Equal([new Uri(Requests.Target), new Uri(uri)], byContent);
    }

    [Fact]
    public void Of_LocationAndContentLocation_AreBothIncluded()
    {
        var response = Responses.Of(201, ("Location", "/a"), ("Content-Location", "/b"));

        var invalidated = Invalidation.Of(Requests.Of("POST"), response);

        Assert.Equal(
            [new Uri(Requests.Target), new Uri("https://example.com/a"), new Uri("https://example.com/b")], invalidated);
    }

    [Theory]
    [InlineData("https://example.org/new")]
    [InlineData("https://www.example.com/new")]
    [InlineData("https://example.com.evil.test/new")]
    [InlineData("https://example.com@evil.test/new")]
    [InlineData("https://example.com:8443/new")]
    [InlineData("http://example.com/new")]
    [InlineData("http://example.com:443/new")]
    [InlineData("//example.org/new")]
    [InlineData("mailto:x@example.com")]
    [InlineData("https://[::1/new")]
    [InlineData("https://exa mple.com/new")]
    public void Of_LocationOfOtherOriginOrMalformed_IsLeftOut(string reference)
    {
        var response = Responses.Of(201, ("Location", reference), ("Content-Location", reference));

        var invalidated = Invalidation.Of(Requests.Of("POST"), response);

        Assert.Equal([new Uri(Requests.Target)], invalidated);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(500)]
    public void Of_RedirectFollowed_IncludesTargetWhateverTheLastAnswer(int statusCode)
    {
        var response = Responses.From("https://example.com/other", statusCode);

        var invalidated = Invalidation.Of(Requests.Of("POST"), response);

        Assert.Contains(new Uri(Requests.Target), invalidated);
    }

    [Theory]
    [InlineData(HttpCacheMode.Default)]
    [InlineData(HttpCacheMode.Bypass)]
    [InlineData(HttpCacheMode.ForceRefresh)]
    [InlineData(HttpCacheMode.PreferCache)]
    public void Decide_UnsafeMethodInAnyMode_Invalidates(HttpCacheMode mode)
    {
        var request = Requests.Of("PUT", mode);
        var earlier = Policies.Private.Decide(request, [], Policies.Now);

        var decision = Policies.Private.Answer(request, earlier, Responses.Of(204));

        Assert.Equal([new Uri(Requests.Target)], Assert.IsType<ResponseDecision.PassThrough>(decision).Invalidated);
    }

    [Theory]
    [InlineData("Cache-Control", "no-store")]
    [InlineData("If-Match", "\"1\"")]
    [InlineData("Range", "bytes=0-99")]
    public void Decide_UnsafeMethodWithAnyField_Invalidates(string name, string value)
    {
        var request = Requests.Of("PUT", (name, value));
        var earlier = Policies.Private.Decide(request, [], Policies.Now);

        var decision = Policies.Private.Answer(request, earlier, Responses.Of(204));

        Assert.Equal([new Uri(Requests.Target)], Assert.IsType<ResponseDecision.PassThrough>(decision).Invalidated);
    }

    [Fact]
    public void Of_RedirectFollowed_IncludesWhereItLedAndResolvesAgainstThat()
    {
        var response = Responses.From("https://example.com/other/", 201, ("Location", "1"));

        var invalidated = Invalidation.Of(Requests.Of("POST"), response);

        Assert.Equal(
            [new Uri(Requests.Target), new Uri("https://example.com/other/"), new Uri("https://example.com/other/1")],
            invalidated);
    }

    [Theory]
    [InlineData("/new")]
    [InlineData("https://example.com/new")]
    [InlineData("https://example.org/new")]
    public void Of_RedirectFollowedToOtherOrigin_IncludesTargetOnly(string reference)
    {
        var response = Responses.From("https://example.org/other", 201, ("Location", reference));

        var invalidated = Invalidation.Of(Requests.Of("POST"), response);

        Assert.Equal([new Uri(Requests.Target)], invalidated);
    }
}
