using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Policy;

[Rfc9111("4.1")]
public sealed class SelectingHeadersTests
{
    [Fact]
    public void Of_NoVary_IsEmpty()
    {
        var selecting = SelectingHeaders.Of(Requests.Get(("Accept", "text/html")), vary: null, Policies.PrivateRules);

        Assert.Empty(selecting);
    }

    [Fact]
    public void Of_SeveralFields_AreKeptInOrderOfLowerCaseNames()
    {
        var request = Requests.Get(("User-Agent", "x/1.0"), ("ACCEPT", "text/html"));

        var selecting = SelectingHeaders.Of(request, "User-Agent, accept-language,Accept", Policies.PrivateRules);

        Assert.Equal([new("accept", "text/html"), new("accept-language", null), new("user-agent", "x/1.0")], selecting);
    }

    [Theory]
    [InlineData("Accept, Accept-Language")]
    [InlineData("accept-language,accept")]
    [InlineData(",, ACCEPT ,\tAccept-Language, Accept,")]
    public void Of_VaryWrittenDifferently_IsTheSame(string vary)
    {
        var request = Requests.Get(("Accept", "text/html"), ("Accept-Language", "de"));

        var selecting = SelectingHeaders.Of(request, vary, Policies.PrivateRules);

        Assert.Equal([new("accept", "text/html"), new("accept-language", "de")], selecting);
    }

    [Theory]
    [InlineData("Authorization", "Bearer topsecret")]
    [InlineData("Cookie", "session=topsecret")]
    [InlineData("X-Api-Key", "topsecret")]
    [InlineData("X-Unknown", "topsecret")]
    [InlineData("Proxy-Authorization", "topsecret")]
    [InlineData("Referer", "https://example.com/?token=topsecret")]
    public void Of_FieldThatMayHoldSecret_IsKeptAsDigest(string name, string value)
    {
        var selecting = SelectingHeaders.Of(Requests.Get((name, value)), name, Policies.PrivateRules);

        Assert.DoesNotContain("topsecret", Assert.Single(selecting).Value, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Authorization", "Bearer a", "Bearer b")]
    [InlineData("X-Api-Key", "a", "b")]
    [InlineData("X-Api-Key", "a", "A")]
    [InlineData("Cookie", "a=1; b=2", "a=1; b=3")]
    [InlineData("Accept-Language", "de", "fr")]
    [InlineData("Accept-Language", "de", "de, fr")]
    [InlineData("Accept-Language", "de", "")]
    [InlineData("User-Agent", "x/1.0", "x/1.1")]
    public void Select_OtherValue_MatchesNothing(string name, string storedValue, string value)
    {
        var stored = Varying(name, (name, storedValue));

        var selected = Select(stored, (name, value));

        Assert.Null(selected);
    }

    [Theory]
    [InlineData("Authorization", "Bearer a")]
    [InlineData("X-Api-Key", "a")]
    [InlineData("Cookie", "a=1; b=2")]
    [InlineData("Accept-Language", "de, fr")]
    [InlineData("Accept-Language", "")]
    public void Select_SameValue_Matches(string name, string value)
    {
        var stored = Varying(name.ToUpperInvariant(), (name, value));

        var selected = Select(stored, (name.ToLowerInvariant(), value));

        Assert.Same(stored, selected);
    }

    [Theory]
    [InlineData("Accept-Language", "de")]
    [InlineData("Accept-Language", "")]
    [InlineData("Authorization", "Bearer a")]
    [InlineData("Cookie", "a=1")]
    public void Select_StoredWithoutField_DoesNotMatchRequestThatHasIt(string name, string value)
    {
        var stored = Varying(name);

        var selected = Select(stored, (name, value));

        Assert.Null(selected);
    }

    [Theory]
    [InlineData("Accept-Language", "de")]
    [InlineData("Accept-Language", "")]
    [InlineData("Authorization", "Bearer a")]
    public void Select_StoredWithField_DoesNotMatchRequestWithoutIt(string name, string value)
    {
        var stored = Varying(name, (name, value));

        var selected = Select(stored);

        Assert.Null(selected);
    }

    [Fact]
    public void Select_AbsentBothTimes_Matches()
    {
        var stored = Varying("Accept-Encoding, X-Api-Key");

        var selected = Select(stored);

        Assert.Same(stored, selected);
    }

    [Theory]
    [InlineData("de,fr")]
    [InlineData("de ,\tfr")]
    [InlineData(" de, fr ")]
    [InlineData(",de, , fr,")]
    public void Select_WhitespaceRoundListMembers_DoesNotCount(string value)
    {
        var stored = Varying("Accept-Language", ("Accept-Language", "de, fr"));

        var selected = Select(stored, ("Accept-Language", value));

        Assert.Same(stored, selected);
    }

    [Theory]
    [InlineData("Accept-Language")]
    [InlineData("X-Feature")]
    public void Select_SeveralLines_CountAsOneList(string name)
    {
        var stored = Varying(name, (name, "a, b"));

        var selected = Select(stored, (name, "a"), (name, "b"));

        Assert.Same(stored, selected);
    }

    [Theory]
    [InlineData("X-Filter", "a, b", "a,b")]
    [InlineData("X-Filter", "a, b", " a ,\tb ")]
    [InlineData("X-Filter", "\"a,b\"", " \"a,b\"\t")]
    [InlineData("Prefer", "a, b", "a ,b")]
    [InlineData("Accept", "text/html, application/json;q=0.5", "Application/JSON ; Q=0.50 ,TEXT/html;q=1.0")]
    [InlineData("Accept-Language", "de-CH, en;q=0.8", "EN;q=0.8,DE-ch")]
    [InlineData("Accept-Language", "de, en", "EN ,de")]
    [InlineData("Accept-Encoding", "gzip, deflate, br", "BR,GZIP, deflate , br")]
    [InlineData("Accept-Charset", "utf-8, iso-8859-1;q=0.5", "ISO-8859-1;q=0.5,UTF-8")]
    public void Select_AnotherSpellingOfTheSame_Matches(string name, string storedValue, string value)
    {
        var stored = Varying(name, (name, storedValue));

        var there = Select(stored, (name, value));
        var back = Select(Varying(name, (name, value)), (name, storedValue));

        Assert.NotNull(there);
        Assert.NotNull(back);
    }

    [Theory]
    [InlineData("Accept-Charset", "utf-8, iso-8859-1;q=0.5", "ISO-8859-1;q=.5,UTF-8")]
    [InlineData("Accept-Language", "de, en;q=0.8", "de, en;q=0.7")]
    [InlineData("Accept-Encoding", "gzip", "gzip, br")]
    [InlineData("Accept-Encoding", "gzip", "gzip;q=0")]
    [InlineData("Accept", "text/html, text/plain", "text/plain, text/html")]
    [InlineData("Accept", "a/b;x=Y", "a/b;x=y")]
    public void Select_AnotherPreference_MatchesNothing(string name, string storedValue, string value)
    {
        var stored = Varying(name, (name, storedValue));

        var selected = Select(stored, (name, value));

        Assert.Null(selected);
    }

    // Who has seen the store has seen digests, and must not be served for sending one.
    [Fact]
    public void Select_DigestSentAsValue_MatchesNothing()
    {
        var stored = Varying("X-Api-Key", ("X-Api-Key", "topsecret"));

        var selected = Select(stored, ("X-Api-Key", stored.SelectingFields[0].Value!));

        Assert.Null(selected);
    }

    // As an earlier version kept it.
    [Fact]
    public void Select_KeptInAnotherSpelling_MatchesThatSpelling()
    {
        var kept = Varying("Accept-Encoding", ("Accept-Encoding", "x"));
        var stored = kept.Freshened(
            kept.Head, [new("accept-encoding", "BR, gzip")], kept.RequestTime, kept.ResponseTime, kept.DiscardAfter);

        Assert.Same(stored, Select(stored, ("Accept-Encoding", "BR, gzip")));
        Assert.Null(Select(stored, ("Accept-Encoding", "gzip, br")));
    }

    [Fact]
    public void Select_OneOfSeveralFieldsDiffers_MatchesNothing()
    {
        var stored = Varying("Accept, Accept-Language", ("Accept", "text/html"), ("Accept-Language", "de"));

        var selected = Select(stored, ("Accept", "text/html"), ("Accept-Language", "fr"));

        Assert.Null(selected);
    }

    [Fact]
    public void Select_ValuesSwapBetweenFields_MatchesNothing()
    {
        var stored = Varying("X-A, X-B", ("X-A", "1"), ("X-B", "2"));

        var selected = Select(stored, ("X-A", "2"), ("X-B", "1"));

        Assert.Null(selected);
    }

    [Fact]
    public void Select_FieldThatVaryDoesNotName_DoesNotCount()
    {
        var stored = Varying("Accept", ("Accept", "text/html"), ("Accept-Language", "de"));

        var selected = Select(stored, ("Accept", "text/html"), ("Accept-Language", "fr"));

        Assert.Same(stored, selected);
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("Ünicode")]
    [InlineData(":")]
    [InlineData("\"Accept\"")]
    [InlineData("Content-Type")]
    public void Select_VaryNamesNoRequestField_MatchesAll(string vary)
    {
        var stored = Varying(vary, ("Accept", "text/html"));

        var selected = Select(stored, ("Accept", "text/plain"));

        Assert.Same(stored, selected);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("Accept", false)]
    [InlineData("**", false)]
    [InlineData("*", true)]
    [InlineData("Accept , *", true)]
    [InlineData("*,*", true)]
    public void MatchNothing_Asterisk_IsFoundAnywhere(string? vary, bool expected)
    {
        var matchesNothing = SelectingHeaders.MatchNothing(vary);

        Assert.Equal(expected, matchesNothing);
    }

    [Fact]
    public void Of_DigestsOfTwoSecrets_Differ()
    {
        var other = Policies.PrivateRules with { Digest = new KeyedDigest(new byte[] { 1 }) };

        var one = SelectingHeaders.Of(Requests.Get(("X-Api-Key", "a")), "X-Api-Key", Policies.PrivateRules);
        var two = SelectingHeaders.Of(Requests.Get(("X-Api-Key", "a")), "X-Api-Key", other);

        Assert.NotEqual(one, two);
    }

    [Theory]
    [InlineData("X-Filter", "a b", "a  b")]
    [InlineData("X-Filter", "a, b", "b, a")]
    [InlineData("X-Filter", "a", "A")]
    [InlineData("X-Filter", "a;b", "a; b")]
    [InlineData("X-Filter", "\"a\",b", "\"a\", b")]
    [InlineData("X-Filter", "a, a", "a")]
    [InlineData("User-Agent", "x/1.0", "X/1.0")]
    [InlineData("X-Filter", "a,,b", "a,b")]
    [InlineData("X-Filter", "a,", "a")]
    [InlineData("Prefer", "x=\"a,b\"", "x=\"a, b\"")]
    [InlineData("Accept", "text/html;x=\"a,,b\"", "text/html;x=\"a,b\"")]
    public void Select_WhitespaceOrCommaThatMayMeanSomething_Counts(string name, string storedValue, string value)
    {
        var stored = Varying(name, (name, storedValue));

        var selected = Select(stored, (name, value));

        Assert.Null(selected);
    }

    private static StoredResponse Varying(string vary, params (string Name, string Value)[] requestFields) =>
        Stored.By(
            Policies.Private, Requests.Get(requestFields), Responses.Ok(("Cache-Control", "max-age=60"), ("Vary", vary)));

    private static StoredResponse? Select(
        StoredResponse stored, params (string Name, string Value)[] requestFields) =>
        SelectingHeaders.Select([stored], Requests.Get(requestFields), Policies.Now, Policies.PrivateRules);
}
