using CachingHandler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CachingHandler.DependencyInjection;

/// <summary>Refuses the key of a store that is not registered, and says what to register.</summary>
internal sealed class StoreKeyValidator(IServiceProvider provider) : IValidateOptions<HttpCacheOptions>
{
    /// <inheritdoc/>
    /// <remarks>A container that cannot tell what it has is asked for the store itself, when the handler is made.</remarks>
    public ValidateOptionsResult Validate(string? name, HttpCacheOptions options)
    {
        if (options.StoreKey is not { } key
            || provider.GetService<IServiceProviderIsKeyedService>() is not { } registered
            || registered.IsKeyedService(typeof(HttpCacheStore), key))
        {
            return ValidateOptionsResult.Success;
        }

        // A string from configuration does not find a store that is registered with an enum's value of the same name.
        var shown = key is string ? $"'{key}'" : $"'{key}' ({key.GetType()})";
        var fault = $"StoreKey is {shown}, and no HttpCacheStore is registered with that key; register one by "
            + "AddKeyedDiskHttpCacheStore or AddKeyedMemoryHttpCacheStore, or leave StoreKey out for the store that all share.";

        return ValidateOptionsResult.Fail(string.IsNullOrEmpty(name) ? fault : $"HTTP cache '{name}': {fault}");
    }
}
