using System.Net;
using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    public static TheoryData<HttpCacheOptions, string> OptionsOutOfRange => new()
    {
        { new() { Kind = (HttpCacheKind)7 }, "Kind is 7; it must be Private or Shared." },
        { new() { MaximumBodySize = -1 }, "MaximumBodySize is -1; it must be zero or more bytes." },
        { new() { MaximumDrainSize = -1 }, "MaximumDrainSize is -1; it must be zero or more bytes." },
        { new() { MaximumDrainTime = 11 * OneDay }, "MaximumDrainTime is 11.00:00:00; it must be from zero to 10 days." },
        { new() { MaximumCollapseWait = -OneDay }, "MaximumCollapseWait is -1.00:00:00; it must be from zero to 10 days." },
        { new() { HeuristicFraction = 1.5 }, "HeuristicFraction is 1.5; it must be from 0 to 1, such as 0.1 for" },
        { new() { HeuristicFraction = double.NaN }, "HeuristicFraction is NaN; it must be from 0 to 1, such as" },
        { new() { StaleIfError = -OneDay }, "StaleIfError is -1.00:00:00; it must be from zero to 36500 days." },
        { new() { MaximumHeuristicLifetime = -OneDay }, "MaximumHeuristicLifetime is -1.00:00:00; it must be from" },
        { new() { Retention = 36_501 * OneDay }, "Retention is 36501.00:00:00; it must be from zero to 36500 days." },
        { new() { Scope = null! }, "Scope is null; it must be a name, or empty for none." },
    };

    [Theory]
    [InlineData(200, "no-store", NotStoredReason.NoStore)]
    [InlineData(206, "max-age=60", NotStoredReason.Part)]
    [InlineData(302, "", NotStoredReason.NoFreshness)]
    [InlineData(200, "", NotStoredReason.NothingToReuse)]
    public async Task Answer_ThatIsNotToBeStored_SaysWhy(int status, string cacheControl, NotStoredReason expected)
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Of((HttpStatusCode)status, ("Cache-Control", cacheControl)));

        var result = await client.ResultAsync();

        Assert.False(result.Stored);
        Assert.Equal(expected, result.NotStoredReason);
        Assert.Empty(await client.Store.AllAsync());
    }

    [Theory]
    [InlineData("private, max-age=60", "X-None", NotStoredReason.Private)]
    [InlineData("max-age=60", "Set-Cookie", NotStoredReason.SetCookie)]
    public async Task Answer_ThatASharedCacheMustNotStore_SaysWhy(
        string cacheControl, string field, NotStoredReason expected)
    {
        using var client = new CachedClient(new() { Kind = HttpCacheKind.Shared });
        client.Expect(() => Answers.Ok("one", ("Cache-Control", cacheControl), (field, "a=b")));

        var result = await client.ResultAsync();

        Assert.Equal(expected, result.NotStoredReason);
    }

    [Fact]
    public async Task Answer_ThatASharedCacheMayNotShare_SaysWhy()
    {
        using var client = new CachedClient(new() { Kind = HttpCacheKind.Shared });
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));

        var result = await client.ResultAsync(("Authorization", "Bearer a"));

        Assert.Equal(NotStoredReason.Authorization, result.NotStoredReason);
    }

    [Fact]
    public async Task Answer_ThatVariesByAnything_SaysWhy()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60"), ("Vary", "*")));

        var result = await client.ResultAsync();

        Assert.Equal(NotStoredReason.VaryAny, result.NotStoredReason);
    }

    [Fact]
    public async Task Answer_LargerThanTheStore_SaysWhy()
    {
        using var client = new CachedClient(store: new MemoryHttpCacheStore(new() { MaximumSize = 100 }));
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));

        var result = await client.ResultAsync();

        Assert.Equal(NotStoredReason.TooLarge, result.NotStoredReason);
    }

    [Fact]
    public async Task Answer_WhoseBodyIsNotReadYet_IsNotStoredYet()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        using var response = await client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        var result = response.GetHttpCacheResult()!;
        var before = (result.Stored, result.NotStoredReason);

        await response.Content.ReadAsStringAsync();

        Assert.Equal((false, NotStoredReason.None), before);
        Assert.Equal((true, NotStoredReason.None), (result.Stored, result.NotStoredReason));
    }

    [Fact]
    public async Task Answer_Superseding_KeepsTheOldOneUntilItIsComplete()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, immutable"));
        client.Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));
        using var refreshed = await client.Http.SendAsync(
            CachedClient.Get().ForceRefresh(), HttpCompletionOption.ResponseHeadersRead);

        var meanwhile = await client.GetStringAsync();
        await refreshed.Content.ReadAsStringAsync();
        var after = await client.GetStringAsync();

        Assert.Equal(["one", "two"], [meanwhile, after]);
    }

    [Fact]
    public async Task Answer_WhoseCallerGivesUpWhileTheStoreOpens_IsDisposed()
    {
        using var cancelling = new CancellationTokenSource();
        using var content = new WatchedContent("one");
        using var origin = new FakeOrigin(_ =>
        {
            cancelling.Cancel();
            return Answers.Ok(content, ("Cache-Control", "max-age=60"));
        });
        using var client = new CachedClient(store: new ObedientStore(), transport: origin);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Http.SendAsync(CachedClient.Get(), cancelling.Token));

        await content.Disposed.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(OptionsOutOfRange))]
    public void Options_OutOfRange_AreRefusedWithValueRuleAndWayOut(HttpCacheOptions options, string message)
    {
        using var store = new MemoryHttpCacheStore();

        var failure = Assert.Throws<ArgumentException>(() => new HttpCacheHandler(store, options));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AtTheirLimits_AreAccepted()
    {
        using var store = new MemoryHttpCacheStore();
        var longest = TimeSpan.FromDays(36_500);

        using var handler = new HttpCacheHandler(store, new()
        {
            MaximumBodySize = 0,
            MaximumDrainSize = 0,
            MaximumDrainTime = TimeSpan.FromDays(10),
            MaximumCollapseWait = TimeSpan.FromDays(10),
            HeuristicFraction = 1,
            StaleIfError = longest,
            MaximumHeuristicLifetime = longest,
            Retention = longest,
        });

        Assert.Null(handler.InnerHandler);
    }

    [Fact]
    public void Store_Null_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new HttpCacheHandler(null!));
    }

    [Fact]
    public async Task Handler_Disposed_LeavesTheStoreToItsOwner()
    {
        using var store = new MemoryHttpCacheStore();
        using (var client = new HttpClient(new HttpCacheHandler(store)
        {
            InnerHandler = new FakeOrigin(_ => Answers.Ok("one", ("Cache-Control", "max-age=60"))),
        }))
        {
            await client.GetStringAsync(CachedClient.Target);
        }

        var stored = await store.AllAsync();

        Assert.Single(stored);
    }
}
