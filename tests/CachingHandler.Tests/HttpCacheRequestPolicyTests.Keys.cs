using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheRequestPolicyTests
{
    [Fact]
    public async Task Key_OfTwoUris_GivesThemOneResponse()
    {
        using var client = new CachedClient(new() { Key = _ => "by the option" });
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")));
        var policy = new HttpCacheRequestPolicy { Key = "document" };
        await ResultAsync(client, policy);

        var hit = await client.ResultAsync(
            CachedClient.Request(HttpMethod.Get, "https://example.com/doc?signature=2").SetHttpCachePolicy(policy));

        Assert.Equal(HttpCacheOutcome.Hit, hit.Outcome);
        Assert.Equal("key:document", Assert.Single(await client.Store.AllAsync()).Key.Uri);
    }

    [Fact]
    public async Task Partition_OfTheRequest_TellsUsersApartInThePlaceOfCredentials()
    {
        using var client = new CachedClient(new() { Partition = _ => "by the option" });
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));
        await ResultAsync(client, new() { Partition = "a" }, ("Authorization", "Bearer 1"));

        var other = await ResultAsync(client, new() { Partition = "b" }, ("Authorization", "Bearer 1"));
        var same = await ResultAsync(client, new() { Partition = "a" }, ("Authorization", "Bearer 2"));

        Assert.Equal([HttpCacheOutcome.Miss, HttpCacheOutcome.Hit], [other.Outcome, same.Outcome]);
        Assert.DoesNotContain(await client.Store.AllAsync(), stored => stored.Key.Partition is "a" or "b");
    }

    [Fact]
    public async Task Mode_OfThePolicy_IsBeatenByTheRequestsOwnAndBeatsTheContexts()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "max-age=60")))
            .Expect(() => Answers.Ok("two", ("Cache-Control", "max-age=60")));
        var policy = new HttpCacheRequestPolicy { Mode = HttpCacheMode.OnlyIfCached };
        using var context = HttpCacheMode.Bypass.ForThisCallContext();

        var refused = await ResultAsync(client, policy);
        var fetched = await client.ResultAsync(CachedClient.Get().SetHttpCachePolicy(policy).ForceRefresh());
        var hit = await ResultAsync(client, policy);

        Assert.Equal(
            [HttpCacheOutcome.Unavailable, HttpCacheOutcome.Miss, HttpCacheOutcome.Hit],
            [refused.Outcome, fetched.Outcome, hit.Outcome]);
    }

    [Fact]
    public async Task TimeToLive_OfARefreshInTheBackground_GoesWithIt()
    {
        using var client = new CachedClient(new() { StaleWhileRevalidate = 10 * Minute });
        client.Expect(() => Answers.Ok("one")).Expect(() => Answers.Ok("two"));
        var policy = new HttpCacheRequestPolicy { TimeToLive = Minute, Tags = ["t"] };
        await ResultAsync(client, policy);
        client.Time.Advance(2 * Minute);

        var stale = await ResultAsync(client, policy);
        await client.Store.Background.Work;
        var hit = await ResultAsync(client, policy);

        Assert.Equal([HttpCacheOutcome.StaleHit, HttpCacheOutcome.Hit], [stale.Outcome, hit.Outcome]);
        Assert.Single(Assert.Single(await client.Store.AllAsync(), stored => !stored.Key.IsNote).Groups);
    }

    [Fact]
    public async Task TimeToLive_OfRequestsAtOnce_LetsThemJoin()
    {
        using var origin = new ManualOrigin();
        using var client = new CachedClient(transport: origin);
        var policy = new HttpCacheRequestPolicy { TimeToLive = Minute };
        var first = ResultAsync(client, policy);
        var request = await origin.NextAsync();
        var second = ResultAsync(client, policy);
        var third = client.ResultAsync();

        request.Answer(Answers.Ok("one", ("Cache-Control", "max-age=0")));
        var other = await origin.NextAsync();
        other.Answer(Answers.Ok("two", ("Cache-Control", "max-age=0")));

        Assert.Equal(
            [HttpCacheOutcome.Miss, HttpCacheOutcome.Joined, HttpCacheOutcome.Miss],
            [(await first).Outcome, (await second).Outcome, (await third).Outcome]);
    }

    [Fact]
    public void Policy_OutOfRange_IsRefusedWithTheRule()
    {
        var negative = Assert.Throws<ArgumentOutOfRangeException>(
            () => new HttpCacheRequestPolicy { TimeToLive = TimeSpan.FromSeconds(-1) });
        Assert.Contains("TimeToLive is -00:00:01; it must be from zero to 36500 days.", negative.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HttpCacheRequestPolicy { MaximumStale = TimeSpan.MaxValue });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HttpCacheRequestPolicy { StaleIfError = TimeSpan.MinValue });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HttpCacheRequestPolicy { Mode = (HttpCacheMode)17 });
        Assert.Throws<ArgumentNullException>(() => new HttpCacheRequestPolicy { Tags = null! });
        Assert.Throws<ArgumentException>(() => new HttpCacheRequestPolicy { Tags = [string.Empty] });
        Assert.Throws<ArgumentException>(() => new HttpCacheRequestPolicy { Tags = [new string('t', 257)] });
        Assert.Throws<ArgumentException>(() => new HttpCacheRequestPolicy { Tags = [.. Enumerable.Range(0, 17).Select(number => $"{number}")] });
    }

    [Fact]
    public void Policy_OfNull_IsRefused()
    {
        using var request = CachedClient.Get();

        Assert.Throws<ArgumentNullException>(() => request.SetHttpCachePolicy(null!));
        Assert.Throws<ArgumentNullException>(() => HttpCacheMessageExtensions.SetHttpCachePolicy(null!, new()));
    }

    [Fact]
    public void Policy_WithTheSameTagTwice_HasItOnce() =>
        Assert.Equal(["a", "b"], new HttpCacheRequestPolicy { Tags = ["a", "b", "a"] }.Tags);
}
