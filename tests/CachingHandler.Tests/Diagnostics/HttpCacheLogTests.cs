using System.Net;
using System.Reflection;
using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Tests.Diagnostics;

public sealed class HttpCacheLogTests
{
    private const string Secret = "swordfish";

    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] Messages =
        [.. from type in typeof(HttpCacheHandler).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            let message = method.GetCustomAttribute<LoggerMessageAttribute>()
            where message is not null
            select (method, message)];

    [Fact]
    public void EventIds_OfAllMessages_AreUnique()
    {
        var ids = Messages.Select(one => one.Message.EventId).ToList();

        Assert.True(ids.Count > 4);
        Assert.Distinct(ids);
        Assert.All(ids, id => Assert.True(id > 0));
    }

    [Fact]
    public void EventNames_OfAllMessages_AreThoseOfTheirMethods()
    {
        Assert.All(Messages, one => Assert.Equal(one.Method.Name, one.Message.EventName));
    }

    [Fact]
    public async Task Lines_OfAWholeLife_HaveNoQueryNoFieldAndNoUserInfo()
    {
        using var store = new FaultyStore(new MemoryHttpCacheStore(), failAt: 10);
        using var origin = new FakeOrigin(
            _ => Answers.Ok(
                "one",
                ("Cache-Control", "max-age=60"),
                ("X-Answer", Secret),
                ("Vary", "Authorization"),
                ("ETag", $"\"{Secret}\"")),
            _ => Answers.NotModified(("X-Answer", Secret)),
            _ => Answers.Of(HttpStatusCode.NoContent, ("Location", $"/doc?{Secret}")),
            _ => Answers.Ok("two", ("Cache-Control", "no-store"), ("Set-Cookie", Secret)));
        using var client = new CachedClient(store: store, transport: origin);
        await client.ResultAsync(Request(HttpMethod.Get));
        await client.ResultAsync(Request(HttpMethod.Get));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        await client.ResultAsync(Request(HttpMethod.Get));
        await client.ResultAsync(Request(HttpMethod.Put));

        await client.ResultAsync(Request(HttpMethod.Get));

        Assert.True(client.Log.Lines.Count > 5);
        Assert.DoesNotContain(
            client.Log.Lines, line => line.Message.Contains(Secret, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("GET https://example.com/doc: hit (fresh).", client.Log.Lines.Select(line => line.Message));
        Assert.Contains(
            "GET https://example.com/doc: the response is not stored (no-store). The response has no-store (RFC 9111 §5.2.2.5).",
            client.Log.Lines.Select(line => line.Message));
        Assert.Contains(client.Log.Lines, line => line.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task Requests_OfEveryKind_AreCountedByOutcomeAndReason()
    {
        using var client = new CachedClient(transport: new EditionOrigin());

        await client.ResultAsync();
        await client.ResultAsync();
        await client.ResultAsync();
        await client.ResultAsync(CachedClient.Get().SetHttpCacheMode(HttpCacheMode.Bypass));

        Assert.Equal(1, client.Meters.Sum("cachinghandler.requests", "outcome=miss reason=nothing-stored"));
        Assert.Equal(2, client.Meters.Sum("cachinghandler.requests", "outcome=hit reason=fresh"));
        Assert.Equal(1, client.Meters.Sum("cachinghandler.requests", "outcome=bypass reason=bypass-mode"));
        Assert.Equal(4, client.Meters.Sum("cachinghandler.requests"));
    }

    private static HttpRequestMessage Request(HttpMethod method) =>
        CachedClient.Request(
            method,
            $"https://{Secret}:{Secret}@example.com/doc?{Secret}#{Secret}",
            ("Authorization", Secret),
            ("X-Ask", Secret));
}
