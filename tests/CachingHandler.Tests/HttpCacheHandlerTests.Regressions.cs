using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>Mistakes that caches in the field make between the caller and the store; those of policy alone are in FieldRegressionTests.</summary>
public sealed partial class HttpCacheHandlerTests
{
    [Theory]
    [Rfc9111("5.2.2.7")]
    [InlineData(HttpCacheKind.Private, "private, max-age=60")]
    [InlineData(HttpCacheKind.Private, "max-age=60")]
    [InlineData(HttpCacheKind.Shared, "private, max-age=60")]
    [InlineData(HttpCacheKind.Shared, "private=, max-age=60")]
    [InlineData(HttpCacheKind.Shared, "max-age=60")]
    public async Task PrivateBody_OfOneUserOfASharedClient_IsNotServedToAnother(HttpCacheKind kind, string cacheControl)
    {
        using var client = new CachedClient(new HttpCacheOptions { Kind = kind });
        client
            .Expect(() => Answers.Ok("mine", ("Cache-Control", cacheControl)))
            .Expect(() => Answers.Ok("yours", ("Cache-Control", cacheControl)));
        await client.GetStringAsync(("Authorization", "Bearer a"));

        var yours = await client.GetStringAsync(("Authorization", "Bearer b"));

        Assert.Equal("yours", yours);
    }

    [Fact]
    [Rfc9111("3.3")]
    public async Task PartOfABody_NeverBecomesTheAnswerToARequestForTheWhole()
    {
        using var client = new CachedClient();
        client
            .Expect(() => Answers.Of(
                HttpStatusCode.PartialContent,
                new ByteArrayContent("one"u8.ToArray()),
                ("Cache-Control", "max-age=60"),
                ("ETag", "\"1\""),
                ("Content-Range", "bytes 0-2/6")))
            .Expect(() => Answers.Ok("onetwo", ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")));
        await client.GetStringAsync();

        using var whole = await client.GetAsync();

        Assert.Equal((HttpStatusCode.OK, "onetwo"), (whole.StatusCode, await whole.Content.ReadAsStringAsync()));
    }

    [Fact]
    [Rfc9111("4.4")]
    public async Task Put_ThenGet_DoesNotGetTheOldValue()
    {
        using var client = await HoldingAsync("old", ("Cache-Control", "max-age=60"));
        client
            .Expect(HttpMethod.Put, CachedClient.Target, () => Answers.Of(HttpStatusCode.NoContent))
            .Expect(() => Answers.Ok("new", ("Cache-Control", "max-age=60")));
        await client.Http.PutAsync(CachedClient.Target, new StringContent("new"));

        var value = await client.GetStringAsync();

        Assert.Equal("new", value);
    }

    [Theory]
    [Rfc9111("4.2.4")]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task NotFoundOrForbidden_IsNeverHiddenByAStaleResponse(HttpStatusCode status)
    {
        using var client = await HoldingAsync(
            new HttpCacheOptions { StaleIfError = TimeSpan.FromDays(1) },
            "old",
            ("Cache-Control", "max-age=60, stale-if-error=86400"),
            ("ETag", "\"1\""));
        client.Time.Advance(TimeSpan.FromSeconds(61));
        client.Expect(() => Answers.Of(status));

        using var response = await client.GetAsync();

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public async Task NotModified_IsFollowedByHits()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60"), ("ETag", "\"1\""));
        client.Time.Advance(TimeSpan.FromSeconds(61));
        client.Expect(() => Answers.NotModified(("ETag", "\"1\"")));
        var revalidated = await client.ResultAsync();
        client.Time.Advance(TimeSpan.FromSeconds(59));

        var next = await client.ResultAsync();

        Assert.Equal((HttpCacheOutcome.Revalidated, HttpCacheOutcome.Hit), (revalidated.Outcome, next.Outcome));
    }
}
