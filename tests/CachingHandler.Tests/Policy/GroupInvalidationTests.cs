using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class GroupInvalidationTests
{
    private static readonly (string Name, string Value) Groups = ("Cache-Group-Invalidation", "\"x\", \"y\"");

    [Theory]
    [Rfc9875("3")]
    [InlineData("PUT", 200)]
    [InlineData("POST", 201)]
    [InlineData("PATCH", 204)]
    [InlineData("DELETE", 303)]
    [InlineData("FROBNICATE", 200)]
    public void GroupsOf_UnsafeMethodSucceeded_AreThoseNamed(string method, int statusCode) =>
        Assert.Equal(["x", "y"], Invalidation.GroupsOf(Requests.Of(method), Responses.Of(statusCode, Groups)));

    [Theory]
    [Rfc9875("3")]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 200)]
    [InlineData("OPTIONS", 200)]
    [InlineData("TRACE", 200)]
    [InlineData("QUERY", 200)]
    [InlineData("PROPFIND", 207)]
    [InlineData("PUT", 100)]
    [InlineData("PUT", 404)]
    [InlineData("POST", 500)]
    public void GroupsOf_SafeMethodOrError_AreNone(string method, int statusCode) =>
        Assert.Empty(Invalidation.GroupsOf(Requests.Of(method), Responses.Of(statusCode, Groups)));

    [Fact]
    [Rfc9875("3")]
    public void GroupsOf_PostThatIsAQuery_AreNone() =>
        Assert.Empty(Invalidation.GroupsOf(Requests.Of("POST").AsQuery("digest"), Responses.Ok(Groups)));

    [Theory]
    [Rfc9875("2.1")]
    [InlineData("PUT", "https://example.com/other", 200, true)]
    [InlineData("PUT", "https://example.com/other", 404, false)]
    [InlineData("PUT", "https://example.org/other", 200, false)]
    [InlineData("PUT", "http://example.com/resource", 200, false)]
    [InlineData("GET", "https://example.com/other", 200, false)]
    public void GroupsOf_RedirectFollowed_AreThoseOfTheAnswer(string finalMethod, string finalUri, int statusCode, bool expected)
    {
        var response = Redirected(finalMethod, finalUri, statusCode);

        Assert.Equal(expected, Invalidation.GroupsOf(Requests.Of("PUT"), response).Count > 0);
    }

    [Theory]
    [InlineData(HttpCacheMode.Default)]
    [InlineData(HttpCacheMode.Bypass)]
    public void Decide_UnsafeMethodInAnyMode_InvalidatesGroups(HttpCacheMode mode)
    {
        var request = Requests.Of("PUT", mode);

        var decision = Policies.Private.Answer(
            request, Policies.Private.Decide(request, [], Policies.Now), Responses.Of(204, Groups));

        Assert.Equal(["x", "y"], Assert.IsType<ResponseDecision.PassThrough>(decision).InvalidatedGroups);
    }

    [Fact]
    public void Decide_AnswerToPostThatIsStored_InvalidatesGroups()
    {
        var request = Requests.Of("POST");
        var response = Responses.Ok(Groups, ("Content-Location", "/resource"), ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.Answer(request, Policies.Private.Decide(request, [], Policies.Now), response);

        Assert.Equal(["x", "y"], Assert.IsType<ResponseDecision.Store>(decision).InvalidatedGroups);
    }

    private static ResponseHead Redirected(string method, string uri, int statusCode)
    {
        using var message = Messages.Response(Groups);
        message.StatusCode = (System.Net.HttpStatusCode)statusCode;
        message.RequestMessage = new HttpRequestMessage(new HttpMethod(method), uri);

        return ResponseHead.Of(message, Policies.Now);
    }
}
