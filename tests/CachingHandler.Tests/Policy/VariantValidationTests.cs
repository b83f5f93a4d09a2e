using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

/// <summary>Validation over all variants of a key (RFC 9111 §4.1, §4.3.1, §4.3.4).</summary>
public sealed class VariantValidationTests
{
    private static readonly RequestHead French = Requests.Get(("Accept-Language", "fr"));

    [Fact]
    [Rfc9111("4.3.1")]
    public void NoMatch_AsksWithTheTagOfEachVariant()
    {
        var german = Stored.InLanguage("de", 20, ("ETag", "\"de\""));
        var english = Stored.InLanguage("en", 10, ("ETag", "W/\"en\""));

        var validate = Assert.IsType<RequestDecision.Validate>(Decide(French, german, english));

        Assert.Equal([new("If-None-Match", "W/\"en\", \"de\"")], validate.Conditions); // the one received last comes first
        Assert.Equal(HttpCacheReason.VariantNotStored, validate.Reason);
        Assert.Null(validate.Response);
        Assert.Null(validate.OnOriginError);
    }

    [Fact]
    [Rfc9111("4.3.1")]
    public void StaleMatch_IsAskedAboutBeforeTheOthers()
    {
        var german = Stored.InLanguage("de", 70, ("ETag", "\"de\""), ("Last-Modified", "Sat, 22 Dec 2029 00:00:00 GMT"));
        var english = Stored.InLanguage("en", 10, ("ETag", "\"en\""));

        var validate = Assert.IsType<RequestDecision.Validate>(Decide(Requests.Get(("Accept-Language", "de")), german, english));

        Assert.Equal(
            [new("If-None-Match", "\"de\", \"en\""), new("If-Modified-Since", "Sat, 22 Dec 2029 00:00:00 GMT")],
            validate.Conditions);
        Assert.Same(german, validate.Response);
        Assert.Equal([english], validate.Variants);
    }

    [Fact]
    public void FreshMatch_IsServedWithoutAsking()
    {
        var german = Stored.InLanguage("de", 10, ("ETag", "\"de\""));
        var english = Stored.InLanguage("en", 10, ("ETag", "\"en\""));

        Assert.IsType<RequestDecision.Serve>(Decide(Requests.Get(("Accept-Language", "de")), german, english));
    }

    [Theory]
    [Rfc9110("8.8.3")]
    [InlineData("unquoted")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"a b\"")]
    [InlineData("\"")]
    [InlineData("*")]
    public void Variant_WhoseTagIsMalformed_IsLeftOut(string entityTag)
    {
        var german = Stored.InLanguage("de", 10, ("ETag", "\"de\""));
        var odd = Stored.InLanguage("en", 10, ("ETag", entityTag));

        var validate = Assert.IsType<RequestDecision.Validate>(Decide(French, german, odd));

        Assert.Equal([new("If-None-Match", "\"de\"")], validate.Conditions);
    }

    [Fact]
    public void Match_WhoseTagIsMalformed_IsAskedAboutAlone()
    {
        var german = Stored.InLanguage("de", 70, ("ETag", "unquoted"));
        var english = Stored.InLanguage("en", 10, ("ETag", "\"en\""));

        var validate = Assert.IsType<RequestDecision.Validate>(Decide(Requests.Get(("Accept-Language", "de")), german, english));

        Assert.Equal([new("If-None-Match", "unquoted")], validate.Conditions);
    }

    [Fact]
    public void Variants_WithoutATag_AreFetchedAnew()
    {
        var german = Stored.InLanguage("de", 10, ("Last-Modified", "Sat, 22 Dec 2029 00:00:00 GMT"));

        var fetch = Assert.IsType<RequestDecision.Fetch>(Decide(French, german));

        Assert.Equal(HttpCacheReason.VariantNotStored, fetch.Reason);
        Assert.Empty(fetch.Additions);
        Assert.Null(fetch.Superseded);
    }

    [Fact]
    public void Variants_OfOneTag_AreAskedAboutOnce()
    {
        var german = Stored.InLanguage("de", 10, ("ETag", "\"1\""));
        var english = Stored.InLanguage("en", 20, ("ETag", "\"1\""));

        var validate = Assert.IsType<RequestDecision.Validate>(Decide(French, german, english));

        Assert.Equal([new("If-None-Match", "\"1\"")], validate.Conditions);
    }

    [Fact]
    [Rfc9111("3.3")]
    public void Variant_OfWhichAPartIsStored_IsLeftOut()
    {
        var german = Stored.InLanguage("de", 10, ("ETag", "\"de\"")).WithPart(new StoredPart([new(0, 9)], 100));

        Assert.IsType<RequestDecision.Fetch>(Decide(French, german));
    }

    [Theory]
    [InlineData(98, 32, 3262)] // all of them
    [InlineData(500, 8, 4030)]
    [InlineData(2045, 2, 4096)]
    [InlineData(2046, 1, 2048)]
    public void Tags_AreAsManyAsFitInFourKilobytes(int length, int tags, int expected)
    {
        var variants = Enumerable.Range(0, 32)
            .Select(number => Stored.InLanguage($"l{number}", number, ("ETag", $"\"{new string((char)('A' + number), length)}\"")))
            .ToArray();

        var validate = Assert.IsType<RequestDecision.Validate>(Decide(French, variants));

        var list = Assert.Single(validate.Conditions).Value;
        Assert.Equal((tags, expected), (list.Split(", ").Length, list.Length));
        Assert.StartsWith("\"AAA", list, StringComparison.Ordinal); // the ones received last
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("\"de\"")]
    [InlineData("W/\"de\"")]
    public void NotModified_WithTheTagOfAVariant_FreshensThatAndServesItToThisRequest(string entityTag)
    {
        var german = Stored.InLanguage("de", 70, ("ETag", entityTag));
        var english = Stored.InLanguage("en", 10, ("ETag", "\"en\""));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(
            Answer(French, [german, english], Responses.NotModified(("ETag", entityTag))));

        Assert.Same(german, freshen.Current);
        Assert.Equal(german.BodyId, freshen.Updated.BodyId);
        Assert.Equal([new("accept-language", "de")], freshen.Updated.SelectingFields); // it goes on answering those
        Assert.Equal([new("accept-language", "fr")], freshen.AlsoFor);
        Assert.Equal(Policies.Now, freshen.Updated.ResponseTime);
        Assert.Equal(NotStoredReason.None, freshen.Why);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void NotModified_WithTheTagOfAnotherThanTheMatch_ServesTheOther()
    {
        var german = Stored.InLanguage("de", 70, ("ETag", "\"de\""));
        var english = Stored.InLanguage("en", 70, ("ETag", "\"en\""));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(Answer(
            Requests.Get(("Accept-Language", "de")), [german, english], Responses.NotModified(("ETag", "\"en\""))));

        Assert.Same(english, freshen.Current);
        Assert.Equal([new("accept-language", "de")], freshen.AlsoFor);
    }

    [Fact]
    [Rfc9111("4.1")]
    public void NotModified_ThatAlsoChangesVary_IsKeyedByTheNewVary()
    {
        var request = Requests.Get(("Accept-Language", "fr"), ("Accept", "text/html"));
        var german = Stored.InLanguage("de", 70, ("ETag", "\"de\""));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(
            Answer(request, [german], Responses.NotModified(("ETag", "\"de\""), ("Vary", "Accept"))));

        Assert.Equal([new("accept", "text/html")], freshen.Updated.SelectingFields);
        Assert.Null(freshen.AlsoFor);
    }

    [Fact]
    public void NotModified_WithTheTagOfTheMatch_IsForThatAlone()
    {
        var german = Stored.InLanguage("de", 70, ("ETag", "\"de\""));
        var english = Stored.InLanguage("en", 10, ("ETag", "\"en\""));

        var freshen = Assert.IsType<ResponseDecision.Freshen>(Answer(
            Requests.Get(("Accept-Language", "de")), [german, english], Responses.NotModified(("ETag", "\"de\""))));

        Assert.Same(german, freshen.Current);
        Assert.Null(freshen.AlsoFor);
    }

    [Theory]
    [Rfc9111("4.3.4")]
    [InlineData("\"it\"")]
    [InlineData("W/\"de\"")] // what a compressing server makes of the strong one
    [InlineData("de")]
    [InlineData("\"de\", \"en\"")]
    [InlineData(null)]
    public void NotModified_ThatNamesNoneOfThem_IsAskedAgain(string? entityTag)
    {
        var german = Stored.InLanguage("de", 70, ("ETag", "\"de\""));
        var english = Stored.InLanguage("en", 10, ("ETag", "\"en\""));
        (string, string)[] fields = entityTag is null ? [] : [("ETag", entityTag)];

        var refetch = Assert.IsType<ResponseDecision.Refetch>(
            Answer(French, [german, english], Responses.NotModified(fields)));

        Assert.Equal(HttpCacheReason.ValidationMismatch, refetch.Again.Reason);
        Assert.Empty(refetch.Again.Additions);
        Assert.Null(refetch.Again.Superseded);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public void NotModified_WithoutATagWhereSeveralWereAskedAbout_IsAskedAgain()
    {
        var german = Stored.InLanguage("de", 70, ("ETag", "\"de\""));
        var english = Stored.InLanguage("en", 10, ("ETag", "\"en\""));

        Assert.IsType<ResponseDecision.Refetch>(Answer(
            Requests.Get(("Accept-Language", "de")), [german, english], Responses.NotModified()));
    }

    [Fact]
    public void Ok_WhereNoneMatched_ReplacesNone()
    {
        var german = Stored.InLanguage("de", 10, ("ETag", "\"de\""));

        var store = Assert.IsType<ResponseDecision.Store>(Answer(
            French, [german], Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", "Accept-Language"))));

        Assert.Null(store.Superseded);
        Assert.Equal([new("accept-language", "fr")], store.SelectingFields);
    }

    [Fact]
    public void Head_WhereNoneMatches_IsForwardedWithoutACondition()
    {
        var german = Stored.InLanguage("de", 10, ("ETag", "\"de\""));

        var decision = Decide(Requests.Head(("Accept-Language", "fr")), german);

        Assert.Empty(Assert.IsType<RequestDecision.Fetch>(decision).Additions);
    }

    [Fact]
    public void Variant_PastItsUse_IsLeftOut()
    {
        var german = Stored.InLanguage("de", 10, ("ETag", "\"de\""));
        var now = german.DiscardAfter;

        var decision = Policies.Private.Decide(French, [german], now);

        Assert.IsType<RequestDecision.Fetch>(decision);
    }

    private static RequestDecision Decide(RequestHead request, params StoredResponse[] stored) =>
        Policies.Private.Decide(request, stored, Policies.Now);

    private static ResponseDecision Answer(RequestHead request, StoredResponse[] stored, ResponseHead answer) =>
        Policies.Private.Answer(request, Decide(request, stored), answer);
}
