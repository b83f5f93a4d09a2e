using System.Net;
using CachingHandler.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Tests.DependencyInjection;

/// <summary>A transport that takes cookies is warned of when an origin sets one, and not before.</summary>
public sealed class CookieWatchTests : IAsyncLifetime
{
    private readonly ListLogger<HttpCacheHandler> _log = new();
    private readonly ServiceCollection _services = new();
    private KestrelOrigin _origin = null!;

    public async ValueTask InitializeAsync()
    {
        _services.AddMemoryHttpCacheStore().AddSingleton<ILogger<HttpCacheHandler>>(_log);
        _origin = await KestrelOrigin.StartAsync(HttpVersion.Version11, TimeProvider.System);
        _origin.Publish("/page", new OriginDocument("one"));
        _origin.Publish("/login", new OriginDocument("one") { CacheControl = "no-store", Fields = [("Set-Cookie", "session=swordfish")] });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstCookie_OfAnOrigin_IsWarnedOfOnce(bool synchronously)
    {
        _services.AddHttpClient("x").AddHttpCache();
        await using var provider = _services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("x");
        await GetAsync(client, "/page", synchronously);
        var before = Warnings();

        await GetAsync(client, "/login", synchronously);
        await GetAsync(client, "/login", synchronously);

        Assert.Empty(before);
        var warning = Assert.Single(Warnings());
        Assert.Equal((413, "CookiesBelow"), (warning.Event.Id, warning.Event.Name));
        Assert.DoesNotContain("swordfish", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_OfATransportThatTakesNone_AreSilent()
    {
        _services.AddHttpClient("x").AddHttpCache()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false });

        Assert.Empty(await WarningsAfterLoginAsync());
    }

    [Fact]
    public async Task Cookies_OfAClientWithAPartition_AreSilent()
    {
        _services.AddHttpClient("x").AddHttpCache(cache => cache.Partition = _ => "user");

        Assert.Empty(await WarningsAfterLoginAsync());
    }

    [Fact]
    public async Task Cookies_OfATransportThatIsSaidToBeFine_AreSilent()
    {
        _services.AddHttpClient("x").AddHttpCache().SuppressHttpCacheWarnings<SocketsHttpHandler>();

        Assert.Empty(await WarningsAfterLoginAsync());
    }

    [Fact]
    public async Task Cookies_OfAClientWithoutACache_AreSilent()
    {
        _services.AddHttpCache();
        _services.AddHttpClient("x");

        Assert.Empty(await WarningsAfterLoginAsync());
    }

    public async ValueTask DisposeAsync() => await _origin.DisposeAsync();

    private async Task<List<LogLine>> WarningsAfterLoginAsync()
    {
        await using var provider = _services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("x");
        await GetAsync(client, "/login", synchronously: false);

        return Warnings();
    }

    private async Task GetAsync(HttpClient client, string path, bool synchronously)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_origin.Address, path));
        using var response = synchronously ? client.Send(request) : await client.SendAsync(request);
    }

    private List<LogLine> Warnings() => [.. _log.Lines.Where(line => line.Level >= LogLevel.Warning)];
}
