using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>A private cache in front of a shared one: the outermost tells what it did.</summary>
public sealed class StackedCachesTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryHttpCacheStore _outerStore = new();
    private readonly MemoryHttpCacheStore _innerStore = new();

    [Fact]
    public async Task Miss_InBoth_IsStoredInBoth()
    {
        using var client = Stack(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));

        var result = await ResultAsync(client);

        Assert.Equal((HttpCacheOutcome.Miss, true), (result.Outcome, result.Stored));
        Assert.Single(await _outerStore.AllAsync());
        Assert.Single(await _innerStore.AllAsync());
    }

    [Fact]
    public async Task Hit_InTheInner_IsAMissInTheOuter()
    {
        using var client = Stack(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await ResultAsync(client);
        await _outerStore.ClearAsync();

        var result = await ResultAsync(client);

        Assert.Equal((HttpCacheOutcome.Miss, HttpCacheReason.NothingStored, true), (
            result.Outcome, result.Reason, result.Stored));
    }

    [Fact]
    public async Task Answer_ThatOnlyTheOuterStores_IsToldOfByTheOuter()
    {
        using var client = Stack(_ => Answers.Ok("one", ("Cache-Control", "private, max-age=60")));

        var result = await ResultAsync(client);

        Assert.Equal((true, NotStoredReason.None), (result.Stored, result.NotStoredReason));
        Assert.Empty(await _innerStore.AllAsync());
    }

    [Fact]
    public async Task Answer_ThatOnlyTheInnerStores_IsToldOfByTheOuter()
    {
        using var client = Stack(
            _ => Answers.Ok("12345", ("Cache-Control", "max-age=60"), ("Content-Length", "5")), maximumBodySize: 4);

        var result = await ResultAsync(client);

        Assert.Equal((false, NotStoredReason.TooLarge), (result.Stored, result.NotStoredReason));
        Assert.Single(await _innerStore.AllAsync());
    }

    [Fact]
    public async Task Refusal_OfTheInner_IsToldOfByTheOuter()
    {
        using var client = Stack(_ => throw new InvalidOperationException());

        var result = await ResultAsync(client, ("Cache-Control", "only-if-cached"));

        Assert.Equal(HttpCacheOutcome.Unavailable, result.Outcome);
    }

    [Fact]
    public async Task Age_OfTheInner_CountsInTheOuter()
    {
        using var client = Stack(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        await ResultAsync(client);
        await _outerStore.ClearAsync();
        _time.Advance(TimeSpan.FromSeconds(40));
        await ResultAsync(client);
        _time.Advance(TimeSpan.FromSeconds(10));

        var result = await ResultAsync(client);

        Assert.Equal((HttpCacheOutcome.Hit, TimeSpan.FromSeconds(50)), (result.Outcome, result.Age));
    }

    [Fact]
    public async Task Part_OfTheInner_IsCompletedByTheOuterFromTheInner()
    {
        using var origin = new DocumentOrigin(BodyBytes.Of(Guid.Empty, 100));
        using var client = Stack(origin);
        await ResultAsync(client);
        await _outerStore.ClearAsync();
        var part = await ResultAsync(client, ("Range", "bytes=0-49"));

        using var whole = await client.GetAsync(CachedClient.Target);

        Assert.Equal((HttpCacheOutcome.Miss, true), (part.Outcome, part.Stored));
        Assert.Equal(HttpCacheOutcome.Completed, whole.GetHttpCacheResult()!.Outcome);
        Assert.Equal(origin.Bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Single(origin.Requests);
    }

    public void Dispose()
    {
        _outerStore.Dispose();
        _innerStore.Dispose();
    }

    private static async Task<HttpCacheResult> ResultAsync(
        HttpClient client, params (string Name, string Value)[] fields)
    {
        using var response = await client.SendAsync(CachedClient.Get(fields));

        return Assert.IsType<HttpCacheResult>(response.GetHttpCacheResult());
    }

    private HttpClient Stack(Func<HttpRequestMessage, HttpResponseMessage> answer, long maximumBodySize = 1000) =>
        Stack(new FakeOrigin(answer), maximumBodySize);

    private HttpClient Stack(HttpMessageHandler origin, long maximumBodySize = 1000) =>
        new(new HttpCacheHandler(_outerStore, new() { MaximumBodySize = maximumBodySize }, _time)
        {
            InnerHandler = new HttpCacheHandler(_innerStore, new() { Kind = HttpCacheKind.Shared }, _time)
            {
                InnerHandler = origin,
            },
        });
}
