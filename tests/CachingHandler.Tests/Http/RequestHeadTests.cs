using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class RequestHeadTests
{
    [Fact]
    public void Of_NoFields_AsksForNothing()
    {
        using var request = Messages.Request();

        var head = RequestHead.Of(request);

        Assert.Equal(default, head.Directives);
        Assert.Equal((false, false, false), (head.HasCondition, head.HasRange, head.HasAuthorization));
    }

    [Fact]
    public void Of_MethodAndMode_AreTaken()
    {
        using var request = Messages.Request();
        request.Method = HttpMethod.Put;

        var head = RequestHead.Of(request, HttpCacheMode.Revalidate);

        Assert.Equal((HttpMethod.Put, HttpCacheMode.Revalidate), (head.Method, head.Mode));
        Assert.Equal(HttpCacheMode.Default, RequestHead.Of(request).Mode);
    }

    [Fact]
    public void Of_MessageThatARedirectChanges_KeepsWhatWasAskedFor()
    {
        using var request = Messages.Request();
        request.Method = HttpMethod.Post;
        var head = RequestHead.Of(request);

        request.Method = HttpMethod.Get;
        request.RequestUri = new Uri("http://example.com/elsewhere");

        Assert.Equal((HttpMethod.Post, new Uri("http://example.com/")), (head.Method, head.Uri));
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("get", true)]
    [InlineData("HEAD", true)]
    [InlineData("POST", false)]
    [InlineData("QUERY", false)]
    public void IsCacheableMethod_Method_IsTrueForGetAndHead(string method, bool expected)
    {
        using var request = Messages.Request();
        request.Method = new HttpMethod(method);

        var head = RequestHead.Of(request);

        Assert.Equal(expected, head.IsCacheableMethod);
    }

    [Fact]
    public void HasContent_Message_TellsWhetherThereIsABody()
    {
        using var without = Messages.Request();
        using var with = Messages.Request(("Content-Type", "text/plain"));

        Assert.False(RequestHead.Of(without).HasContent);
        Assert.True(RequestHead.Of(with).HasContent);
    }

    [Theory]
    [InlineData("Cache-Control", "", true)]
    [InlineData("cache-control", "x", true)]
    [InlineData("Pragma", "no-cache", false)]
    public void HasCacheControl_Field_TellsWhetherTheCallerWroteAny(string name, string value, bool expected)
    {
        using var request = Messages.Request((name, value));

        var head = RequestHead.Of(request);

        Assert.Equal(expected, head.HasCacheControl);
    }

    [Theory]
    [InlineData("Authorization", true)]
    [InlineData("Cookie", true)]
    [InlineData("X-Api-Key", true)]
    [InlineData("Accept", false)]
    public void HasCredentials_Field_TellsWhetherItSaysWhoIsAsking(string name, bool expected)
    {
        using var request = Messages.Request((name, "a"));

        var head = RequestHead.Of(request);

        Assert.Equal(expected, head.HasCredentials);
    }

    [Fact]
    [Rfc9111("5.2.1")]
    public void Of_SeveralCacheControlLines_AddsThemUp()
    {
        using var request = Messages.Request(
            ("Cache-Control", "max-age=60, no-cache"), ("cache-control", "max-age=10"), ("CACHE-CONTROL", ""));

        var head = RequestHead.Of(request);

        Assert.Equal(new() { NoCache = true, MaxAge = TimeSpan.FromSeconds(10) }, head.Directives);
    }

    [Fact]
    public void Of_OneMalformedDirective_LosesNoOther()
    {
        using var request = Messages.Request(("Cache-Control", "no-store, max-age=99999999999, x=\"y"));

        var head = RequestHead.Of(request);

        Assert.True(head.Directives.NoStore);
    }

    [Theory]
    [Rfc9111("5.4")]
    [InlineData("no-cache")]
    [InlineData("No-Cache")]
    [InlineData("x=y, no-cache")]
    [InlineData("no-cache;")]
    public void Of_PragmaWithoutCacheControl_IsNoCache(string pragma)
    {
        using var request = Messages.Request(("Pragma", pragma));

        var head = RequestHead.Of(request);

        Assert.Equal(new() { NoCache = true }, head.Directives);
    }

    [Fact]
    [Rfc9111("5.4")]
    public void Of_PragmaOnItsSecondLine_IsNoCache()
    {
        using var request = Messages.Request(("Pragma", "x"), ("Pragma", "no-cache"));

        var head = RequestHead.Of(request);

        Assert.True(head.Directives.NoCache);
    }

    [Theory]
    [Rfc9111("5.4")]
    [InlineData("")]
    [InlineData("no-store, max-age=0, only-if-cached")]
    [InlineData("x=\"no-cache\"")]
    public void Of_PragmaWithAnythingElse_IsIgnored(string pragma)
    {
        using var request = Messages.Request(("Pragma", pragma));

        var head = RequestHead.Of(request);

        Assert.Equal(default, head.Directives);
    }

    [Theory]
    [Rfc9111("5.4")]
    [InlineData("max-age=60")]
    [InlineData("max-age=60, x")]
    public void Of_PragmaBesideCacheControl_IsIgnored(string cacheControl)
    {
        using var before = Messages.Request(("Pragma", "no-cache"), ("Cache-Control", cacheControl));
        using var after = Messages.Request(("Cache-Control", cacheControl), ("Pragma", "no-cache"));

        var directives = RequestHead.Of(before).Directives;
        var directivesAfter = RequestHead.Of(after).Directives;

        Assert.Equal(new() { MaxAge = TimeSpan.FromSeconds(60) }, directives);
        Assert.Equal(directives, directivesAfter);
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("If-None-Match", "\"a\"")]
    [InlineData("if-none-match", "")]
    [InlineData("If-Modified-Since", "never")]
    public void Of_ConditionForCaches_HasCondition(string name, string value)
    {
        using var request = Messages.Request((name, value));

        var head = RequestHead.Of(request);

        Assert.Equal((true, false, false), (head.HasCondition, head.HasOriginCondition, head.IsPlain));
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("If-Match", "*")]
    [InlineData("if-match", "")]
    [InlineData("If-Unmodified-Since", "never")]
    public void Of_ConditionForOrigins_HasOriginCondition(string name, string value)
    {
        using var request = Messages.Request((name, value));

        var head = RequestHead.Of(request);

        Assert.Equal((false, true, false), (head.HasCondition, head.HasOriginCondition, head.IsPlain));
    }

    [Theory]
    [InlineData("If-Range", "\"a\"")]
    [InlineData("IF-RANGE", "")]
    public void Of_IfRangeAlone_CountsForNothing(string name, string value)
    {
        using var request = Messages.Request((name, value));

        Assert.True(RequestHead.Of(request).IsPlain);
    }

    [Theory]
    [InlineData("Range", "bytes=0-1")]
    [InlineData("range", "nonsense")]
    public void Of_Range_HasRange(string name, string value)
    {
        using var request = Messages.Request((name, value));

        var head = RequestHead.Of(request);

        Assert.Equal((false, true, false), (head.HasCondition, head.HasRange, head.HasAuthorization));
    }

    [Theory]
    [Rfc9111("3.5")]
    [InlineData("Authorization", "Bearer a")]
    [InlineData("authorization", "")]
    public void Of_Authorization_HasAuthorization(string name, string value)
    {
        using var request = Messages.Request((name, value));

        var head = RequestHead.Of(request);

        Assert.Equal((false, false, true), (head.HasCondition, head.HasRange, head.HasAuthorization));
    }

    [Theory]
    [InlineData("Proxy-Authorization", "Basic a")]
    [InlineData("Accept-Ranges", "bytes")]
    [InlineData("X-Range", "bytes=0-1")]
    [InlineData("If-Schedule-Tag-Match", "\"a\"")]
    [InlineData("X-Cache-Control", "no-store")]
    public void Of_SimilarName_IsNotMistaken(string name, string value)
    {
        using var request = Messages.Request((name, value));

        var head = RequestHead.Of(request);

        Assert.Equal(default, head.Directives);
        Assert.Equal((false, false, false), (head.HasCondition, head.HasRange, head.HasAuthorization));
    }

    [Theory]
    [InlineData("Accept", "text/html ,  */*;q=0.1")]
    [InlineData("accept", "text/html ,  */*;q=0.1")]
    [InlineData("X-Empty", "")]
    [InlineData("Content-Type", "text/plain;charset=UTF-8")]
    [InlineData("content-language", "en")]
    public void TryGetField_Present_IsItsText(string name, string expected)
    {
        using var request = Messages.Request(
            ("Accept", "text/html ,  */*;q=0.1"),
            ("X-Empty", ""),
            ("Content-Type", "text/plain;charset=UTF-8"),
            ("Content-Language", "en"));

        var found = RequestHead.Of(request).TryGetField(name, out var value);

        Assert.True(found);
        Assert.Equal(expected, value);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void TryGetField_SeveralLines_AreJoinedByComma()
    {
        using var request = Messages.Request(("Accept", "text/html"), ("ACCEPT", "*/*"), ("X-User", "a"), ("x-user", ""));
        var head = RequestHead.Of(request);

        var found = (head.TryGetField("accept", out var accept), head.TryGetField("X-User", out var user));

        Assert.Equal((true, true), found);
        Assert.Equal(("text/html, */*", "a, "), (accept, user));
    }

    [Theory]
    [InlineData("Accept-Language")]
    [InlineData("Content-Type")]
    [InlineData("*")]
    [InlineData("not a name")]
    [InlineData("")]
    public void TryGetField_Absent_IsFalse(string name)
    {
        using var request = Messages.Request(("Accept", "*/*"));

        var found = RequestHead.Of(request).TryGetField(name, out var value);

        Assert.False(found);
        Assert.Null(value);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void Frozen_HandlerBelowAddsFields_HoldsWhatWasThere()
    {
        using var request = Messages.Request(("Accept", "text/html"), ("accept", "*/*"), ("X-User", "a"));
        var head = RequestHead.Of(request).Frozen();

        request.Headers.TryAddWithoutValidation("X-User", "b");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");

        Assert.True(head.TryGetField("ACCEPT", out var accept));
        Assert.True(head.TryGetField("X-User", out var user));
        Assert.Equal(("text/html, */*", "a"), (accept, user));
        Assert.False(head.TryGetField("Accept-Encoding", out _));
    }

    [Fact]
    public void Of_Message_DoesNotRewriteItsText()
    {
        using var request = Messages.Request(
            ("cache-CONTROL", "No-StOrE ,  foo"),
            ("Cache-Control", "max-age = 5"),
            ("PRAGMA", "No-Cache"),
            ("Accept", "text/html ;q=0.5,*/*"),
            ("If-None-Match", "unquoted"),
            ("If-Modified-Since", "sun Nov  6 08:49:37 1994"),
            ("Range", "Bytes = 0-"),
            ("Authorization", "bearer   A"),
            ("Content-Type", "Text/Plain ;charset= x"));
        var before = Messages.Lines(request);

        var head = RequestHead.Of(request);
        head.TryGetField("Cache-Control", out _);
        head.TryGetField("Accept", out _);
        head.TryGetField("Content-Type", out _);

        Assert.Equal(before, Messages.Lines(request));
        Assert.Contains(("Cache-Control", "No-StOrE ,  foo"), before);
    }
}
