using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class BypassTests
{
    [Theory]
    [Rfc9111("4")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("QUERY")]
    [InlineData("PROPFIND")]
    [InlineData("FROBNICATE")]
    public void Decide_OtherMethod_Bypasses(string method)
    {
        var decision = Policies.Private.Decide(Requests.Of(method), [Stored.SecondsAgo(0, "max-age=60")], Policies.Now);

        Assert.Equal(HttpCacheReason.Method, Assert.IsType<RequestDecision.Bypass>(decision).Reason);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public void Decide_Content_Bypasses(string method)
    {
        var stored = Stored.SecondsAgo(0, "max-age=60");

        var decision = Policies.Private.Decide(Requests.WithContent(method), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.RequestContent, Assert.IsType<RequestDecision.Bypass>(decision).Reason);
    }

    [Theory]
    [Rfc9111("4.3.2")]
    [InlineData("If-Match", "*")]
    [InlineData("If-Unmodified-Since", "Mon, 31 Dec 2029 00:00:00 GMT")]
    [InlineData("if-match", "rubbish")]
    public void Decide_ConditionForOriginsAlone_Bypasses(string name, string value)
    {
        var stored = Stored.SecondsAgo(0, "max-age=60");

        var decision = Policies.Private.Decide(Requests.Get((name, value)), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.CallerCondition, Assert.IsType<RequestDecision.Bypass>(decision).Reason);
    }

    [Fact]
    public void Decide_AnswerToBypassed_PassesThrough()
    {
        var request = Requests.Get(HttpCacheMode.Bypass);

        var decision = Policies.Private.Answer(
            request, new RequestDecision.Bypass(HttpCacheReason.BypassMode), Responses.Ok("max-age=60"));

        var pass = Assert.IsType<ResponseDecision.PassThrough>(decision);
        Assert.Equal(NotStoredReason.Bypass, pass.Why);
        Assert.Empty(pass.Invalidated);
        Assert.Null(pass.Superseded);
    }

    [Fact]
    public void HasUseForStored_Bypassed_IsFalse()
    {
        Assert.False(CachePolicy.HasUseForStored(Requests.Of("POST")));
        Assert.False(CachePolicy.HasUseForStored(Requests.Get(HttpCacheMode.Bypass)));
        Assert.False(CachePolicy.HasUseForStored(Requests.Get("no-store")));
    }

    [Fact]
    public void HasUseForStored_GetOrHead_IsTrue()
    {
        Assert.True(CachePolicy.HasUseForStored(Requests.Get()));
        Assert.True(CachePolicy.HasUseForStored(Requests.Head()));
        Assert.True(CachePolicy.HasUseForStored(Requests.Get(HttpCacheMode.Revalidate)));
        Assert.True(CachePolicy.HasUseForStored(Requests.Get(HttpCacheMode.ForceRefresh)));
    }

    [Theory]
    [Rfc9111("5.2.1.7")]
    [InlineData("Range", "bytes=0-99")]
    [InlineData("If-None-Match", "\"1\"")]
    [InlineData("Cache-Control", "no-store")]
    public void Decide_OnlyIfCachedModeThoughCacheHasNoAnswer_RefusesRatherThanAskOrigin(string name, string value)
    {
        var request = Requests.Get(HttpCacheMode.OnlyIfCached, (name, value));

        var decision = Policies.Private.Decide(request, [], Policies.Now);

        Assert.Equal(HttpCacheReason.OnlyIfCached, Assert.IsType<RequestDecision.Refuse>(decision).Reason);
    }

    [Fact]
    public void Decide_OnlyIfCachedModeOfUnsafeMethod_RefusesRatherThanAskOrigin()
    {
        var decision = Policies.Private.Decide(Requests.Of("POST", HttpCacheMode.OnlyIfCached), [], Policies.Now);

        Assert.IsType<RequestDecision.Refuse>(decision);
    }

    [Fact]
    [Rfc9111("5.2.1.7")]
    public void Decide_RequestOnlyIfCachedAndNoStore_RefusesRatherThanAskOrigin()
    {
        var decision = Policies.Private.Decide(Requests.Get("only-if-cached, no-store"), [], Policies.Now);

        Assert.Equal(HttpCacheReason.RequestOnlyIfCached, Assert.IsType<RequestDecision.Refuse>(decision).Reason);
    }

    [Fact]
    public void Decide_BypassModeWithOnlyIfCached_BypassesAllTheSame()
    {
        var request = Requests.Get(HttpCacheMode.Bypass, ("Cache-Control", "only-if-cached"));

        var decision = Policies.Private.Decide(request, [], Policies.Now);

        Assert.IsType<RequestDecision.Bypass>(decision);
    }
}
