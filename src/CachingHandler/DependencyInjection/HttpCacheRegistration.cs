using System.Diagnostics.Metrics;
using CachingHandler.Concurrency;
using CachingHandler.Diagnostics;
using CachingHandler.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CachingHandler.DependencyInjection;

/// <summary>What the ways of registering a cache have in common.</summary>
/// <remarks>A client's name is null where the registration is for all clients, as <c>ConfigureHttpClientDefaults</c> has it.</remarks>
internal static class HttpCacheRegistration
{
    // One delegate for all clients: where it is among a client's actions, the client has its cache.
    private static readonly Action<HttpMessageHandlerBuilder> AddCache = static builder =>
        builder.AdditionalHandlers.Add(HandlerOf(builder.Services, builder.Name ?? Options.DefaultName));

    /// <summary>Registers what every cache needs, and what one client's needs.</summary>
    public static void AddHttpCacheServices(this IServiceCollection services, string? client)
    {
        services.AddOptions();
        services.TryAddSingleton(StoreFactory.Default);
        services.TryAddSingleton<OptionsInForce>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IConfigureOptions<HttpCacheOptions>, ClientScope>(),
            ServiceDescriptor.Singleton<IValidateOptions<HttpCacheOptions>, HttpCacheOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<HttpCacheOptions>, StoreKeyValidator>(),
        ]);

        // The first filter runs last, and sees what the others have added.
        if (!services.Any(static service => service.ImplementationType == typeof(HandlerOrderFilter)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, HandlerOrderFilter>());
        }

        if (client is not null)
        {
            services.AddOptions<HttpCacheOptions>(client).ValidateOnStart();
        }

        // Which clients there are is not known where the registration is for all.
        services.TryAddKeyedSingleton(client ?? KeyedService.AnyKey, static (provider, key) => CacheOf(provider, (string)key!));
    }

    /// <summary>Puts the cache among a client's handlers, once: a further call finds it there and leaves it at its place.</summary>
    public static void PlaceHttpCache(this IServiceCollection services, string? client)
    {
        services.Configure<HttpClientFactoryOptions>(client, static options =>
        {
            if (!options.HttpMessageHandlerBuilderActions.Contains(AddCache))
            {
                options.HttpMessageHandlerBuilderActions.Add(AddCache);
            }
        });

        if (client is not null)
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HandlersAtStart>, HandlersAtStartValidator>());
            services.AddOptions<HandlersAtStart>(client).ValidateOnStart();
        }
    }

    /// <summary>Sets a client's options by code.</summary>
    public static void ConfigureHttpCache(this IServiceCollection services, string? client, Action<HttpCacheOptions>? configure)
    {
        if (configure is not null)
        {
            services.Configure(client, configure);
        }
    }

    /// <summary>Sets a client's options by what configuration has.</summary>
    public static void BindHttpCache(this IServiceCollection services, string? client, IConfiguration configuration)
    {
        var bound = new BoundSection(client, configuration);
        services.AddOptions();
        services.AddSingleton(bound);
        services.AddSingleton<IConfigureOptions<HttpCacheOptions>>(provider => new ConfigureNamedOptions<HttpCacheOptions>(
            client, options => HttpCacheOptionsBinder.Bind(bound, options, provider.GetServices<BoundSection>())));
        if (client is not null)
        {
            services.AddSingleton<IOptionsChangeTokenSource<HttpCacheOptions>>(
                new ConfigurationChangeTokenSource<HttpCacheOptions>(client, configuration));
        }
    }

    /// <summary>Makes the handler of one client.</summary>
    public static HttpCacheHandler HandlerOf(IServiceProvider provider, string client)
    {
        var options = provider.GetRequiredService<OptionsInForce>().Of(client);

        return new HttpCacheHandler(
            StoreOf(provider, options),
            options,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<HttpCacheHandler>>(),
            provider.GetService<IMeterFactory>());
    }

    /// <summary>Makes what invalidates and refreshes the responses of one client.</summary>
    public static IHttpCache CacheOf(IServiceProvider provider, string client)
    {
        return new ClientCache(Current, SendAsync);

        // Handlers come and go, and options change.
        CacheEnvironment Current()
        {
            var options = provider.GetRequiredService<OptionsInForce>().Of(client);

            return new CacheEnvironment(
                StoreOf(provider, options),
                options,
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                provider.GetService<ILogger<HttpCacheHandler>>() ?? NullLogger<HttpCacheHandler>.Instance,
                HttpCacheMetrics.Of(provider.GetService<IMeterFactory>()))
            {
                SendAsync = SendAsync,
                InnerHandlers = new UseCount(static () => { }),
            };
        }

        async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // Its handlers are the factory's, and stay.
            using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(client);

            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
    }

    private static HttpCacheStore StoreOf(IServiceProvider provider, HttpCacheOptions options) => options.StoreKey is { } key
        ? provider.GetRequiredKeyedService<HttpCacheStore>(key)
        : provider.GetRequiredService<HttpCacheStore>();
}
