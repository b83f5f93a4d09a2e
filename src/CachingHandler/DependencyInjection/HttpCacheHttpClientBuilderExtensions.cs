using CachingHandler;
using CachingHandler.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the HTTP cache in front of a named or typed client.</summary>
public static class HttpCacheHttpClientBuilderExtensions
{
    /// <summary>Adds the cache to the client's handlers, at the place of this call.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="configure">Sets this client's options; null leaves the defaults: private, told apart by credentials.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <remarks>
    /// <para>Handlers added before it see every request, those added after it only what goes to the origin. Add what sets
    /// credentials before, and what retries after. The client's responses are its own: <see cref="HttpCacheOptions.Scope"/>
    /// is the client's name unless <paramref name="configure"/> sets it.</para>
    /// <para>A client has one cache. A further call, on the client or by <c>ConfigureHttpClientDefaults</c>, adds to its options and
    /// leaves it at the place of the first. What the latter sets is checked when a client is first used, since the names of the
    /// clients are not known before.</para>
    /// </remarks>
    public static IHttpClientBuilder AddHttpCache(
        this IHttpClientBuilder builder, Action<HttpCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHttpCacheServices(builder.Name);
        builder.Services.PlaceHttpCache(builder.Name);
        builder.Services.ConfigureHttpCache(builder.Name, configure);

        return builder;
    }

    /// <summary>Adds the cache to the client's handlers, with options that need the container's services.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="configure">Sets this client's options; called once for each client, with the container's root provider.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example>
    /// <code>builder.AddHttpCache((services, cache) =>
    /// {
    ///     var context = services.GetRequiredService&lt;IHttpContextAccessor&gt;();
    ///     cache.Partition = _ => context.HttpContext?.User.Identity?.Name;
    /// });</code>
    /// </example>
    public static IHttpClientBuilder AddHttpCache(
        this IHttpClientBuilder builder, Action<IServiceProvider, HttpCacheOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.AddHttpCache();
        builder.Services.AddSingleton<IConfigureOptions<HttpCacheOptions>>(provider =>
            new ConfigureNamedOptions<HttpCacheOptions>(builder.Name, options => configure(provider, options)));

        return builder;
    }

    /// <summary>Adds the cache to the client's handlers, with options bound from configuration.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="configuration">The section that has the options by their names; a change counts for handlers made after it.</param>
    /// <param name="configure">Sets what configuration cannot, and has the last word; null leaves it at that.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configuration"/> is null.</exception>
    /// <exception cref="OptionsValidationException">
    /// When a host starts, or the first handler is made: a value cannot be read, or a name is no option.
    /// </exception>
    /// <remarks>
    /// A section has nothing but options, by the names of <see cref="HttpCacheOptions"/>, and sections that are bound themselves, as
    /// for other clients. A change that makes the options invalid is logged, and the ones before stay in force.
    /// </remarks>
    public static IHttpClientBuilder AddHttpCache(
        this IHttpClientBuilder builder, IConfiguration configuration, Action<HttpCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        builder.AddHttpCache();
        builder.Services.BindHttpCache(builder.Name, configuration);
        builder.Services.ConfigureHttpCache(builder.Name, configure);

        return builder;
    }

    /// <summary>Says that handlers of a type stand where they should, and stops the warnings of their side of the cache.</summary>
    /// <typeparam name="THandler">The type; those derived from it count, too.</typeparam>
    /// <param name="builder">The client's builder, or that of <c>ConfigureHttpClientDefaults</c> for all clients.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <remarks>
    /// When a host starts, or when the handlers are first made, the log has a warning of each handler that by its type stands
    /// on the wrong side: below the cache one that adds credentials, that decodes bodies, or that is a second cache; above it one that
    /// repeats requests. Cookies and credentials of the handler that sends are warned of as well. The warnings change nothing.
    /// </remarks>
    public static IHttpClientBuilder SuppressHttpCacheWarnings<THandler>(this IHttpClientBuilder builder)
        where THandler : HttpMessageHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<SuppressedWarnings>(builder.Name, static suppressed => suppressed.Add(typeof(THandler)));

        return builder;
    }
}
