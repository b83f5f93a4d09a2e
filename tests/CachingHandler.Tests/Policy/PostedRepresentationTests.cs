using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class PostedRepresentationTests
{
    private static readonly (string Name, string Value) Located = ("Content-Location", "/resource");

    [Theory]
    [Rfc9110("9.3.3")]
    [InlineData("Cache-Control", "max-age=60", true)]
    [InlineData("Expires", "Tue, 01 Jan 2030 01:00:00 GMT", true)]
    [InlineData("Cache-Control", "max-age=60, no-store", false)]
    [InlineData("Cache-Control", "s-maxage=60", false)]
    [InlineData("Cache-Control", "public", false)]
    [InlineData("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT", false)]
    [InlineData("Expires", "0", false)]
    public void Decide_AnswerToPostLocatedAtItsTarget_IsStoredWithExplicitFreshness(string name, string value, bool stored)
    {
        var decision = Answer("POST", 200, Located, (name, value));

        Assert.Equal(stored, decision is ResponseDecision.Store);
    }

    [Theory]
    [Rfc9110("9.3.3")]
    [InlineData("POST", 201)]
    [InlineData("POST", 202)]
    [InlineData("POST", 204)]
    [InlineData("POST", 404)]
    [InlineData("PUT", 200)]
    [InlineData("PATCH", 200)]
    [InlineData("DELETE", 200)]
    public void Decide_AnswerThatIsNot200ToPost_IsNotStored(string method, int statusCode)
    {
        var decision = Answer(method, statusCode, Located, ("Cache-Control", "max-age=60"));

        Assert.IsType<ResponseDecision.PassThrough>(decision);
    }

    [Fact]
    [Rfc9111("4.4")]
    public void Decide_AnswerThatIsStored_InvalidatesAllTheSame()
    {
        var decision = Answer("POST", 200, Located, ("Location", "/other"), ("Cache-Control", "max-age=60"));

        var store = Assert.IsType<ResponseDecision.Store>(decision);
        Assert.Contains(new Uri(Requests.Target), store.Invalidated);
        Assert.Contains(new Uri("https://example.com/other"), store.Invalidated);
    }

    [Fact]
    public void Decide_TwoLocations_AreNoLocation()
    {
        var decision = Answer("POST", 200, Located, Located, ("Cache-Control", "max-age=60"));

        Assert.IsType<ResponseDecision.PassThrough>(decision);
    }

    [Fact]
    public void Decide_AnswerFromWhereARedirectLed_IsNotStored()
    {
        var request = Requests.Of("POST");
        var response = Responses.From("https://example.com/other", 200, Located, ("Cache-Control", "max-age=60"));

        var decision = Policies.Private.Answer(request, Policies.Private.Decide(request, [], Policies.Now), response);

        Assert.IsType<ResponseDecision.PassThrough>(decision);
    }

    [Theory]
    [Rfc9111("3.5")]
    [InlineData("max-age=60", false)]
    [InlineData("max-age=60, public", true)]
    public void Decide_AnswerToPostOfAUserInASharedCache_IsStoredOnlyIfAllowed(string cacheControl, bool stored)
    {
        var request = Requests.Of("POST", ("Authorization", "Bearer a"));
        var earlier = Policies.Shared.Decide(request, [], Policies.Now);

        var decision = Policies.Shared.Answer(request, earlier, Responses.Ok(Located, ("Cache-Control", cacheControl)));

        Assert.Equal(stored, decision is ResponseDecision.Store);
    }

    private static ResponseDecision Answer(string method, int statusCode, params (string Name, string Value)[] fields)
    {
        var request = Requests.Of(method);

        return Policies.Private.Answer(
            request, Policies.Private.Decide(request, [], Policies.Now), Responses.Of(statusCode, fields));
    }
}
