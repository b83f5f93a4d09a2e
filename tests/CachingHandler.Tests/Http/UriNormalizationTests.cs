using CachingHandler.Http;

namespace CachingHandler.Tests.Http;

public sealed class UriNormalizationTests
{
    [Theory]
    [InlineData("http://example.com", "http://example.com/")]
    [InlineData("HTTP://EXAMPLE.com/Path", "http://example.com/Path")]
    [InlineData("http://example.com:80/", "http://example.com/")]
    [InlineData("http://example.com:/", "http://example.com/")]
    [InlineData("https://example.com:443/", "https://example.com/")]
    [InlineData("http://example.com:443/", "http://example.com:443/")]
    [InlineData("http://example.com:8080/", "http://example.com:8080/")]
    [InlineData("http://example.com/a/./b/../c", "http://example.com/a/c")]
    [InlineData("http://example.com/../a", "http://example.com/a")]
    [InlineData("http://example.com/%2e%2E/a/%2e/b", "http://example.com/a/b")]
    [InlineData("http://example.com/%7Euser", "http://example.com/~user")]
    [InlineData("http://example.com/%7euser", "http://example.com/~user")]
    [InlineData("http://example.com/%41%2d%5F", "http://example.com/A-_")]
    [InlineData("http://example.com/a%2fb%c3%BC", "http://example.com/a%2Fb%C3%BC")]
    [InlineData("http://example.com/%ff", "http://example.com/%FF")]
    [InlineData("http://example.com/ü", "http://example.com/%C3%BC")]
    [InlineData("http://example.com/a b", "http://example.com/a%20b")]
    [InlineData("http://example.com/100%", "http://example.com/100%25")]
    [InlineData("http://127.1/", "http://127.0.0.1/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080/")]
    public void Normalize_Spelling_IsTheOneOfRfc3986(string uri, string expected)
    {
        var normalized = UriNormalization.Normalize(new Uri(uri));

        Assert.Equal(expected, normalized);
    }

    [Theory]
    [InlineData("http://example.com/a#b", "http://example.com/a")]
    [InlineData("http://example.com/a#", "http://example.com/a")]
    [InlineData("http://example.com/a?b#c?d", "http://example.com/a?b")]
    [InlineData("http://user:secret@example.com/a", "http://example.com/a")]
    [InlineData("http://user@example.com:8080/a%2f#b", "http://example.com:8080/a%2F")]
    [InlineData("http://@example.com/", "http://example.com/")]
    public void Normalize_UserInformationAndFragment_AreDropped(string uri, string expected)
    {
        var normalized = UriNormalization.Normalize(new Uri(uri));

        Assert.Equal(expected, normalized);
    }

    [Theory]
    [InlineData("http://example.com/?b=2&a=1&&b=")]
    [InlineData("http://example.com/?")]
    [InlineData("http://example.com/?a/../b/./c")]
    [InlineData("http://example.com/?A=B+C%20D%2B")]
    [InlineData("http://example.com/@scope/package?@")]
    [InlineData("http://example.com/a//b/")]
    [InlineData("http://example.com/a;b=1,2!$'()*")]
    public void Normalize_NothingToNormalize_IsUntouched(string uri)
    {
        var normalized = UriNormalization.Normalize(new Uri(uri));

        Assert.Equal(uri, normalized);
    }

    [Theory]
    [InlineData("http://example.com/a%2fb", "http://example.com/a/b")]
    [InlineData("http://example.com/a%3fb", "http://example.com/a?b")]
    [InlineData("http://example.com/a%23b", "http://example.com/a#b")]
    [InlineData("http://example.com/a%2520", "http://example.com/a%20")]
    [InlineData("http://example.com/?a+b", "http://example.com/?a%2Bb")]
    [InlineData("http://example.com/a", "http://example.com/A")]
    [InlineData("http://example.com/a", "http://example.com/a/")]
    [InlineData("http://example.com/", "http://example.com/?")]
    [InlineData("http://example.com/", "https://example.com/")]
    [InlineData("http://example.com/?a=1&b=2", "http://example.com/?b=2&a=1")]
    [InlineData("http://[fe80::1%251]/", "http://[fe80::1%252]/")]
    public void Normalize_TwoResources_StayTwo(string one, string other)
    {
        var normalized = UriNormalization.Normalize(new Uri(one));
        var otherNormalized = UriNormalization.Normalize(new Uri(other));

        Assert.NotEqual(normalized, otherNormalized);
    }

    [Theory]
    [InlineData("http://bücher.example/a?ü")]
    [InlineData("http://BÜCHER.example:80/a?%c3%bc")]
    [InlineData("http://bu\u0308cher.example/a?ü")]
    [InlineData("http://xn--bcher-kva.example/a?ü")]
    [InlineData("http://XN--BCHER-KVA.example/a?ü")]
    public void Normalize_InternationalHost_IsWrittenAsDnsKnowsIt(string uri)
    {
        var normalized = UriNormalization.Normalize(new Uri(uri));

        Assert.Equal("http://xn--bcher-kva.example/a?%C3%BC", normalized);
    }

    [Fact]
    public void Normalize_HostThatDnsCannotHave_IsLeftToTheTransport()
    {
        var normalized = UriNormalization.Normalize(new Uri("http://xn--ü.example:8080/a#b"));

        Assert.Equal("http://xn--ü.example:8080/a", normalized);
    }

    // What the caller wants sent untouched is not touched here either, but for the case of what is an escape.
    [Theory]
    [InlineData("http://user@EXAMPLE.com:80/a/../%7e%zz%2f?q", "http://example.com/a/../%7E%zz%2F?q")]
    [InlineData("http://example.com/%ab%a", "http://example.com/%AB%a")]
    [InlineData("http://bücher.example/ü", "http://xn--bcher-kva.example/ü")]
    public void Normalize_UriMadeWithoutCanonicalization_DoesNotThrow(string text, string expected)
    {
        var uri = new Uri(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        var normalized = UriNormalization.Normalize(uri);

        Assert.Equal(expected, normalized);
    }

    [Fact]
    public void Normalize_Twice_ChangesNothingMore()
    {
        var once = UriNormalization.Normalize(new Uri("HTTP://user@BÜCHER.example:80/%7e/a%2fb/../c?%c3#d"));

        var twice = UriNormalization.Normalize(new Uri(once));

        Assert.Equal(once, twice);
    }
}
