using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>The caller's request stays as the caller made it, whatever the origin is asked.</summary>
public sealed class CallersRequestTests
{
    public static TheoryData<string, string> Scenarios => new()
    {
        { "a part, and then the whole", "" },
        { "a part, and then the whole", "Cache-Control: max-age=5" },
        { "a part, and then the whole", "If-Range: \"caller's\"" },
        { "a part, and then a wrong rest", "" },
        { "a stale whole", "If-None-Match: \"caller's\"" },
        { "a stale whole", "If-Modified-Since: Mon, 31 Dec 2029 00:00:00 GMT" },
        { "a stale whole", "Range: bytes=0-9" },
        { "a stale variant", "Accept-Language: de" },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Request_AfterItWasAnswered_IsAsItWas(string scenario, string field)
    {
        using var client = new DocumentClient();
        await PrepareAsync(client, scenario);
        using var request = CachedClient.Get(Fields(field));
        var before = Messages.Lines(request);

        using var response = await client.Client.Http.SendAsync(request);

        Assert.Equal(before, Messages.Lines(request));
        Assert.Same(request, response.RequestMessage);
        Assert.Equal((HttpMethod.Get, new Uri(CachedClient.Target)), (request.Method, request.RequestUri));
        Assert.True(client.Origin.Requests.Count >= 2);
    }

    [Fact]
    public async Task Request_SentAgain_IsAnsweredAgain()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-49");
        using var first = CachedClient.Get();
        using var completed = await client.Client.Http.SendAsync(first);
        using var second = new HttpRequestMessage(first.Method, first.RequestUri);

        using var hit = await client.Client.Http.SendAsync(second);

        Assert.Equal(HttpCacheOutcome.Completed, completed.GetHttpCacheResult()!.Outcome);
        Assert.Equal(HttpCacheOutcome.Hit, hit.GetHttpCacheResult()!.Outcome);
    }

    [Fact]
    public async Task Range_OfTheCallersThatIsForwarded_GoesAsItIs()
    {
        using var client = new DocumentClient();
        await client.RangeAsync("0-9");

        await client.GetAsync(("Range", "bytes=5-14,20-24"), ("If-Range", "\"1\""));

        var forwarded = client.Origin.Requests[^1];
        Assert.Equal(("bytes=5-14,20-24", "\"1\"", null), (forwarded.Range, forwarded.IfRange, forwarded.IfNoneMatch));
    }

    private static async Task PrepareAsync(DocumentClient client, string scenario)
    {
        client.Origin.Fields = scenario == "a stale variant" ? [("Vary", "Accept-Language")] : [];
        await (scenario.StartsWith("a part", StringComparison.Ordinal) ? client.RangeAsync("0-49") : client.GetAsync());
        client.Time.Advance(TimeSpan.FromMinutes(2));
        (client.Origin.IgnoresIfRange, client.Origin.ETag) =
            scenario == "a part, and then a wrong rest" ? (true, "\"2\"") : (false, "\"1\"");
    }

    private static (string Name, string Value)[] Fields(string line) =>
        line.Split(": ") is [var name, var value] ? [(name, value)] : [];
}
