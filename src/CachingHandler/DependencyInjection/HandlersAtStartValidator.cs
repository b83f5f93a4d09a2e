using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CachingHandler.DependencyInjection;

/// <summary>Makes a client's handlers once when a host starts, so that warnings of their order come then and not with the first request.</summary>
/// <remarks>
/// The handlers are made beside the factory and let go: a failure that it remembers would be the client's for good. They are
/// not disposed, since a handler that an application made may be one that it uses elsewhere; nothing has been sent by them.
/// </remarks>
internal sealed class HandlersAtStartValidator(IServiceProvider provider) : IValidateOptions<HandlersAtStart>
{
    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A look for warnings must not stop an application.")]
    public ValidateOptionsResult Validate(string? name, HandlersAtStart options)
    {
        var client = name ?? Options.DefaultName;
        try
        {
            Make(client);
        }
        catch (Exception exception)
        {
            if (provider.GetService<ILogger<HttpCacheHandler>>() is { } logger)
            {
                RegistrationLog.OrderNotSeen(logger, client, exception);
            }
        }

        return ValidateOptionsResult.Success;
    }

    // As the factory does, but for putting them together.
    private void Make(string client)
    {
        using var scope = provider.CreateScope();
        var builder = scope.ServiceProvider.GetRequiredService<HttpMessageHandlerBuilder>();
        builder.Name = client;
        var factoryOptions = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(client);
        Action<HttpMessageHandlerBuilder> configure = built =>
        {
            foreach (var action in factoryOptions.HttpMessageHandlerBuilderActions)
            {
                action(built);
            }
        };
        foreach (var filter in provider.GetServices<IHttpMessageHandlerBuilderFilter>().Reverse())
        {
            configure = filter.Configure(configure);
        }

        configure(builder);
    }
}
