using System.Net.Sockets;
using System.Text;
using CachingHandler.Conformance;
using CachingHandler.Storage;

namespace CachingHandler.Tests.Conformance;

public sealed class CachingProxyTests
{
    [Fact]
    public async Task Response_WithoutThem_GetsNoServerDateViaOrAge()
    {
        using var origin = new RawOrigin("HTTP/1.1 200 Fine\r\nContent-Length: 2\r\nX-Field: a\r\n\r\nhi");

        var response = await SendAsync(origin, "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal("HTTP/1.1 200 Fine\r\nContent-Length: 2\r\nConnection: close\r\nX-Field: a\r\n\r\nhi", response);
    }

    [Fact]
    public async Task Request_OnItsWay_GetsNothingButAHost()
    {
        using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        await SendAsync(origin, "GET /a?b=%20 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Field: a\r\n\r\n");

        Assert.Equal($"GET /a?b=%20 HTTP/1.1\nHost: {origin.Address.Authority}\nX-Field: a\n", Assert.Single(origin.Requests));
    }

    [Fact]
    public async Task Fields_InLatin1_ArriveAsSentBothWays()
    {
        using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: \"r\u00E9ponse\"\r\n\r\n");

        var response = await SendAsync(origin, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Field: \u00FCber\r\n\r\n");

        Assert.Contains("X-Field: \u00FCber\n", Assert.Single(origin.Requests), StringComparison.Ordinal);
        Assert.Contains("ETag: \"r\u00E9ponse\"\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_OnSeveralLines_StaySo()
    {
        using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nAge: 7200\r\nAge: 0\r\n\r\n");

        var response = await SendAsync(origin, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Contains("Age: 7200\r\nAge: 0\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origin_ThatClosesTheConnection_Is502()
    {
        using var origin = new RawOrigin("");

        var response = await SendAsync(origin, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 502 ", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origin_ThatCannotBeReached_Is502()
    {
        var origin = new RawOrigin("");
        origin.Dispose();

        var response = await SendAsync(origin, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 502 ", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_OneAfterTheOther_HaveAConnectionEach()
    {
        using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n", closes: false);

        await SendAsync(
            origin,
            "GET /1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal(2, origin.Requests.Count);
    }

    [Fact]
    public async Task Redirect_ToElsewhere_IsNotFollowed()
    {
        using var origin = new RawOrigin("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");

        var response = await SendAsync(origin, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 302 Found\r\n", response, StringComparison.Ordinal);
        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task Body_WithAContentCoding_IsLeftAsItIs()
    {
        using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");

        var response = await SendAsync(origin, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Contains("Content-Encoding: gzip\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nabc", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_ThatWasSet_IsNotSentBack()
    {
        using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");

        await SendAsync(
            origin,
            "GET /1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal(2, origin.Requests.Count);
        Assert.DoesNotContain("Cookie", origin.Requests[1], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n")]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n")]
    public async Task Response_ThatHasNoBody_Passes(string head)
    {
        using var origin = new RawOrigin(head + "\r\n");

        var response = await SendAsync(origin, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith(head[..12], response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_OfADocument_IsAnsweredWithItsLengthAndWithoutBody()
    {
        using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

        var response = await SendAsync(origin, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HEAD / ", Assert.Single(origin.Requests), StringComparison.Ordinal);
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n", response);
    }

    // Returns the answer to the last of the requests, byte for byte.
    private static async Task<string> SendAsync(RawOrigin origin, params string[] requests)
    {
        await using var proxy = await CachingProxy.StartAsync(
            transport => new HttpCacheHandler(new MemoryHttpCacheStore()) { InnerHandler = transport }, origin.Address);
        var response = "";
        foreach (var request in requests)
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(proxy.Address.Host, proxy.Address.Port);
            await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
            using var reader = new StreamReader(connection.GetStream(), Encoding.Latin1);
            response = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }

        return response;
    }
}
