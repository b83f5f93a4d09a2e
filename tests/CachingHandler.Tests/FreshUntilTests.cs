using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>What a store tells those who look after it of how long a response is fresh.</summary>
public sealed class FreshUntilTests : IDisposable
{
    private readonly CachedClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("max-age=60", null, 60)]
    [InlineData("max-age=60", "20", 40)]
    [InlineData("max-age=0", "20", -20)]
    [InlineData("max-age=2147483648", null, 2_147_483_648)]
    [InlineData("max-age=60, no-cache", null, 0)]
    [InlineData("max-age=60, no-cache=\"x-other\"", null, 60)]
    [Rfc9111("4.2")]
    public async Task Response_Stored_TellsWhenItsFreshnessEnds(string cacheControl, string? age, long seconds)
    {
        _client.Expect(() => Answers.Ok("one", [("Cache-Control", cacheControl), ("ETag", "\"1\""), .. Age(age)]));
        await _client.GetStringAsync();

        Assert.Equal(_client.Time.GetUtcNow().AddSeconds(seconds), await FreshUntilAsync());
    }

    [Fact]
    [Rfc9111("4.3.4")]
    public async Task Response_Validated_TellsAnew()
    {
        _client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")));
        _client.Expect(() => Answers.Of(System.Net.HttpStatusCode.NotModified, null, [("ETag", "\"1\""), ("Cache-Control", "max-age=10")]));
        await _client.GetStringAsync();
        _client.Time.Advance(TimeSpan.FromMinutes(2));

        await _client.GetStringAsync();

        Assert.Equal(_client.Time.GetUtcNow().AddSeconds(10), await FreshUntilAsync());
    }

    private static (string Name, string Value)[] Age(string? age) => age is null ? [] : [("Age", age)];

    private async Task<DateTimeOffset?> FreshUntilAsync()
    {
        var entries = new List<HttpCacheEntry>();
        await foreach (var entry in _client.Store.EnumerateEntriesAsync())
        {
            entries.Add(entry);
        }

        return Assert.Single(entries).FreshUntil;
    }
}
