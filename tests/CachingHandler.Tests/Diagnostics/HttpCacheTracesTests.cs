using System.Collections.Concurrent;
using System.Diagnostics;
using CachingHandler.Diagnostics;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Diagnostics;

[Collection(nameof(TelemetryTests))]
public sealed class HttpCacheTracesTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly Activity _root = new Activity("test").Start();

    public HttpCacheTracesTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HttpCacheTraces.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _root.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task Miss_ThatIsStored_IsARequestWithLookupFetchAndStore()
    {
        using var client = new CachedClient(transport: new EditionOrigin());

        await client.GetStringAsync();

        Assert.Equal(["cache.lookup", "cache.fetch", "cache.request", "cache.store"], Names);
        var request = One("cache.request");
        Assert.Equal(_root.SpanId, request.ParentSpanId);
        Assert.All(["cache.lookup", "cache.fetch", "cache.store"], name => Assert.Equal(request.SpanId, One(name).ParentSpanId));
        Assert.Equal(
            "http.request.method=GET url.full=https://example.com/doc cachinghandler.outcome=miss "
            + "cachinghandler.reason=nothing-stored http.response.status_code=200",
            Tags(request));
        Assert.Equal("cachinghandler.candidates=0", Tags(One("cache.lookup")));
        Assert.Equal("http.response.status_code=200", Tags(One("cache.fetch")));
        Assert.Equal("cachinghandler.stored=True", Tags(One("cache.store")));
    }

    [Fact]
    public async Task Hit_OfAFreshResponse_LooksAndNoMore()
    {
        using var client = new CachedClient(transport: new EditionOrigin());
        await client.GetStringAsync();
        _ended.Clear();

        await client.GetStringAsync();

        Assert.Equal(["cache.lookup", "cache.request"], Names);
        Assert.Contains("cachinghandler.outcome=hit cachinghandler.reason=fresh", Tags(One("cache.request")));
    }

    [Fact]
    public async Task Revalidation_OfAStaleResponse_Validates()
    {
        using var client = new CachedClient(transport: new EditionOrigin());
        await client.GetStringAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        _ended.Clear();

        await client.GetStringAsync();

        Assert.Equal(["cache.lookup", "cache.validate", "cache.request"], Names);
        Assert.Equal("http.response.status_code=304", Tags(One("cache.validate")));
        Assert.Contains(
            "cachinghandler.outcome=revalidated cachinghandler.reason=expired http.response.status_code=200", Tags(One("cache.request")));
    }

    [Fact]
    public async Task NotStored_ByTheResponse_IsOnTheRequest()
    {
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok("one", ("Cache-Control", "no-store")));

        await client.GetStringAsync();

        Assert.Equal(["cache.lookup", "cache.fetch", "cache.request"], Names);
        Assert.EndsWith("cachinghandler.not_stored=no-store", Tags(One("cache.request")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_OnItsWay_IsStoredWhenItHasEndedAndLeavesTheReadersActivityAlone()
    {
        using var body = new ManualStream();
        using var client = new CachedClient();
        client.Expect(() => Answers.Ok(new StreamContent(body), ("Cache-Control", "max-age=60")));
        using var response = await client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        var before = Names;
        using var reading = new Activity("reading").Start();

        body.Send("one").End();
        Assert.Equal("one", await response.Content.ReadAsStringAsync());

        Assert.Equal((false, true), (before.Contains("cache.store"), Names.Contains("cache.store")));
        Assert.Same(reading, Activity.Current);
        Assert.Equal("cachinghandler.stored=True", Tags(One("cache.store")));
    }

    [Fact]
    public async Task Body_ThatIsLeft_IsAbandonedAndSaysWhy()
    {
        using var body = new ManualStream();
        using var client = new CachedClient(new HttpCacheOptions { MaximumDrainSize = 0 });
        client.Expect(() => Answers.Ok(new StreamContent(body), ("Cache-Control", "max-age=60")));
        var response = await client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);

        response.Dispose();
        await body.Disposed;

        Assert.Equal("cachinghandler.stored=False cachinghandler.not_stored=incomplete", Tags(One("cache.store")));
        Assert.Contains(
            "GET https://example.com/doc: the response is not stored (incomplete). The body was not read to its end, or ended early (RFC 9111 §3.3).",
            client.Log.Lines.Select(line => line.Message));
    }

    [Fact]
    public async Task Failure_OfTheOrigin_IsAnErrorWithoutItsMessage()
    {
        using var client = new CachedClient();
        client.Expect(() => throw new HttpRequestException("secret"));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync());

        var failed = new[] { One("cache.fetch"), One("cache.request") };
        Assert.All(failed, activity => Assert.Equal(ActivityStatusCode.Error, activity.Status));
        Assert.All(failed, activity => Assert.Contains("error.type=System.Net.Http.HttpRequestException", Tags(activity)));
        Assert.All(failed, activity => Assert.True(string.IsNullOrEmpty(activity.StatusDescription)));
        Assert.DoesNotContain("secret", string.Concat(failed.Select(Tags)));
    }

    [Fact]
    public async Task Refresh_InTheBackground_IsATraceOfItsOwnWithALink()
    {
        using var client = new CachedClient(
            new HttpCacheOptions { StaleWhileRevalidate = TimeSpan.FromHours(1) }, transport: new EditionOrigin());
        await client.GetStringAsync();
        client.Time.Advance(TimeSpan.FromMinutes(2));
        _ended.Clear();

        await client.GetStringAsync();
        await client.Store.Background.Work;

        var refresh = Assert.Single(_ended, activity => activity.OperationName == "cache.refresh");
        Assert.NotEqual(_root.TraceId, refresh.TraceId);
        Assert.Equal(_root.TraceId, Assert.Single(refresh.Links).Context.TraceId);
        Assert.EndsWith("cachinghandler.result=revalidated", Tags(refresh), StringComparison.Ordinal);
        Assert.Contains(_ended, activity => activity.OperationName == "cache.validate" && activity.ParentSpanId == refresh.SpanId);
    }

    [Fact]
    public async Task Method_OfAnApplicationsOwn_IsNotNamed()
    {
        using var client = new CachedClient();
        client.Expect(new HttpMethod("SECRET"), CachedClient.Target, () => Answers.Ok("one"));

        await client.ResultAsync(CachedClient.Request(new HttpMethod("SECRET"), CachedClient.Target));

        Assert.StartsWith("http.request.method=_OTHER", Tags(One("cache.request")), StringComparison.Ordinal);
    }

    private List<string> Names => [.. OfTheTest.Select(activity => activity.OperationName)];

    private IEnumerable<Activity> OfTheTest => _ended.Where(activity => activity.TraceId == _root.TraceId);

    private static string Tags(Activity activity) => string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));

    private Activity One(string name) => Assert.Single(OfTheTest, activity => activity.OperationName == name);
}
