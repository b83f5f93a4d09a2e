using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    private static readonly string[] CdnFields = ["CDN-Cache-Control", "Surrogate-Control"];

    [Fact]
    [Rfc9213("2.2")]
    public async Task TargetedField_InSharedCache_IsObeyedAndPassedOn()
    {
        using var client = new CachedClient(SharedObeying(CdnFields));
        client.Expect(() => Answers.Ok(
            "one", ("Cache-Control", "no-store"), ("CDN-Cache-Control", "max-age=60"), ("Surrogate-Control", "no-store")));
        await client.GetStringAsync();

        using var hit = await client.GetAsync();

        Assert.Equal(HttpCacheOutcome.Hit, hit.GetHttpCacheResult()?.Outcome);
        Assert.Equal("no-store", hit.Headers.NonValidated["Cache-Control"].Single());
        Assert.Equal("max-age=60", hit.Headers.NonValidated["CDN-Cache-Control"].Single());
        Assert.Equal("no-store", hit.Headers.NonValidated["Surrogate-Control"].Single());
    }

    [Fact]
    [Rfc9213("2.2")]
    public async Task TargetedField_OfNotModified_IsObeyedFromThenOn()
    {
        using var client = new CachedClient(SharedObeying(CdnFields));
        client
            .Expect(() => Answers.Ok("one", ("Surrogate-Control", "max-age=60;mine"), ("ETag", "\"1\"")))
            .Expect(() => Answers.NotModified(("Surrogate-Control", "max-age=600;mine"), ("ETag", "\"1\"")));
        await client.GetStringAsync();
        client.Time.Advance(TimeSpan.FromSeconds(61));
        await client.GetStringAsync();
        client.Time.Advance(TimeSpan.FromSeconds(599));

        var result = await client.ResultAsync();

        Assert.Equal(HttpCacheOutcome.Hit, result.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(600), result.FreshnessLifetime);
    }

    [Fact]
    [Rfc9111("5.2.2.7")]
    public async Task CookieNamedByPrivate_InSharedCache_ReachesOnlyTheCallerItWasMeantFor()
    {
        using var client = new CachedClient(new HttpCacheOptions { Kind = HttpCacheKind.Shared });
        client
            .Expect(() => Answers.Ok(
                "one", ("Cache-Control", "max-age=60, private=\"Set-Cookie\""), ("ETag", "\"1\""), ("Set-Cookie", "id=first")))
            .Expect(() => Answers.NotModified(("ETag", "\"1\""), ("Set-Cookie", "id=third")));

        var first = await CookieAsync(client);
        var second = await CookieAsync(client);
        client.Time.Advance(TimeSpan.FromSeconds(61));
        var third = await CookieAsync(client);
        var fourth = await CookieAsync(client);

        Assert.Equal(["id=first", "", "id=third", ""], [first, second, third, fourth]);
    }

    private static async Task<string> CookieAsync(CachedClient client)
    {
        using var response = await client.GetAsync();
        await response.Content.LoadIntoBufferAsync();

        return string.Join('|', response.Headers.NonValidated.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : Array.Empty<string>());
    }

    private static HttpCacheOptions SharedObeying(params string[] targetedFields) =>
        new() { Kind = HttpCacheKind.Shared, TargetedFields = targetedFields };
}
