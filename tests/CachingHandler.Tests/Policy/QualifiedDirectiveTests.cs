using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary><c>no-cache</c> and <c>private</c> that are limited to fields.</summary>
public sealed class QualifiedDirectiveTests
{
    [Theory]
    [Rfc9111("5.2.2.4")]
    [Rfc9111("5.2.2.7")]
    [InlineData(HttpCacheKind.Private, "no-cache=\"X-User\"", false)]
    [InlineData(HttpCacheKind.Shared, "no-cache=\"X-User\"", false)]
    [InlineData(HttpCacheKind.Private, "private=\"X-User\"", true)]
    [InlineData(HttpCacheKind.Shared, "private=\"X-User\"", false)]
    [InlineData(HttpCacheKind.Private, "private=\"X-Other\", no-cache=\"x-other, x-USER\"", false)]
    [InlineData(HttpCacheKind.Shared, "private=\"x-other , , x-USER\"", false)]
    [InlineData(HttpCacheKind.Private, "no-cache=\"X-Use\"", true)]
    [InlineData(HttpCacheKind.Private, "no-cache", true)]
    public void NamedField_IsStored_OnlyWhereItMayBeReplayed(HttpCacheKind kind, string directives, bool stored)
    {
        var response = Responses.Ok(("Cache-Control", $"max-age=60, {directives}"), ("X-User", "1"), ("ETag", "\"1\""));

        var store = Assert.IsType<ResponseDecision.Store>(Policies.Of(kind).AnswerMiss(Requests.Get(), response));

        Assert.Equal(stored, store.Fields.TryGetFirst("X-User", out _));
        Assert.True(store.Fields.TryGetFirst("Cache-Control", out _));
        Assert.True(store.Fields.TryGetFirst("ETag", out _));
    }

    [Theory]
    [Rfc9111("5.2.2.4")]
    [InlineData(HttpCacheKind.Private, "no-cache=\"X-User\"")]
    [InlineData(HttpCacheKind.Shared, "no-cache=\"X-User\"")]
    [InlineData(HttpCacheKind.Private, "private=\"X-User\"")]
    [InlineData(HttpCacheKind.Shared, "private=\"X-User\"")]
    public void Response_OfWhichFieldsAreNamed_IsServedWhileFresh(HttpCacheKind kind, string directives)
    {
        var policy = Policies.Of(kind);
        var response = Responses.Ok(("Cache-Control", $"max-age=60, {directives}"), ("X-User", "1"));
        var stored = Stored.By(policy, Requests.Get(), response);

        var decision = policy.Decide(Requests.Get(), [stored], Policies.Now);

        Assert.Equal(HttpCacheReason.Fresh, Assert.IsType<RequestDecision.Serve>(decision).Reason);
    }

    [Theory]
    [Rfc9111("5.2.2.7")]
    [InlineData("private=\"Set-Cookie\"")]
    [InlineData("no-cache=\"Set-Cookie\"")]
    [InlineData("public, private=\"Set-Cookie\"")]
    public void SetCookieThatIsNamed_InSharedCache_IsLeftOutOfWhatIsStored(string directives)
    {
        var response = Responses.Ok(("Cache-Control", $"max-age=60, {directives}"), ("Set-Cookie", "session=1"));

        var store = Assert.IsType<ResponseDecision.Store>(Policies.Shared.AnswerMiss(Requests.Get(), response));

        Assert.False(store.Fields.TryGetFirst("Set-Cookie", out _));
    }

    [Fact]
    [Rfc9111("5.2.2.7")]
    public void NotModified_WithAPrivateField_GivesItToTheCallerAlone()
    {
        var stored = Stored.SecondsAgo(61, ("Cache-Control", "max-age=60, private=\"Set-Cookie\""), ("ETag", "\"1\""));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(Policies.Shared.AnswerValidation(
            stored, Responses.NotModified(("ETag", "\"1\""), ("Set-Cookie", "session=1"), ("X-New", "2"))));

        Assert.Equal(NotStoredReason.None, freshen.Why);
        Assert.Contains(KeyValuePair.Create("Set-Cookie", "session=1"), freshen.Served.Fields);
        Assert.False(freshen.Updated.Fields.TryGetFirst("Set-Cookie", out _));
        Assert.False(freshen.Updated.Head.SetsCookie);
        Assert.Contains(KeyValuePair.Create("X-New", "2"), freshen.Updated.Fields);
    }

    [Fact]
    [Rfc9111("5.2.2.4")]
    public void NotModified_ThatNamesAStoredField_TakesItOutOfTheStore()
    {
        var stored = Stored.SecondsAgo(61, ("Cache-Control", "max-age=60"), ("X-User", "1"), ("ETag", "\"1\""));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(Policies.Private.AnswerValidation(
            stored, Responses.NotModified(("Cache-Control", "max-age=60, no-cache=\"X-User\""), ("ETag", "\"1\""))));

        Assert.False(freshen.Updated.Fields.TryGetFirst("X-User", out _));
        Assert.Equal(freshen.Current.BodyId, freshen.Updated.BodyId);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void NotModified_WithNothingNamed_IsServedAsItIsStored()
    {
        var stored = Stored.SecondsAgo(61, ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(
            Policies.Private.AnswerValidation(stored, Responses.NotModified(("ETag", "\"1\""))));

        Assert.Same(freshen.Updated, freshen.Served);
    }

    // Stored by another cache, or before the application listed the targeted field that names it.
    [Theory]
    [Rfc9111("5.2.2.4")]
    [InlineData(HttpCacheKind.Private, "no-cache=\"X-User\"", false)]
    [InlineData(HttpCacheKind.Shared, "private=\"X-User\"", false)]
    [InlineData(HttpCacheKind.Private, "private=\"X-User\"", true)]
    public void NamedField_StoredAllTheSame_IsNotReplayedUnvalidated(HttpCacheKind kind, string directives, bool served)
    {
        var stored = Stored.SecondsAgo(
            0, ("Cache-Control", $"max-age=60, stale-if-error=60, {directives}"), ("X-User", "1"), ("ETag", "\"1\""));

        var decision = Policies.Of(kind).Decide(Requests.Get(), [stored], Policies.Now);
        var offline = Policies.Of(kind).Decide(Requests.Get(HttpCacheMode.OnlyIfCached), [stored], Policies.Now);

        Assert.Equal(served, decision is RequestDecision.Serve);
        Assert.Equal(served, offline is RequestDecision.Serve);
        Assert.Null(decision.OnOriginError);
    }

    [Theory]
    [Rfc9213("2.1")]
    [InlineData("no-cache=\"X-User\"")]
    [InlineData("private=\"X-User\"")]
    public void TargetedField_ThatNamesAField_LimitsToIt(string directive)
    {
        var policy = Policies.Targeted(HttpCacheKind.Shared, "CDN-Cache-Control");
        var response = Responses.Ok(("CDN-Cache-Control", $"max-age=60, {directive}"), ("X-User", "1"));

        var store = Assert.IsType<ResponseDecision.Store>(policy.AnswerMiss(Requests.Get(), response));

        Assert.False(store.Fields.TryGetFirst("X-User", out _));
    }

    // Without the field, what is stored would be taken as Cache-Control has it.
    [Theory]
    [Rfc9213("2.2")]
    [InlineData("CDN-Cache-Control", "private=\"CDN-Cache-Control\"", NotStoredReason.Private)]
    [InlineData("CDN-Cache-Control", "private=\"X-Mine\"", NotStoredReason.Private)]
    [InlineData("Cache-Control", "private=\"X-Mine\"", NotStoredReason.Private)]
    [InlineData("Cache-Control", "private=\"X-Yours\"", NotStoredReason.None)]
    public void Limit_ThatNamesATargetedField_IsNone(string name, string directive, NotStoredReason expected)
    {
        var rules = Policies.TargetedRules(HttpCacheKind.Shared, "CDN-Cache-Control", "X-Mine");
        var response = Responses.Ok((name, $"max-age=60, {directive}"));

        var reason = Storability.WhyNot(Requests.Get(), response, Policies.Now, rules);

        Assert.Equal(expected, reason);
    }

    [Fact]
    [Rfc9213("2.2")]
    public void NoCacheLimit_ThatNamesATargetedField_IsNone()
    {
        var response = Responses.Ok(("X-Mine", "max-age=60, no-cache=\"X-Mine\""));

        var control = response.Control(new TargetedFields(["X-Mine"]));

        Assert.Equal(new() { MaxAge = TimeSpan.FromSeconds(60), NoCache = true }, control.Directives);
    }

    [Theory]
    [Rfc9111("3.1")]
    [InlineData("Cache-Control")]
    [InlineData("vary")]
    [InlineData("ETag")]
    [InlineData("Content-Type")]
    public void FieldTheCacheLivesBy_NominatedByConnection_IsKept(string name)
    {
        var response = Responses.Ok(
            ("Connection", $"close, {name}, X-Hop"),
            ("X-Hop", "1"),
            ("Cache-Control", "max-age=60"),
            ("Vary", "Accept"),
            ("ETag", "\"1\""),
            ("Content-Type", "text/plain"));

        var store = Assert.IsType<ResponseDecision.Store>(Policies.Private.AnswerMiss(Requests.Get(), response));

        Assert.Equal(["Cache-Control", "Vary", "ETag", "Content-Type"], store.Fields.Select(line => line.Key));
    }
}
