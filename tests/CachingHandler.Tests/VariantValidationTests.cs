using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.Tests;

/// <summary>Variants that the origin chooses among by its 304 (RFC 9111 §4.1, §4.3.4).</summary>
public sealed class VariantValidationTests : IDisposable
{
    private readonly Media _media = new();

    public static TheoryData<string> Media => Storage.Media.All;

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.4")]
    public async Task Variant_ThatTheOriginChooses_IsServedAndKeptForBothRequests(string medium)
    {
        using var origin = new FakeOrigin(
            _ => Variant("english", "\"en\""),
            _ => Variant("deutsch", "\"de\""),
            _ => Answers.NotModified(("ETag", "\"de\""), ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")),
            _ => throw new InvalidOperationException("The origin was asked again."));
        using var client = new CachedClient(store: _media.Create(medium), transport: origin);
        await client.GetStringAsync(("Accept-Language", "en"));
        client.Time.Advance(TimeSpan.FromSeconds(1));
        await client.GetStringAsync(("Accept-Language", "de"));
        client.Time.Advance(TimeSpan.FromSeconds(1));

        using var chosen = await client.GetAsync(("Accept-Language", "gsw"));
        var hits = new[]
        {
            await client.GetStringAsync(("Accept-Language", "gsw")),
            await client.GetStringAsync(("Accept-Language", "de")),
            await client.GetStringAsync(("Accept-Language", "en")),
        };

        Assert.Equal("\"de\", \"en\"", origin.Requests.Last().Headers.NonValidated["If-None-Match"].ToString());
        Assert.Equal("deutsch", await chosen.Content.ReadAsStringAsync());
        Assert.Equal(
            (HttpCacheOutcome.Revalidated, HttpCacheReason.VariantNotStored, ForwardReason.VaryMiss),
            (chosen.GetHttpCacheResult()!.Outcome, chosen.GetHttpCacheResult()!.Reason, chosen.GetHttpCacheResult()!.ForwardReason));
        Assert.Equal(["deutsch", "deutsch", "english"], hits);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.4")]
    public async Task Variant_OtherThanTheMatch_TakesItsPlaceForTheRequest(string medium)
    {
        using var origin = new FakeOrigin(
            _ => Variant("english", "\"en\""),
            _ => Variant("deutsch", "\"de\""),
            _ => Answers.NotModified(("ETag", "\"en\""), ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")),
            _ => throw new InvalidOperationException("The origin was asked again."));
        using var client = new CachedClient(store: _media.Create(medium), transport: origin);
        await client.GetStringAsync(("Accept-Language", "en"));
        await client.GetStringAsync(("Accept-Language", "de"));
        client.Time.Advance(TimeSpan.FromMinutes(2));

        var chosen = await client.GetStringAsync(("Accept-Language", "de"));
        var hits = new[]
        {
            await client.GetStringAsync(("Accept-Language", "de")),
            await client.GetStringAsync(("Accept-Language", "en")),
        };

        Assert.Equal("english", chosen);
        Assert.Equal(["english", "english"], hits);
    }

    [Theory]
    [MemberData(nameof(Media))]
    [Rfc9111("4.3.4")]
    public async Task Variant_ThatTheOriginDoesNotName_IsNotServed(string medium)
    {
        using var origin = new FakeOrigin(
            _ => Variant("english", "\"en\""),
            _ => Variant("deutsch", "\"de\""),
            _ => Answers.NotModified(("Vary", "Accept-Language")),
            _ => Variant("fran\u00e7ais", "\"fr\""));
        using var client = new CachedClient(store: _media.Create(medium), transport: origin);
        await client.GetStringAsync(("Accept-Language", "en"));
        await client.GetStringAsync(("Accept-Language", "de"));

        using var response = await client.GetAsync(("Accept-Language", "fr"));

        Assert.Equal("fran\u00e7ais", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpCacheReason.ValidationMismatch, response.GetHttpCacheResult()!.Reason);
        Assert.DoesNotContain(Messages.Lines(origin.Requests.Last()), line => line.Name == "If-None-Match");
    }

    [Fact]
    [Rfc9111("4.3.3")]
    public async Task Variant_ThatTheOriginChooses_IsHeldAgainstTheCallersCondition()
    {
        using var origin = new FakeOrigin(
            _ => Variant("english", "\"en\""),
            _ => Answers.NotModified(("ETag", "\"en\""), ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")));
        using var client = new CachedClient(transport: origin);
        await client.GetStringAsync(("Accept-Language", "en"));

        using var known = await client.GetAsync(("Accept-Language", "fr"), ("If-None-Match", "\"en\""));
        using var other = await client.GetAsync(("Accept-Language", "it"), ("If-None-Match", "\"it\""));

        Assert.Equal((304, 200), ((int)known.StatusCode, (int)other.StatusCode));
        Assert.Equal("\"en\", \"it\"", origin.Requests.Last().Headers.NonValidated["If-None-Match"].ToString());
    }

    [Fact]
    public async Task Range_OfAVariantThatTheOriginChooses_IsCutFromIt()
    {
        using var origin = new FakeOrigin(
            _ => Variant("english", "\"en\""),
            _ => Answers.NotModified(("ETag", "\"en\""), ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language")));
        using var client = new CachedClient(transport: origin);
        await client.GetStringAsync(("Accept-Language", "en"));

        using var response = await client.GetAsync(("Accept-Language", "fr"), ("Range", "bytes=0-2"));
        var whole = await client.GetStringAsync(("Accept-Language", "fr"));

        Assert.Equal((206, "eng"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("english", whole);
    }

    public void Dispose() => _media.Dispose();

    private static HttpResponseMessage Variant(string body, string entityTag) => Answers.Ok(
        body, ("Cache-Control", "max-age=60"), ("Vary", "Accept-Language"), ("ETag", entityTag));
}
