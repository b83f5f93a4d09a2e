using System.Diagnostics.Metrics;
using CachingHandler.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the LiteDB store of the HTTP cache.</summary>
public static class LiteDbHttpCacheServiceCollectionExtensions
{
    /// <summary>Keeps responses in a LiteDB database, in place of the default store, and what is used also in memory.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="path">The database's file; made with its directory when first needed. Give the directory to no other process.</param>
    /// <param name="configure">Sets the database's options; null leaves the defaults.</param>
    /// <param name="configureMemory">
    /// Sets the options of the memory in front of it; null leaves the defaults. A <see cref="TieredHttpCacheStoreOptions.MaximumSize"/>
    /// of zero puts none there, and every response is in the database before it counts as stored.
    /// </param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <remarks>
    /// The store is a <see cref="TieredHttpCacheStore"/> over a <see cref="LiteDbHttpCacheStore"/>, or without memory the latter. An
    /// option out of its range throws an <see cref="ArgumentOutOfRangeException"/> when the store is made.
    /// </remarks>
    public static IServiceCollection AddLiteDbHttpCacheStore(
        this IServiceCollection services,
        string path,
        Action<LiteDbHttpCacheStoreOptions>? configure = null,
        Action<TieredHttpCacheStoreOptions>? configureMemory = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        services.Replace(ServiceDescriptor.Singleton(provider => StoreOf(provider, path, configure, configureMemory)));

        return services;
    }

    private static HttpCacheStore StoreOf(
        IServiceProvider provider,
        string path,
        Action<LiteDbHttpCacheStoreOptions>? configure,
        Action<TieredHttpCacheStoreOptions>? configureMemory)
    {
        var options = new LiteDbHttpCacheStoreOptions();
        configure?.Invoke(options);
        var memoryOptions = new TieredHttpCacheStoreOptions();
        configureMemory?.Invoke(memoryOptions);
        var timeProvider = provider.GetService<TimeProvider>();
        var meterFactory = provider.GetService<IMeterFactory>();
        var database = new LiteDbHttpCacheStore(
            path, options, timeProvider, provider.GetService<ILogger<LiteDbHttpCacheStore>>(), meterFactory);

        return memoryOptions.MaximumSize == 0
            ? database
            : new TieredHttpCacheStore(
                database, memoryOptions, timeProvider, provider.GetService<ILogger<TieredHttpCacheStore>>(), meterFactory);
    }
}
