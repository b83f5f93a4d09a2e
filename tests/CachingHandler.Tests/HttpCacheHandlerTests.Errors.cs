using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

public sealed partial class HttpCacheHandlerTests
{
    public static TheoryData<Exception> FailuresOfTheTransport => new()
    {
        new HttpRequestException("no such host"),
        new IOException("reset"),
        new TaskCanceledException("connect timeout", new TimeoutException()),
    };

    [Theory]
    [MemberData(nameof(FailuresOfTheTransport))]
    public async Task OriginOutOfReach_WithinTheWindow_IsStoodInFor(Exception failure)
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, stale-if-error=600"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => throw failure);

        using var response = await client.GetAsync();

        Assert.Equal("one", await response.Content.ReadAsStringAsync());
        Assert.Equal("120", response.Headers.NonValidated["Age"].Single());
        Assert.Equal(HttpCacheOutcome.StaleHit, response.GetHttpCacheResult()!.Outcome);
        Assert.Equal(HttpCacheReason.StaleIfError, response.GetHttpCacheResult()!.Reason);
    }

    [Fact]
    public async Task StandIn_AfterALongWait_IsAsOldAsItIs()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, stale-if-error=600"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() =>
        {
            client.Time.Advance(TimeSpan.FromSeconds(100));
            throw new HttpRequestException("timed out");
        });

        using var response = await client.GetAsync();

        Assert.Equal("220", response.Headers.NonValidated["Age"].Single());
        Assert.Equal(TimeSpan.FromSeconds(220), response.GetHttpCacheResult()!.Age);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task OriginError_WithinTheOptionsWindow_IsStoodInForAndDisposed(int status)
    {
        using var content = new WatchedContent("broken");
        using var client = await HoldingAsync(
            new() { StaleIfError = TimeSpan.FromHours(1) }, "one", ("Cache-Control", "max-age=60"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Of((HttpStatusCode)status, content));

        using var response = await client.GetAsync();

        Assert.Equal("one", await response.Content.ReadAsStringAsync());
        Assert.True(content.IsDisposed);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(501)]
    public async Task OriginAnswer_OfAnotherStatus_IsTheCallers(int status)
    {
        using var client = await HoldingAsync(
            new() { StaleIfError = TimeSpan.FromHours(1) }, "one", ("Cache-Control", "max-age=60"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Of((HttpStatusCode)status));

        using var response = await client.GetAsync();

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("max-age=60, stale-if-error=60", 121)]
    [InlineData("max-age=60, stale-if-error=600, must-revalidate", 61)]
    [InlineData("max-age=60", 61)]
    public async Task OriginOutOfReach_WhereStaleIsNotAllowed_IsTheCallersTrouble(string cacheControl, int secondsLater)
    {
        var failure = new HttpRequestException("no such host");
        using var client = await HoldingAsync("one", ("Cache-Control", cacheControl), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromSeconds(secondsLater));
        client.Expect(() => throw failure);

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task Failure_OfAMiss_ReachesTheCallerUntouched()
    {
        var failure = new HttpRequestException("no such host");
        using var client = new CachedClient();
        client.Expect(() => throw failure);

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task Failure_OfWhatHandlersBelowAreMadeOf_IsNotTakenForTheOrigins()
    {
        var failure = new InvalidOperationException("a bug");
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, stale-if-error=600"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => throw failure);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task Caller_WhoGivesUp_IsNotServedAStaleResponse()
    {
        using var cancelling = new CancellationTokenSource();
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, stale-if-error=600"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() =>
        {
            cancelling.Cancel();
            throw new OperationCanceledException(cancelling.Token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Http.SendAsync(CachedClient.Get(), cancelling.Token));
    }

    [Fact]
    public async Task OriginError_WhenTheStandInIsGoneMeanwhile_IsTheCallers()
    {
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, stale-if-error=600"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() =>
        {
            _ = client.Store.ClearAsync().AsTask();
            return Answers.Of(HttpStatusCode.ServiceUnavailable);
        });

        using var response = await client.GetAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(HttpCacheOutcome.Miss, response.GetHttpCacheResult()!.Outcome);
    }

    [Fact]
    public async Task OriginOutOfReach_WhenTheStandInIsGoneMeanwhile_IsTheCallersTrouble()
    {
        var failure = new HttpRequestException("no such host");
        using var client = await HoldingAsync("one", ("Cache-Control", "max-age=60, stale-if-error=600"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() =>
        {
            _ = client.Store.ClearAsync().AsTask();
            throw failure;
        });

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task OriginError_StoodInFor_KeepsWhatIsStored()
    {
        using var client = await HoldingAsync(
            "one", ("Cache-Control", "max-age=60, stale-if-error=600"), ("ETag", "\"v1\""));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        client.Expect(() => Answers.Of(HttpStatusCode.ServiceUnavailable)).Expect(() => Answers.NotModified());
        await client.GetStringAsync();

        var next = await client.ResultAsync();

        Assert.Equal(HttpCacheOutcome.Revalidated, next.Outcome);
    }
}
