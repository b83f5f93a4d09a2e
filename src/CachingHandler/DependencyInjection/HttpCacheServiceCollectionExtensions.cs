using System.Diagnostics.Metrics;
using CachingHandler;
using CachingHandler.DependencyInjection;
using CachingHandler.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the HTTP cache and its stores.</summary>
/// <remarks>
/// One store serves all clients of a container and lives as long as it; handlers come and go. Without a store of the
/// application's own, responses are kept on disk, in the user's cache directory under the application's name, and what is
/// used also in memory. The container's disposal, and with it a host's shutdown, waits for what is still to be written.
/// </remarks>
public static class HttpCacheServiceCollectionExtensions
{
    /// <summary>Registers <see cref="HttpCacheHandler"/>, to be added by <c>AddHttpMessageHandler&lt;HttpCacheHandler&gt;()</c>.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">Sets the options; null leaves the defaults.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <remarks>
    /// Clients that add the handler this way share the default options, and so each other's responses;
    /// <c>AddHttpClient("x").AddHttpCache()</c> gives a client its own.
    /// </remarks>
    public static IServiceCollection AddHttpCache(this IServiceCollection services, Action<HttpCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddNamedHttpCache(Options.Options.DefaultName, configure);
        services.TryAddTransient(static provider => HandlerOf(provider, Options.Options.DefaultName));

        return services;
    }

    /// <summary>Registers <see cref="HttpCacheHandler"/> with options bound from configuration.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configuration">The section that has the options by their names; a change counts for handlers made after it.</param>
    /// <param name="configure">Sets what configuration cannot, and has the last word; null leaves it at that.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configuration"/> is null.</exception>
    public static IServiceCollection AddHttpCache(
        this IServiceCollection services, IConfiguration configuration, Action<HttpCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.BindHttpCache(Options.Options.DefaultName, configuration);

        return services.AddHttpCache(configure);
    }

    /// <summary>Keeps responses in the memory of the process, in place of the default store.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">Sets the store's options; null leaves the defaults.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddMemoryHttpCacheStore(
        this IServiceCollection services, Action<MemoryHttpCacheStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Replace(ServiceDescriptor.Singleton<HttpCacheStore>(provider =>
        {
            var options = new MemoryHttpCacheStoreOptions();
            configure?.Invoke(options);

            return new MemoryHttpCacheStore(options, provider.GetService<TimeProvider>(), provider.GetService<IMeterFactory>());
        }));

        return services;
    }

    /// <summary>Keeps responses in files below a directory, in place of the default one, and what is used also in memory.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="directory">The directory; made when first needed. Give it to nothing else.</param>
    /// <param name="configure">Sets the disk store's options; null leaves the defaults.</param>
    /// <param name="configureMemory">
    /// Sets the options of the memory in front of it; null leaves the defaults. A <see cref="TieredHttpCacheStoreOptions.MaximumSize"/>
    /// of zero puts none there, and every response is on disk before it counts as stored.
    /// </param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null or empty.</exception>
    /// <remarks>
    /// The store is a <see cref="TieredHttpCacheStore"/> over a <see cref="DiskHttpCacheStore"/>, or without memory the latter. An
    /// option out of its range throws an <see cref="ArgumentOutOfRangeException"/> when the store is made.
    /// </remarks>
    public static IServiceCollection AddDiskHttpCacheStore(
        this IServiceCollection services,
        string directory,
        Action<DiskHttpCacheStoreOptions>? configure = null,
        Action<TieredHttpCacheStoreOptions>? configureMemory = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        services.Replace(ServiceDescriptor.Singleton<HttpCacheStore>(provider => DiskStore(provider, directory, configure, configureMemory)));

        return services;
    }

    /// <summary>Registers what one named cache needs.</summary>
    internal static void AddNamedHttpCache(this IServiceCollection services, string name, Action<HttpCacheOptions>? configure)
    {
        services.TryAddSingleton(DefaultStore);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<HttpCacheOptions>, HttpCacheOptionsValidator>());
        var options = services.AddOptions<HttpCacheOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }
    }

    /// <summary>Binds one named cache's options.</summary>
    internal static void BindHttpCache(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<HttpCacheOptions>(name).Configure(options => HttpCacheOptionsBinder.Bind(configuration, options));
        services.AddSingleton<IOptionsChangeTokenSource<HttpCacheOptions>>(
            new ConfigurationChangeTokenSource<HttpCacheOptions>(name, configuration));
    }

    /// <summary>Makes the handler of one named cache.</summary>
    internal static HttpCacheHandler HandlerOf(IServiceProvider provider, string name) => new(
        provider.GetRequiredService<HttpCacheStore>(),
        provider.GetRequiredService<IOptionsMonitor<HttpCacheOptions>>().Get(name),
        provider.GetService<TimeProvider>(),
        provider.GetService<ILogger<HttpCacheHandler>>(),
        provider.GetService<IMeterFactory>());

    private static HttpCacheStore DefaultStore(IServiceProvider provider) => DiskHttpCacheStore.UserCacheDirectory is { } directory
        ? DiskStore(provider, directory, configure: null, configureMemory: null)
        : new MemoryHttpCacheStore(
            timeProvider: provider.GetService<TimeProvider>(), meterFactory: provider.GetService<IMeterFactory>());

    private static HttpCacheStore DiskStore(
        IServiceProvider provider,
        string directory,
        Action<DiskHttpCacheStoreOptions>? configure,
        Action<TieredHttpCacheStoreOptions>? configureMemory)
    {
        var options = new DiskHttpCacheStoreOptions();
        configure?.Invoke(options);
        var memoryOptions = new TieredHttpCacheStoreOptions();
        configureMemory?.Invoke(memoryOptions);
        var timeProvider = provider.GetService<TimeProvider>();
        var meterFactory = provider.GetService<IMeterFactory>();
        var disk = new DiskHttpCacheStore(
            directory, options, timeProvider, provider.GetService<ILogger<DiskHttpCacheStore>>(), meterFactory);

        return memoryOptions.MaximumSize == 0
            ? disk
            : new TieredHttpCacheStore(
                disk, memoryOptions, timeProvider, provider.GetService<ILogger<TieredHttpCacheStore>>(), meterFactory);
    }
}
