using System.Diagnostics.Metrics;
using CachingHandler.Storage;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the store of the HTTP cache that many processes share.</summary>
public static class DistributedHttpCacheServiceCollectionExtensions
{
    /// <summary>
    /// Keeps responses in the container's <see cref="IDistributedCache"/>, in place of the default store, and what is used also in memory.
    /// </summary>
    /// <param name="services">The container's services, among which there is an <see cref="IDistributedCache"/>, registered before or after.</param>
    /// <param name="configure">Sets the store's options, the same in every process; null leaves the defaults.</param>
    /// <param name="configureMemory">
    /// Sets the options of the memory in front of it, among them after which time what other processes have done is seen
    /// (<see cref="TieredHttpCacheStoreOptions.CheckAfter"/>); null leaves the defaults. A <see cref="TieredHttpCacheStoreOptions.MaximumSize"/>
    /// of zero puts none there.
    /// </param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <remarks>
    /// The store is a <see cref="TieredHttpCacheStore"/> over a <see cref="DistributedHttpCacheStore"/>, or without memory the latter. An option
    /// out of its range throws an <see cref="ArgumentException"/> when the store is made.
    /// </remarks>
    public static IServiceCollection AddDistributedHttpCacheStore(
        this IServiceCollection services,
        Action<DistributedHttpCacheStoreOptions>? configure = null,
        Action<TieredHttpCacheStoreOptions>? configureMemory = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Replace(ServiceDescriptor.Singleton(
            provider => StoreOf(provider, provider.GetService<IDistributedCache>(), configure, configureMemory)));

        return services;
    }

    /// <summary>
    /// Keeps the responses of clients with this <see cref="CachingHandler.HttpCacheOptions.StoreKey"/> in an
    /// <see cref="IDistributedCache"/>, and what is used also in memory.
    /// </summary>
    /// <param name="services">The container's services.</param>
    /// <param name="serviceKey">
    /// The key of the store; an earlier one of the same key is replaced. The <see cref="IDistributedCache"/> of the same key is taken,
    /// and where there is none the one without a key.
    /// </param>
    /// <param name="configure">Sets the store's options, as for the store without a key. Stores that share a cache need different prefixes.</param>
    /// <param name="configureMemory">Sets the options of the memory in front of it, as for the store without a key.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="serviceKey"/> is null.</exception>
    public static IServiceCollection AddKeyedDistributedHttpCacheStore(
        this IServiceCollection services,
        object serviceKey,
        Action<DistributedHttpCacheStoreOptions>? configure = null,
        Action<TieredHttpCacheStoreOptions>? configureMemory = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(serviceKey);
        services.RemoveAllKeyed<HttpCacheStore>(serviceKey);

        return services.AddKeyedSingleton(serviceKey, (provider, key) => StoreOf(
            provider,
            provider.GetKeyedService<IDistributedCache>(key) ?? provider.GetService<IDistributedCache>(),
            configure,
            configureMemory));
    }

    private static HttpCacheStore StoreOf(
        IServiceProvider provider,
        IDistributedCache? cache,
        Action<DistributedHttpCacheStoreOptions>? configure,
        Action<TieredHttpCacheStoreOptions>? configureMemory)
    {
        if (cache is null)
        {
            throw new InvalidOperationException(
                "No IDistributedCache is registered for the HTTP cache to keep responses in; register one, as by AddStackExchangeRedisCache.");
        }

        var options = new DistributedHttpCacheStoreOptions();
        configure?.Invoke(options);
        var memoryOptions = new TieredHttpCacheStoreOptions();
        configureMemory?.Invoke(memoryOptions);
        var timeProvider = provider.GetService<TimeProvider>();
        var meterFactory = provider.GetService<IMeterFactory>();
        var shared = new DistributedHttpCacheStore(
            cache, options, timeProvider, provider.GetService<ILogger<DistributedHttpCacheStore>>(), meterFactory);

        return memoryOptions.MaximumSize == 0
            ? shared
            : new TieredHttpCacheStore(
                shared, memoryOptions, timeProvider, provider.GetService<ILogger<TieredHttpCacheStore>>(), meterFactory);
    }
}
