using Microsoft.Extensions.Options;

namespace CachingHandler.DependencyInjection;

/// <summary>Gives the cache of each client the client's name as its scope, where nothing has given it another.</summary>
internal sealed class ClientScope : IConfigureNamedOptions<HttpCacheOptions>
{
    /// <inheritdoc/>
    public void Configure(HttpCacheOptions options) => Configure(Options.DefaultName, options);

    /// <inheritdoc/>
    public void Configure(string? name, HttpCacheOptions options)
    {
        if (options.Scope is { Length: 0 })
        {
            options.Scope = name ?? string.Empty;
        }
    }
}
