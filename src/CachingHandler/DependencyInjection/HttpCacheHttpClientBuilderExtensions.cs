using CachingHandler;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the HTTP cache in front of a named or typed client.</summary>
public static class HttpCacheHttpClientBuilderExtensions
{
    /// <summary>Adds the cache to the client's handlers, at the place of this call.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="configure">Sets this client's options; null leaves the defaults: private, told apart by credentials, on disk.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <remarks>
    /// Handlers added before it see every request, those added after it only what goes to the origin. Add what sets
    /// credentials before, and what retries after. The client's responses are its own: <see cref="HttpCacheOptions.Scope"/>
    /// is the client's name unless <paramref name="configure"/> sets it.
    /// </remarks>
    public static IHttpClientBuilder AddHttpCache(
        this IHttpClientBuilder builder, Action<HttpCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = builder.Name;
        builder.Services.AddNamedHttpCache(name, options => options.Scope = name);
        if (configure is not null)
        {
            builder.Services.Configure(name, configure);
        }

        return builder.AddHttpMessageHandler(provider => HttpCacheServiceCollectionExtensions.HandlerOf(provider, name));
    }

    /// <summary>Adds the cache to the client's handlers, with options bound from configuration.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="configuration">The section that has the options by their names; a change counts for handlers made after it.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">When the handler is made: a value cannot be read.</exception>
    public static IHttpClientBuilder AddHttpCache(this IHttpClientBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddHttpCache();
        builder.Services.BindHttpCache(builder.Name, configuration);

        return builder;
    }
}
