using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheResultTests
{
    public static TheoryData<string, HttpCacheReason, ForwardReason> RequestsThatPassBy => new()
    {
        { "Cache-Control: no-store", HttpCacheReason.RequestNoStore, ForwardReason.Bypass },
        { "If-Match: \"a\"", HttpCacheReason.CallerCondition, ForwardReason.Bypass },
    };

    [Theory]
    [MemberData(nameof(RequestsThatPassBy))]
    public async Task Bypass_ByTheRequest_SaysWhy(string field, HttpCacheReason reason, ForwardReason forward)
    {
        using var client = await HoldingAsync("max-age=60");
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));

        var result = await client.ResultAsync(Field(field));

        Assert.Equal(
            (HttpCacheOutcome.Bypass, reason, forward, false, NotStoredReason.Bypass),
            (result.Outcome, result.Reason, result.ForwardReason, result.Stored, result.NotStoredReason));
    }

    [Fact]
    public async Task Bypass_ByMode_SaysWhy()
    {
        using var client = await HoldingAsync("max-age=60");
        client.Expect(() => Answers.Ok("two"));

        var result = await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Bypass));

        Assert.Equal((HttpCacheReason.BypassMode, ForwardReason.Bypass), (result.Reason, result.ForwardReason));
    }

    [Fact]
    public async Task Bypass_ByMethodOrContent_SaysWhy()
    {
        using var client = new CachedClient();
        client
            .Expect(HttpMethod.Post, CachedClient.Target, () => Answers.Ok("two"))
            .Expect(HttpMethod.Get, CachedClient.Target, () => Answers.Ok("three"));
        using var query = CachedClient.Get();
        query.Content = new StringContent("question");

        var post = await client.ResultAsync(CachedClient.Request(HttpMethod.Post, CachedClient.Target));
        var get = await client.ResultAsync(query);

        Assert.Equal((HttpCacheReason.Method, ForwardReason.Method), (post.Reason, post.ForwardReason));
        Assert.Equal((HttpCacheReason.RequestContent, ForwardReason.Method), (get.Reason, get.ForwardReason));
    }
}
