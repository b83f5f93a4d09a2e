using System.Diagnostics;
using CachingHandler.Testing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CachingHandler.Tests.Diagnostics;

/// <summary>What an application sees that has OpenTelemetry's SDK listen.</summary>
[Collection(nameof(TelemetryTests))]
public sealed class OpenTelemetryTests
{
    private const string Secret = "swordfish";

    private List<MetricSnapshot> _metrics = [];
    private readonly List<Activity> _activities = [];

    [Fact]
    public async Task Metrics_OfMissHitRevalidationAndStaleHit_AreExported()
    {
        await RunAsync();

        Assert.All(_metrics, metric => Assert.Equal("CachingHandler", metric.MeterName));
        Assert.Equal(
            [
                "hit fresh 1",
                "miss nothing-stored 1",
                "revalidated expired 1",
                "stale-hit prefer-cache 1",
            ],
            Points("cachinghandler.requests", "cachinghandler.outcome", "cachinghandler.reason"));
        Assert.Equal(
            ["hit 5", "revalidated 5", "stale-hit 5"], Points("cachinghandler.origin.bytes_saved", "cachinghandler.outcome"));
        Assert.Contains("find memory 5", Points("cachinghandler.store.operations", "cachinghandler.operation", "cachinghandler.store"));
        Assert.Equal(["memory 1"], Points("cachinghandler.store.entries", "cachinghandler.store"));
        Assert.Equal(
            ("By", "{request}", "{entry}"),
            (Metric("cachinghandler.store.size").Unit, Metric("cachinghandler.requests").Unit, Metric("cachinghandler.store.entries").Unit));
    }

    [Fact]
    public async Task Traces_OfMissHitRevalidationAndStaleHit_AreExported()
    {
        await RunAsync();

        var requests = _activities.Where(activity => activity.OperationName == "cache.request").ToList();
        Assert.All(_activities, activity => Assert.Equal("CachingHandler", activity.Source.Name));
        Assert.Equal(
            ["miss nothing-stored", "hit fresh", "revalidated expired", "stale-hit prefer-cache"],
            requests.Select(request => $"{request.GetTagItem("cachinghandler.outcome")} {request.GetTagItem("cachinghandler.reason")}"));
        Assert.All(requests, request => Assert.Equal("GET", request.GetTagItem("http.request.method")));
        Assert.All(requests, request => Assert.Equal("https://example.com/doc", request.GetTagItem("url.full")));
        Assert.Equal(
            ["cache.fetch", "cache.lookup", "cache.store"],
            _activities.Where(activity => activity.ParentSpanId == requests[0].SpanId).Select(activity => activity.OperationName).Order());
        Assert.Single(_activities, activity =>
            activity.OperationName == "cache.validate" && activity.ParentSpanId == requests[2].SpanId
            && Equals(304, activity.GetTagItem("http.response.status_code")));
    }

    [Fact]
    public async Task Telemetry_OfRequestsWithSecrets_HasNoneOfThem()
    {
        await RunAsync();

        var tags = _activities
            .SelectMany(activity => activity.TagObjects.Concat(activity.Events.SelectMany(one => one.Tags))
                .Select(tag => $"{tag.Key}={tag.Value}")
                .Append(activity.DisplayName)
                .Append(activity.StatusDescription ?? string.Empty))
            .Concat(_metrics.SelectMany(metric => metric.MetricPoints.SelectMany(
                point => TagsOf(point).Select(tag => $"{tag.Key}={tag.Value}"))))
            .ToList();
        Assert.True(tags.Count > 20);
        Assert.DoesNotContain(tags, tag => tag.Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }

    private static Dictionary<string, object?> TagsOf(MetricPoint point)
    {
        var tags = new Dictionary<string, object?>();
        foreach (var (key, value) in point.Tags)
        {
            tags[key] = value;
        }

        return tags;
    }

    private MetricSnapshot Metric(string name) => Assert.Single(_metrics, metric => metric.Name == name);

    private IEnumerable<string> Points(string name, params string[] tags) => Metric(name).MetricPoints
        .Select(point => $"{string.Join(' ', tags.Select(tag => TagsOf(point)[tag]))} {point.GetSumLong()}")
        .Order(StringComparer.Ordinal);

    private async Task RunAsync()
    {
        // Stores that other tests have left are observed on the meter of the process until they are collected.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var exported = new List<MetricSnapshot>();
        var time = new ManualTimeProvider();
        using var origin = new FakeOrigin(
            _ => Answers.Ok("hello", ("Cache-Control", "max-age=60"), ("ETag", $"\"{Secret}\""), ("Set-Cookie", Secret)),
            _ => Answers.NotModified(("X-Answer", Secret)));
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddMemoryHttpCacheStore();
        services.AddHttpClient("x").AddHttpCache().ConfigurePrimaryHttpMessageHandler(() => origin);
        await using var provider = services.BuildServiceProvider();
        using var meters = Sdk.CreateMeterProviderBuilder().AddMeter("CachingHandler").AddInMemoryExporter(exported).Build();
        using var tracers = Sdk.CreateTracerProviderBuilder().AddSource("CachingHandler").AddInMemoryExporter(_activities).Build();
        Activity.Current = null;
        var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("x");

        await GetAsync(client);
        await GetAsync(client);
        time.Advance(TimeSpan.FromMinutes(2));
        await GetAsync(client);
        time.Advance(TimeSpan.FromMinutes(2));
        await GetAsync(client, HttpCacheMode.PreferCache);

        tracers.ForceFlush();
        meters.ForceFlush();

        // At its end the provider exports all of it once more.
        _metrics = [.. exported];
    }

    private static async Task GetAsync(HttpClient client, HttpCacheMode mode = HttpCacheMode.Default)
    {
        using var request = CachedClient.Request(
            HttpMethod.Get, $"https://{Secret}:{Secret}@example.com/doc?{Secret}#{Secret}", ("Authorization", Secret), ("X-Ask", Secret));
        using var response = await client.SendAsync(request.SetHttpCacheMode(mode));

        Assert.Equal("hello", await response.Content.ReadAsStringAsync());
    }
}
