using System.Net;
using CachingHandler.Storage;
using CachingHandler.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CachingHandler.Tests.DependencyInjection;

/// <summary>What stands on the wrong side of the cache is warned of, once, and what stands right is not.</summary>
public sealed class HandlerOrderTests : IDisposable
{
    private readonly ListLogger<HttpCacheHandler> _log = new();
    private readonly FakeOrigin _origin = new(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
    private readonly ServiceCollection _services = new();

    public HandlerOrderTests() =>
        _services.AddMemoryHttpCacheStore().AddSingleton<ILogger<HttpCacheHandler>>(_log);

    private IHttpClientBuilder Client => _services.AddHttpClient("x").ConfigurePrimaryHttpMessageHandler(() => _origin);

    [Fact]
    public void Order_ThatIsRight_IsSilent()
    {
        Client.AddHttpMessageHandler(() => new AccessTokenHandler())
            .AddHttpMessageHandler(() => new DecompressionHandler())
            .AddHttpCache()
            .AddHttpMessageHandler(() => new RetryHandler())
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        _services.AddHttpClient("x").AddStandardResilienceHandler();

        Make();

        Assert.Empty(Warnings());
    }

    [Fact]
    public void Client_WithoutACache_IsSilent()
    {
        Client.AddHttpMessageHandler(() => new RetryHandler()).AddHttpMessageHandler(() => new AccessTokenHandler());
        _services.AddHttpClient("y").AddHttpCache();

        Make();

        Assert.Empty(Warnings());
    }

    [Fact]
    public void Credentials_BelowTheCache_AreWarnedOf()
    {
        Client.AddHttpCache().AddHttpMessageHandler(() => new AccessTokenHandler());

        Make();

        var warning = Assert.Single(Warnings());
        Assert.Equal((410, "CredentialsBelow"), (warning.Event.Id, warning.Event.Name));
        Assert.Equal(
            "HTTP client 'x': AccessTokenHandler adds credentials below the cache, which does not see them and can give one user's "
                + "responses to another. Add it before AddHttpCache, or set HttpCacheOptions.Partition. If its credentials are the "
                + "same for all users, or it adds none, say so by SuppressHttpCacheWarnings<AccessTokenHandler>().",
            warning.Message);
    }

    [Fact]
    public void Credentials_BelowACacheAmongThePrimaryHandlers_AreWarnedOf()
    {
        Client.ConfigurePrimaryHttpMessageHandler(provider => new HttpCacheHandler(provider.GetRequiredService<HttpCacheStore>())
        {
            InnerHandler = new AccessTokenHandler { InnerHandler = _origin },
        });
        _services.AddHttpCache();

        Make();

        Assert.Equal([410], Warnings().Select(warning => warning.Event.Id));
    }

    [Fact]
    public void Credentials_OfHandlersInThePrimaryOne_AreWarnedOf()
    {
        Client.AddHttpCache().ConfigurePrimaryHttpMessageHandler(() => new AccessTokenHandler { InnerHandler = _origin });

        Make();

        Assert.Equal([410], Warnings().Select(warning => warning.Event.Id));
    }

    [Fact]
    public void Credentials_BelowACacheWithAPartition_AreSilent()
    {
        Client.AddHttpCache(cache => cache.Partition = _ => "user").AddHttpMessageHandler(() => new AccessTokenHandler())
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { Credentials = CredentialCache.DefaultCredentials });

        Make();

        Assert.Empty(Warnings());
    }

    [Theory]
    [InlineData("resilience")]
    [InlineData("hedging")]
    [InlineData("polly")]
    [InlineData("own")]
    public void Retries_AboveTheCache_AreWarnedOf(string kind)
    {
        var client = Client;
        _ = kind switch
        {
            "resilience" => client.AddStandardResilienceHandler(),
            "hedging" => (object)client.AddStandardHedgingHandler(),
            "polly" => client.AddPolicyHandler(Polly.Policy.NoOpAsync<HttpResponseMessage>()),
            _ => client.AddHttpMessageHandler(() => new RetryHandler()),
        };
        client.AddHttpCache();

        Make();

        var warning = Assert.Single(Warnings());
        Assert.Equal((411, "RetriesAbove"), (warning.Event.Id, warning.Event.Name));
    }

    [Fact]
    public void Retries_OfTheDefaultsOfAllClients_AreWarnedOf()
    {
        _services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler());
        Client.AddHttpCache();

        Make();

        Assert.Contains("one of ConfigureHttpClientDefaults is before", Assert.Single(Warnings()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decompression_BelowTheCache_IsWarnedOf()
    {
        Client.AddHttpCache().AddHttpMessageHandler(() => new DecompressionHandler());

        Make();

        var warning = Assert.Single(Warnings());
        Assert.Equal((412, "DecompressionBelow"), (warning.Event.Id, warning.Event.Name));
    }

    [Fact]
    public void Cache_BelowAnother_IsWarnedOf()
    {
        _services.AddHttpCache();
        Client.AddHttpCache().AddHttpMessageHandler<HttpCacheHandler>();

        Make();

        var warning = Assert.Single(Warnings());
        Assert.Equal((415, "SecondCache"), (warning.Event.Id, warning.Event.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Credentials_OfTheTransport_AreWarnedOf(bool sockets)
    {
        var credentials = new NetworkCredential("user", "swordfish");
        Client.AddHttpCache().ConfigurePrimaryHttpMessageHandler(() => sockets
            ? new SocketsHttpHandler { Credentials = credentials }
            : new HttpClientHandler { Credentials = credentials });

        Make();

        var warning = Assert.Single(Warnings());
        Assert.Equal((414, "TransportCredentials"), (warning.Event.Id, warning.Event.Name));
        Assert.DoesNotContain("swordfish", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(false, true, 1)]
    [InlineData(true, false, 0)]
    [InlineData(false, false, 0)]
    public void Cookies_OfTheTransport_AreWarnedOfWhereItSendsThem(bool sockets, bool sends, int warnings)
    {
        var cookies = new CookieContainer();
        cookies.Add(new Cookie("session", "swordfish", "/", "example.com"));
        Client.AddHttpCache().ConfigurePrimaryHttpMessageHandler(() => sockets
            ? new SocketsHttpHandler { CookieContainer = cookies, UseCookies = sends }
            : new HttpClientHandler { CookieContainer = cookies, UseCookies = sends });

        Make();

        Assert.Equal(Enumerable.Repeat(413, warnings), Warnings().Select(warning => warning.Event.Id));
        Assert.DoesNotContain(_log.Lines, line => line.Message.Contains("swordfish", StringComparison.Ordinal));
    }

    [Fact]
    public void Warnings_OfHandlersMadeAnew_AreNotRepeated()
    {
        Client.AddHttpCache().AddHttpMessageHandler(() => new AccessTokenHandler());
        _services.AddHttpClient("y").AddHttpCache().AddHttpMessageHandler(() => new AccessTokenHandler());
        using var provider = _services.BuildServiceProvider();

        foreach (var name in new[] { "x", "y", "x", "y" })
        {
            Make(provider, name);
        }

        Assert.Equal(["x", "y"], Warnings().Select(warning => warning.Message.Split('\'')[1]));
    }

    [Fact]
    public void SuppressHttpCacheWarnings_OfATypeOrItsAncestor_Silences()
    {
        var client = Client.AddHttpMessageHandler(() => new RetryHandler()).AddHttpCache()
            .AddHttpMessageHandler(() => new AccessTokenHandler())
            .AddHttpMessageHandler(() => new DecompressionHandler())
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { Credentials = new NetworkCredential("a", "b") });
        client.SuppressHttpCacheWarnings<SocketsHttpHandler>().SuppressHttpCacheWarnings<DelegatingHandler>();

        Make();

        Assert.Empty(Warnings());
    }

    [Fact]
    public void SuppressHttpCacheWarnings_OfAllClients_SilencesEach()
    {
        _services.ConfigureHttpClientDefaults(client => client.SuppressHttpCacheWarnings<AccessTokenHandler>());
        Client.AddHttpCache().AddHttpMessageHandler(() => new AccessTokenHandler());

        Make();

        Assert.Empty(Warnings());
    }

    [Fact]
    public void SuppressHttpCacheWarnings_OfAnotherClientOrType_SilencesNothing()
    {
        _services.AddHttpClient("y").SuppressHttpCacheWarnings<AccessTokenHandler>();
        Client.SuppressHttpCacheWarnings<RetryHandler>().AddHttpCache().AddHttpMessageHandler(() => new AccessTokenHandler());

        Make();

        Assert.Single(Warnings());
    }

    [Fact]
    public void SuppressHttpCacheWarnings_OfNull_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => default(IHttpClientBuilder)!.SuppressHttpCacheWarnings<RetryHandler>());
    }

    [Fact]
    public void Filter_OfAnotherMake_IsSeenThroughWhereverItIsRegistered()
    {
        _services.AddSingleton<IHttpMessageHandlerBuilderFilter, AddingFilter>();
        Client.AddHttpCache();
        _services.AddSingleton<IHttpMessageHandlerBuilderFilter, AddingFilter>();

        Make();

        Assert.Equal([410], Warnings().Select(warning => warning.Event.Id));
    }

    [Fact]
    public void Start_WithAHandlerOnTheWrongSide_WarnsOnceAndSendsNothing()
    {
        Client.AddHttpCache().AddHttpMessageHandler(() => new AccessTokenHandler());
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.Single(Warnings());
        Make(provider, "x");
        Assert.Single(Warnings());
        Assert.Empty(_origin.Requests);
    }

    [Fact]
    public async Task Start_WithAHandlerThatCannotBeMadeYet_GoesOn()
    {
        var isReady = false;
        Client.AddHttpCache().AddHttpMessageHandler(
            () => isReady ? new AccessTokenHandler() : throw new InvalidOperationException("not yet"));
        await using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal((401, "not yet"), (Assert.Single(_log.Lines).Event.Id, Assert.Single(_log.Lines).Exception!.Message));
        isReady = true;
        await provider.GetRequiredService<IHttpClientFactory>().CreateClient("x").GetStringAsync(CachedClient.Target);
        Assert.Single(Warnings());
    }

    public void Dispose() => _origin.Dispose();

    private static void Make(ServiceProvider provider, string name)
    {
        // The factory keeps what it has made; a scope's builder makes it anew.
        provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        new CachingHandler.DependencyInjection.HandlersAtStartValidator(provider).Validate(name, new());
    }

    private void Make()
    {
        using var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("x");
    }

    private List<LogLine> Warnings() => [.. _log.Lines.Where(line => line.Level >= LogLevel.Warning)];

    private sealed class AddingFilter : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Add(new AccessTokenHandler());
        };
    }

    private sealed class AccessTokenHandler : DelegatingHandler;

    private sealed class RetryHandler : DelegatingHandler;

    private sealed class DecompressionHandler : DelegatingHandler;
}
