using CachingHandler.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CachingHandler.Tests.DependencyInjection;

/// <summary>Configuration that changes at run time counts for handlers made after it, and a slip in it breaks none.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly IConfigurationRoot _root = new ConfigurationBuilder().AddInMemoryCollection([new("Cache:MaximumBodySize", "2")]).Build();
    private readonly FakeOrigin _origin = new(_ => Answers.Ok("one", ("Cache-Control", "max-age=60")));
    private readonly ListLogger<HttpCacheHandler> _log = new();
    private readonly ServiceCollection _services = new();

    public ReloadTests()
    {
        _services.AddSingleton<ILogger<HttpCacheHandler>>(_log);
        _services.AddMemoryHttpCacheStore();
        _services.AddHttpClient("x").ConfigurePrimaryHttpMessageHandler(() => _origin);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Change_OfAnOption_CountsForHandlersMadeAfterIt(bool forAllClients)
    {
        Bind(forAllClients);
        await using var provider = _services.BuildServiceProvider();
        using var before = InvokerOf(provider);
        var storedBefore = await StoredAsync(before);
        _root["Cache:MaximumBodySize"] = "3";

        _root.Reload();

        using var after = InvokerOf(provider);
        Assert.Equal((false, false, true), (storedBefore, await StoredAsync(before), await StoredAsync(after)));
        Assert.DoesNotContain(_log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("MaximumBodySize", "3 bytes", true)]
    [InlineData("MaximumBodySize", "3 bytes", false)]
    [InlineData("MaximumBodySize", "-1", false)]
    [InlineData("MaximumBodySzie", "3", false)]
    [InlineData("StoreKey", "nowhere", false)]
    public async Task Change_ThatIsInvalid_IsLoggedAndLeavesWhatWas(string name, string value, bool forAllClients)
    {
        Bind(forAllClients);
        await using var provider = _services.BuildServiceProvider();
        using var before = InvokerOf(provider);
        _root[$"Cache:{name}"] = value;
        Record.Exception(_root.Reload);

        using var after = InvokerOf(provider);

        Assert.False(await StoredAsync(after));
        var line = Assert.Single(_log.Lines, line => line.Level == LogLevel.Error);
        Assert.Equal((400, "ChangeRefused"), (line.Event.Id, line.Event.Name));
        Assert.Contains(name, Assert.IsType<OptionsValidationException>(line.Exception).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_ThatMendsAnInvalidOne_Counts()
    {
        Bind(forAllClients: false);
        await using var provider = _services.BuildServiceProvider();
        using var before = InvokerOf(provider);
        _root["Cache:MaximumBodySize"] = "-1";
        Record.Exception(_root.Reload);
        _root["Cache:MaximumBodySize"] = "3";
        _root.Reload();

        using var after = InvokerOf(provider);

        Assert.True(await StoredAsync(after));
    }

    [Fact]
    public void Options_InvalidFromTheStart_AreRefused()
    {
        _root["Cache:MaximumBodySize"] = "-1";
        Bind(forAllClients: false);
        using var provider = _services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => InvokerOf(provider));
    }

    public void Dispose()
    {
        _origin.Dispose();
        (_root as IDisposable)?.Dispose();
    }

    // What the factory does when a handler's lifetime is over: all made anew, down to the transport.
    private static HttpMessageInvoker InvokerOf(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("x");
        var builder = provider.GetRequiredService<HttpMessageHandlerBuilder>();
        builder.Name = "x";
        foreach (var action in options.HttpMessageHandlerBuilderActions)
        {
            action(builder);
        }

        return new HttpMessageInvoker(builder.Build(), disposeHandler: false);
    }

    private static async Task<bool> StoredAsync(HttpMessageInvoker invoker)
    {
        using var response = await invoker.SendAsync(CachedClient.Get(), CancellationToken.None);
        await response.Content.ReadAsStringAsync();

        return response.GetHttpCacheResult()!.Stored;
    }

    private void Bind(bool forAllClients)
    {
        var section = _root.GetSection("Cache");
        if (forAllClients)
        {
            _services.ConfigureHttpClientDefaults(client => client.AddHttpCache(section));
        }
        else
        {
            _services.AddHttpClient("x").AddHttpCache(section);
        }
    }
}
