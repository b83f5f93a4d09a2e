using System.Net;
using CachingHandler.Http;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Http;

public sealed class DeclaredLengthTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("5", 5L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("", null)]
    [InlineData("-1", null)]
    [InlineData("+5", null)]
    [InlineData("5.0", null)]
    [InlineData("5, 5", null)]
    [InlineData("٥", null)]
    public void Of_ContentLength_IsTheNumberOrNull(string value, long? expected)
    {
        using var response = Messages.Response(("Content-Length", value));

        var length = DeclaredLength.Of(response);

        Assert.Equal(expected, length);
    }

    [Fact]
    public void Of_SeveralLines_IsNull()
    {
        using var response = Messages.Response(("Content-Length", "5"), ("Content-Length", "6"));

        var length = DeclaredLength.Of(response);

        Assert.Null(length);
    }

    [Fact]
    public void Of_NoContentLength_IsNull()
    {
        using var response = Messages.Response();

        var length = DeclaredLength.Of(response);

        Assert.Null(length);
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.ResetContent)]
    public void Of_StatusWithoutBody_IsZero(HttpStatusCode status)
    {
        using var response = Messages.Response(("Content-Length", "5"));
        response.StatusCode = status;

        var length = DeclaredLength.Of(response);

        Assert.Equal(0, length);
    }
}
