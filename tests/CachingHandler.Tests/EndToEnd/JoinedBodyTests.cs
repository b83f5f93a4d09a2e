using System.Globalization;
using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;
using Microsoft.AspNetCore.Http;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>Several callers of one body on its way, over real connections.</summary>
public abstract class JoinedBodyTests(Version version, string medium) : IAsyncLifetime
{
    private static readonly byte[] Body = BodyBytes.Of(Guid.Empty, 200_000);

    private readonly Media _media = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TaskCompletionSource _halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpCacheStore _store = null!;
    private ScriptedWeb _web = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _store = _media.Create(medium);
        _web = await ScriptedWeb.StartAsync(version);
        _http = new(new HttpCacheHandler(_store, timeProvider: _time) { InnerHandler = new SocketsHttpHandler() })
        {
            BaseAddress = _web.Address,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public async ValueTask DisposeAsync()
    {
        _mayGoOn.TrySetResult();
        _http.Dispose();
        await _store.DisposeAsync();
        await _web.DisposeAsync();
        _media.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Callers_OfOneColdUrl_AskTheOriginOnceAndAllGetTheBody()
    {
        _web.Serve("/", HalvesAsync);
        var callers = Enumerable.Range(0, 200).Select(_ => GetAsync()).ToArray();
        await _halfSent.Task;
        _mayGoOn.SetResult();

        var answers = await Task.WhenAll(callers);

        Assert.Equal(1, _web.Count("/"));
        Assert.All(answers, answer => Assert.Equal(Body, answer.Body));
        Assert.Single(answers, answer => answer.Outcome == HttpCacheOutcome.Miss);
        Assert.DoesNotContain(answers, answer =>
            answer.Outcome is not (HttpCacheOutcome.Miss or HttpCacheOutcome.Joined or HttpCacheOutcome.Hit));
    }

    [Fact]
    public async Task SecondCaller_AmidTheBody_GetsWhatIsThereAtOnce()
    {
        _web.Serve("/", HalvesAsync);
        using var leader = await HeadAsync();
        await using var first = await leader.Content.ReadAsStreamAsync();
        await first.ReadExactlyAsync(new byte[Body.Length / 2]);

        using var follower = await HeadAsync();
        await using var second = await follower.Content.ReadAsStreamAsync();
        var half = new byte[Body.Length / 2];
        await second.ReadExactlyAsync(half);

        Assert.Equal(HttpCacheOutcome.Joined, follower.GetHttpCacheResult()!.Outcome);
        Assert.Equal(Body[..half.Length], half);
        Assert.Equal(1, _web.Count("/"));
    }

    [Fact]
    public async Task Caller_ThatStalls_HoldsNobodyUp()
    {
        _mayGoOn.SetResult();
        _web.Serve("/", HalvesAsync);
        using var leader = await HeadAsync();
        await using var first = await leader.Content.ReadAsStreamAsync();
        await first.ReadExactlyAsync(new byte[1]);

        var (body, _) = await GetAsync();
        var rest = new byte[Body.Length - 1];
        await first.ReadExactlyAsync(rest);

        Assert.Equal(Body, body);
        Assert.Equal(Body[1..], rest);
        Assert.Equal(1, _web.Count("/"));
    }

    [Fact]
    public async Task Leader_CancelledAmidTheBody_DisturbsNobody()
    {
        _web.Serve("/", HalvesAsync);
        using var leader = await HeadAsync();
        await using var first = await leader.Content.ReadAsStreamAsync();
        await first.ReadExactlyAsync(new byte[Body.Length / 2]);
        using var follower = await HeadAsync();
        using var cancellation = new CancellationTokenSource();
        var read = first.ReadAsync(new byte[1], cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        _mayGoOn.SetResult();

        Assert.Equal(Body, await follower.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpCacheOutcome.Hit, 1), ((await GetAsync()).Outcome, _web.Count("/")));
    }

    [Fact]
    public async Task Leader_DisposedAmidTheBody_DisturbsNobody()
    {
        _web.Serve("/", HalvesAsync);
        var leader = await HeadAsync();
        using var follower = await HeadAsync();

        leader.Dispose();
        _mayGoOn.SetResult();

        Assert.Equal(Body, await follower.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpCacheOutcome.Hit, 1), ((await GetAsync()).Outcome, _web.Count("/")));
    }

    [Theory]
    [InlineData("Authorization", "Bearer a", "Bearer b")]
    [InlineData("Accept-Language", "de", "en")]
    public async Task Callers_WhoseFieldsDiffer_DoNotJoin(string field, string one, string other)
    {
        _web.Serve("/", HalvesAsync);
        using var leader = await HeadAsync((field, one));
        using var follower = await HeadAsync((field, other));
        _mayGoOn.SetResult();

        Assert.Equal(Body, await leader.Content.ReadAsByteArrayAsync());
        Assert.Equal(Body, await follower.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpCacheOutcome.Miss, 2), (follower.GetHttpCacheResult()!.Outcome, _web.Count("/")));
    }

    [Fact]
    public async Task Callers_OfWhatIsNotToBeStored_EachHaveTheirOwn()
    {
        _web.Serve("/", async (context, number) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync($"{number}");
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _http.GetStringAsync("/")));

        Assert.Equal(20, answers.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(20, _web.Count("/"));
    }

    [Fact]
    public async Task Callers_OfAStaleResponse_ValidateItOnce()
    {
        _mayGoOn.SetResult();
        _web.Serve("/", HalvesAsync);
        await GetAsync();
        _time.Advance(TimeSpan.FromHours(1));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _web.Serve("/", async (context, _) =>
        {
            asked.TrySetResult();
            await answered.Task;
            context.Response.Headers.Date = _time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            context.Response.Headers.CacheControl = "max-age=60";
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        });
        var callers = Enumerable.Range(0, 50).Select(_ => GetAsync()).ToArray();
        await asked.Task;
        answered.SetResult();

        var answers = await Task.WhenAll(callers);

        Assert.Equal(2, _web.Count("/"));
        Assert.All(answers, answer => Assert.Equal(Body, answer.Body));
        Assert.Single(answers, answer => answer.Outcome == HttpCacheOutcome.Revalidated);
    }

    private async Task HalvesAsync(HttpContext context, int _)
    {
        context.Response.Headers.Date = _time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "max-age=60";
        context.Response.Headers.Vary = "Accept-Language";
        context.Response.Headers.ETag = "\"v1\"";
        context.Response.ContentLength = Body.Length;
        await context.Response.Body.WriteAsync(Body.AsMemory(0, Body.Length / 2));
        await context.Response.Body.FlushAsync();
        _halfSent.TrySetResult();
        await _mayGoOn.Task;
        await context.Response.Body.WriteAsync(Body.AsMemory(Body.Length / 2));
    }

    private async Task<(byte[] Body, HttpCacheOutcome Outcome)> GetAsync()
    {
        using var response = await _http.GetAsync("/");

        return (await response.Content.ReadAsByteArrayAsync(), response.GetHttpCacheResult()!.Outcome);
    }

    private async Task<HttpResponseMessage> HeadAsync(params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in fields)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
