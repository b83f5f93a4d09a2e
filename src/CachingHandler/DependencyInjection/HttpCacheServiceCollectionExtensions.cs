using CachingHandler;
using CachingHandler.DependencyInjection;
using CachingHandler.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the HTTP cache and its stores.</summary>
/// <remarks>
/// One store serves all clients of a container but those with a <see cref="HttpCacheOptions.StoreKey"/>, and lives as long as
/// it; handlers come and go. Without a store of the
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
        services.AddHttpCacheServices(Options.Options.DefaultName);
        services.ConfigureHttpCache(Options.Options.DefaultName, configure);
        services.TryAddTransient(static provider => HttpCacheRegistration.HandlerOf(provider, Options.Options.DefaultName));
        services.TryAddSingleton(static provider => HttpCacheRegistration.CacheOf(provider, Options.Options.DefaultName));

        return services;
    }

    /// <summary>Registers <see cref="HttpCacheHandler"/> with options bound from configuration.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configuration">The section that has the options by their names; a change counts for handlers made after it.</param>
    /// <param name="configure">Sets what configuration cannot, and has the last word; null leaves it at that.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configuration"/> is null.</exception>
    /// <exception cref="Options.OptionsValidationException">
    /// When a host starts, or the first handler is made: a value cannot be read, or a name is no option.
    /// </exception>
    public static IServiceCollection AddHttpCache(
        this IServiceCollection services, IConfiguration configuration, Action<HttpCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddHttpCacheServices(Options.Options.DefaultName);
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
        services.Replace(ServiceDescriptor.Singleton(provider => StoreFactory.InMemory(provider, configure)));

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
        services.Replace(ServiceDescriptor.Singleton(provider => StoreFactory.OnDisk(provider, directory, configure, configureMemory)));

        return services;
    }

    /// <summary>Keeps the responses of clients with this <see cref="HttpCacheOptions.StoreKey"/> in the memory of the process.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="serviceKey">The key of the store; an earlier one of the same key is replaced.</param>
    /// <param name="configure">Sets the store's options; null leaves the defaults.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="serviceKey"/> is null.</exception>
    public static IServiceCollection AddKeyedMemoryHttpCacheStore(
        this IServiceCollection services, object serviceKey, Action<MemoryHttpCacheStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(serviceKey);
        services.RemoveAllKeyed<HttpCacheStore>(serviceKey);

        return services.AddKeyedSingleton(serviceKey, (provider, _) => StoreFactory.InMemory(provider, configure));
    }

    /// <summary>Keeps the responses of clients with this <see cref="HttpCacheOptions.StoreKey"/> in files below a directory, and what is used also in memory.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="serviceKey">The key of the store; an earlier one of the same key is replaced.</param>
    /// <param name="directory">The directory; made when first needed. Give it to nothing else.</param>
    /// <param name="configure">Sets the disk store's options; null leaves the defaults.</param>
    /// <param name="configureMemory">Sets the options of the memory in front of it, as for the store without a key.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="serviceKey"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null or empty.</exception>
    /// <remarks>The container disposes the store, and waits for what is still to be written.</remarks>
    public static IServiceCollection AddKeyedDiskHttpCacheStore(
        this IServiceCollection services,
        object serviceKey,
        string directory,
        Action<DiskHttpCacheStoreOptions>? configure = null,
        Action<TieredHttpCacheStoreOptions>? configureMemory = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(serviceKey);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        services.RemoveAllKeyed<HttpCacheStore>(serviceKey);

        return services.AddKeyedSingleton(
            serviceKey, (provider, _) => StoreFactory.OnDisk(provider, directory, configure, configureMemory));
    }
}
