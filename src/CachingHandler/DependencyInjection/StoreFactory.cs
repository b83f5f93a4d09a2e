using System.Diagnostics.Metrics;
using CachingHandler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CachingHandler.DependencyInjection;

/// <summary>Makes stores with a container's clock, loggers and meters.</summary>
internal static class StoreFactory
{
    /// <summary>Makes the store of an application that has not said which: on disk where the user has a directory for it.</summary>
    public static HttpCacheStore Default(IServiceProvider provider) => DiskHttpCacheStore.UserCacheDirectory is { } directory
        ? OnDisk(provider, directory, configure: null, configureMemory: null)
        : InMemory(provider, configure: null);

    /// <summary>Makes one in memory.</summary>
    public static HttpCacheStore InMemory(IServiceProvider provider, Action<MemoryHttpCacheStoreOptions>? configure)
    {
        var options = new MemoryHttpCacheStoreOptions();
        configure?.Invoke(options);

        return new MemoryHttpCacheStore(options, provider.GetService<TimeProvider>(), provider.GetService<IMeterFactory>());
    }

    /// <summary>Makes one on disk, with memory in front unless that is to have no size.</summary>
    public static HttpCacheStore OnDisk(
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
