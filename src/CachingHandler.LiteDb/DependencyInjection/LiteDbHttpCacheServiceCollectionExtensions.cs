using System.Diagnostics.Metrics;
using CachingHandler.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the LiteDB store of the HTTP cache.</summary>
public static class LiteDbHttpCacheServiceCollectionExtensions
{
    /// <summary>Keeps responses in a LiteDB database, in place of the default store.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="path">The database's file; made with its directory when first needed. Give the directory to no other process.</param>
    /// <param name="configure">Sets the store's options; null leaves the defaults.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public static IServiceCollection AddLiteDbHttpCacheStore(
        this IServiceCollection services, string path, Action<LiteDbHttpCacheStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        services.Replace(ServiceDescriptor.Singleton<HttpCacheStore>(provider =>
        {
            var options = new LiteDbHttpCacheStoreOptions();
            configure?.Invoke(options);

            return new LiteDbHttpCacheStore(
                path,
                options,
                provider.GetService<TimeProvider>(),
                provider.GetService<ILogger<LiteDbHttpCacheStore>>(),
                provider.GetService<IMeterFactory>());
        }));

        return services;
    }
}
