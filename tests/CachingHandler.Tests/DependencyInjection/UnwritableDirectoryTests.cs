using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Tests.DependencyInjection;

/// <summary>What a user has of the cache whose directory cannot be made, because a file stands in its place.</summary>
public sealed class UnwritableDirectoryTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ListLogger<DiskHttpCacheStore> _diskLog = new();
    private readonly ListLogger<TieredHttpCacheStore> _tieredLog = new();
    private readonly ListLogger<HttpCacheHandler> _handlerLog = new();
    private readonly FakeOrigin _origin = new(request => request.Headers.IfNoneMatch.Count > 0
        ? Answers.NotModified(("Cache-Control", "max-age=60"), ("ETag", "\"1\""))
        : Answers.Ok("one", ("Cache-Control", "max-age=60"), ("ETag", "\"1\"")));

    private readonly ServiceProvider _provider;
    private readonly HttpClient _client;
    private readonly TieredHttpCacheStore _store;

    public UnwritableDirectoryTests()
    {
        File.WriteAllText(Place, "no directory");
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILogger<DiskHttpCacheStore>>(_diskLog)
            .AddSingleton<ILogger<TieredHttpCacheStore>>(_tieredLog)
            .AddSingleton<ILogger<HttpCacheHandler>>(_handlerLog)
            .AddDiskHttpCacheStore(Place);
        services.AddHttpClient("x").AddHttpCache().ConfigurePrimaryHttpMessageHandler(() => _origin);
        _provider = services.BuildServiceProvider();
        _client = _provider.GetRequiredService<IHttpClientFactory>().CreateClient("x");
        _store = Assert.IsType<TieredHttpCacheStore>(_provider.GetRequiredService<HttpCacheStore>());
    }

    private string Place => _directory.Below("cache");

    [Fact]
    public async Task Requests_AreAnsweredFromMemoryWithOneWarning()
    {
        var first = await OutcomeAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        var second = await OutcomeAsync();
        _time.Advance(TimeSpan.FromSeconds(31));
        var third = await OutcomeAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        var fourth = await OutcomeAsync();

        Assert.Equal([HttpCacheOutcome.Miss, HttpCacheOutcome.Hit, HttpCacheOutcome.Revalidated, HttpCacheOutcome.Hit], [first, second, third, fourth]);
        LogLine[] lines = [.. _diskLog.Lines, .. _tieredLog.Lines, .. _handlerLog.Lines];
        var warning = Assert.Single(lines, line => line.Level >= LogLevel.Warning);
        Assert.Contains(Place, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validation_WhenTheCauseIsGone_WritesTheResponse()
    {
        await OutcomeAsync();
        File.Delete(Place);
        _time.Advance(TimeSpan.FromSeconds(61));

        var outcome = await OutcomeAsync();

        Assert.Equal(HttpCacheOutcome.Revalidated, outcome);
        Assert.Single(await _store.Behind.AllAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _provider.DisposeAsync();
        _origin.Dispose();
        _directory.Dispose();
    }

    private async Task<HttpCacheOutcome> OutcomeAsync()
    {
        using var response = await _client.GetAsync(CachedClient.Target);
        Assert.Equal("one", await response.Content.ReadAsStringAsync());
        await _store.Queue.Work;

        return response.GetHttpCacheResult()!.Outcome;
    }
}
