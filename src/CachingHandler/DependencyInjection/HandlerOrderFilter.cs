using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CachingHandler.DependencyInjection;

/// <summary>Looks at the handlers of every client that has a cache when they are made, and warns where one stands on its wrong side.</summary>
/// <remarks>
/// Takes nothing from the container before a client's handlers are made: a logger may itself need a client, and the factory its filters.
/// </remarks>
internal sealed class HandlerOrderFilter : IHttpMessageHandlerBuilderFilter
{
    // Handlers are made anew every two minutes; what has been said is not said again.
    private readonly ConcurrentDictionary<(string Client, int Event, Type? Handler), bool> _said = new();

    /// <inheritdoc/>
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (HandlerChain.Of(builder) is not { } chain
            || builder.Services.GetService<ILogger<HttpCacheHandler>>() is not { } logger)
        {
            return;
        }

        var client = builder.Name ?? Options.DefaultName;
        var suppressed = builder.Services.GetRequiredService<IOptionsMonitor<SuppressedWarnings>>().Get(client);
        var warnings = new HandlerOrderWarnings(client, logger, suppressed, _said);
        warnings.Look(chain);
        if (!chain.Cache.IsPartitioned && TransportHandler.TakesCookies(chain.Transport) && warnings.MayWarnOfCookies(chain.Transport))
        {
            builder.AdditionalHandlers.Add(new CookieWatch(() => warnings.CookiesBelow(chain.Transport)));
        }
    };
}
