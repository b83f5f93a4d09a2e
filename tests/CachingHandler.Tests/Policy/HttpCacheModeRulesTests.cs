using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

public sealed class HttpCacheModeRulesTests
{
    [Theory]
    [Rfc9111("4")]
    [InlineData(HttpCacheMode.Default, 0, HttpCacheReason.Fresh)]
    [InlineData(HttpCacheMode.PreferCache, 0, HttpCacheReason.Fresh)]
    [InlineData(HttpCacheMode.PreferCache, 70, HttpCacheReason.PreferCache)]
    [InlineData(HttpCacheMode.OnlyIfCached, 0, HttpCacheReason.Fresh)]
    [InlineData(HttpCacheMode.OnlyIfCached, 70, HttpCacheReason.OnlyIfCached)]
    public void Mode_StoredOfAge_IsServed(HttpCacheMode mode, int age, HttpCacheReason reason)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(mode), [stored], Policies.Now);

        Assert.Equal(reason, Assert.IsType<RequestDecision.Serve>(decision).Reason);
    }

    [Fact]
    public void Default_Stale_Validates()
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.Default), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Validate>(decision);
    }

    [Theory]
    [InlineData("max-age=60")]
    [InlineData("max-age=31536000, immutable")]
    public void ForceRefresh_FreshOrImmutable_FetchesUnconditionally(string cacheControl)
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.ForceRefresh), [stored], Policies.Now);

        var fetch = Assert.IsType<RequestDecision.Fetch>(decision);
        Assert.Equal(HttpCacheReason.ForceRefresh, fetch.Reason);
        Assert.Equal([new("Cache-Control", "no-cache"), new("Pragma", "no-cache")], fetch.Additions);
        Assert.Null(fetch.OnOriginError);
    }

    [Fact]
    public void ForceRefresh_CallersOwnDirectives_AreLeftAlone()
    {
        var request = Requests.Get(HttpCacheMode.ForceRefresh, ("Cache-Control", "no-transform"));

        var decision = Policies.Private.Decide(request, [], Policies.Now);

        Assert.Empty(Assert.IsType<RequestDecision.Fetch>(decision).Additions);
    }

    [Fact]
    public void Revalidate_Fresh_ValidatesEndToEnd()
    {
        var stored = Stored.SecondsAgo(0, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.Revalidate), [stored], Policies.Now);

        var validate = Assert.IsType<RequestDecision.Validate>(decision);
        Assert.Equal(HttpCacheReason.Revalidate, validate.Reason);
        Assert.Equal([new("If-None-Match", "\"1\""), new("Cache-Control", "max-age=0")], validate.Conditions);
    }

    [Theory]
    [Rfc8246("2")]
    [InlineData("max-age=60, immutable", 59, null)]
    [InlineData("max-age=60, immutable=1", 59, null)]
    [InlineData("max-age=60, immutable", 60, HttpCacheReason.Revalidate)]
    [InlineData("max-age=60, immutable;", 0, HttpCacheReason.Revalidate)]
    [InlineData("max-age=60", 0, HttpCacheReason.Revalidate)]
    [InlineData("max-age=60, immutable, no-cache", 0, HttpCacheReason.ResponseNoCache)]
    public void Revalidate_Immutable_IsServedWhileFresh(string cacheControl, int age, HttpCacheReason? whyValidated)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.Revalidate), [stored], Policies.Now);

        Assert.Equal(whyValidated, (decision as RequestDecision.Validate)?.Reason);
        Assert.Equal(whyValidated is null, decision is RequestDecision.Serve { Reason: HttpCacheReason.Fresh });
    }

    [Theory]
    [Rfc8246("2")]
    [InlineData("no-cache", HttpCacheReason.RequestNoCache)]
    [InlineData("max-age=0", HttpCacheReason.RequestMaxAge)]
    public void Immutable_RequestThatAsksForValidation_IsValidated(string cacheControl, HttpCacheReason expected)
    {
        var stored = Stored.SecondsAgo(1, ("Cache-Control", "max-age=60, immutable"), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(cacheControl), [stored], Policies.Now);

        Assert.Equal(expected, Assert.IsType<RequestDecision.Validate>(decision).Reason);
    }

    [Theory]
    [Rfc8246("2")]
    [InlineData("max-age=60, immutable", true)]
    [InlineData("max-age=60", false)]
    public void Revalidate_TargetedField_SaysWhetherItIsImmutable(string targeted, bool served)
    {
        var policy = Policies.Targeted(HttpCacheKind.Shared, "CDN-Cache-Control");
        var stored = Stored.SecondsAgo(0, ("CDN-Cache-Control", targeted), ("Cache-Control", "max-age=60, immutable"));

        var decision = policy.Decide(Requests.Get(HttpCacheMode.Revalidate), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve);
    }

    [Fact]
    public void Revalidate_NothingStored_FetchesEndToEnd()
    {
        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.Revalidate), [], Policies.Now);

        Assert.Equal([new("Cache-Control", "max-age=0")], Assert.IsType<RequestDecision.Fetch>(decision).Additions);
    }

    [Fact]
    public void Revalidate_RequestMaxStale_IsNotServedStale()
    {
        var stored = Stored.SecondsAgo(70, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        var request = Requests.Get(HttpCacheMode.Revalidate, ("Cache-Control", "max-stale"));

        var decision = Policies.Private.Decide(request, [stored], Policies.Now);

        Assert.IsType<RequestDecision.Validate>(decision);
    }

    [Theory]
    [InlineData(HttpCacheMode.PreferCache)]
    [InlineData(HttpCacheMode.Default)]
    [InlineData(HttpCacheMode.Revalidate)]
    [InlineData(HttpCacheMode.ForceRefresh)]
    public void Mode_NothingStored_Fetches(HttpCacheMode mode)
    {
        var decision = Policies.Private.Decide(Requests.Get(mode), [], Policies.Now);

        Assert.IsType<RequestDecision.Fetch>(decision);
    }

    [Fact]
    public void OnlyIfCached_NothingStored_Refuses()
    {
        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.OnlyIfCached), [], Policies.Now);

        Assert.Equal(HttpCacheReason.OnlyIfCached, Assert.IsType<RequestDecision.Refuse>(decision).Reason);
    }

    [Theory]
    [Rfc9111("4.2.4")]
    [InlineData("no-cache", 0)]
    [InlineData("max-age=60, no-cache", 0)]
    [InlineData("max-age=60, must-revalidate", 60)]
    public void PreferCache_ResponseForbids_Validates(string cacheControl, int age)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.PreferCache), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Validate>(decision);
    }

    [Theory]
    [Rfc9111("4.2.4")]
    [InlineData("no-cache", 0)]
    [InlineData("max-age=60, no-cache", 0)]
    [InlineData("max-age=60, must-revalidate", 60)]
    public void OnlyIfCached_ResponseForbids_Refuses(string cacheControl, int age)
    {
        var stored = Stored.SecondsAgo(age, ("Cache-Control", cacheControl), ("ETag", "\"1\""));

        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.OnlyIfCached), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Refuse>(decision);
    }

    [Theory]
    [Rfc9111("5.2.2.2")]
    [InlineData(HttpCacheMode.PreferCache)]
    [InlineData(HttpCacheMode.OnlyIfCached)]
    public void Mode_MustRevalidateWhileFresh_IsServed(HttpCacheMode mode)
    {
        var stored = Stored.SecondsAgo(59, "max-age=60, must-revalidate");
        var request = Requests.Get(mode, ("Cache-Control", "max-age=0"));

        var decision = Policies.Private.Decide(request, [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Theory]
    [InlineData(HttpCacheMode.PreferCache, "no-cache")]
    [InlineData(HttpCacheMode.PreferCache, "max-age=0")]
    [InlineData(HttpCacheMode.OnlyIfCached, "no-cache")]
    public void Mode_RequestDirectives_AreOverruled(HttpCacheMode mode, string cacheControl)
    {
        var stored = Stored.SecondsAgo(70, "max-age=60");

        var decision = Policies.Private.Decide(Requests.Get(mode, ("Cache-Control", cacheControl)), [stored], Policies.Now);

        Assert.IsType<RequestDecision.Serve>(decision);
    }

    [Fact]
    public void Bypass_Fresh_Bypasses()
    {
        var stored = Stored.SecondsAgo(0, "max-age=60");

        var decision = Policies.Private.Decide(Requests.Get(HttpCacheMode.Bypass), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.BypassMode, Assert.IsType<RequestDecision.Bypass>(decision).Reason);
    }
}
