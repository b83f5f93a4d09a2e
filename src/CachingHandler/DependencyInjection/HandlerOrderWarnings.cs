using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CachingHandler.DependencyInjection;

/// <summary>Warns of what stands on the wrong side of one client's cache, of each thing once.</summary>
internal sealed class HandlerOrderWarnings(
    string client,
    ILogger logger,
    SuppressedWarnings suppressed,
    ConcurrentDictionary<(string Client, int Event, Type? Handler), bool> said)
{
    /// <summary>Looks at all handlers.</summary>
    public void Look(HandlerChain chain)
    {
        foreach (var handler in chain.Above)
        {
            if (HandlerRoles.Of(handler.GetType()) == HandlerRole.Retries)
            {
                Warn(RegistrationLog.RetriesAboveId, handler, RegistrationLog.RetriesAbove);
            }
        }

        foreach (var handler in chain.Below)
        {
            LookBelow(chain, handler);
        }

        if (chain.Cache.IsPartitioned)
        {
            return;
        }

        if (TransportHandler.HasCredentials(chain.Transport))
        {
            Warn(RegistrationLog.TransportCredentialsId, chain.Transport, RegistrationLog.TransportCredentials);
        }

        if (TransportHandler.HasCookies(chain.Transport))
        {
            CookiesBelow(chain.Transport);
        }
    }

    /// <summary>Warns of cookies that the cache does not see.</summary>
    public void CookiesBelow(HttpMessageHandler transport) =>
        Warn(RegistrationLog.CookiesBelowId, transport, RegistrationLog.CookiesBelow);

    /// <summary>Tells whether a warning of cookies is yet to be given, and wanted.</summary>
    public bool MayWarnOfCookies(HttpMessageHandler transport) =>
        !suppressed.Has(transport) && !said.ContainsKey((client, RegistrationLog.CookiesBelowId, transport.GetType()));

    private void LookBelow(HandlerChain chain, HttpMessageHandler handler)
    {
        if (handler is HttpCacheHandler)
        {
            Warn(RegistrationLog.SecondCacheId, handler, RegistrationLog.SecondCache);
            return;
        }

        switch (HandlerRoles.Of(handler.GetType()))
        {
            // Where the application says itself whose a response is, the cache need not see who asks.
            case HandlerRole.Credentials when !chain.Cache.IsPartitioned:
                Warn(RegistrationLog.CredentialsBelowId, handler, RegistrationLog.CredentialsBelow);
                break;
            case HandlerRole.Decompression:
                Warn(RegistrationLog.DecompressionBelowId, handler, RegistrationLog.DecompressionBelow);
                break;
            default:
                break;
        }
    }

    private void Warn(int id, HttpMessageHandler handler, Action<ILogger, string, string> warn)
    {
        var type = handler.GetType();
        if (!suppressed.Has(handler) && said.TryAdd((client, id, type), true))
        {
            warn(logger, client, type.Name);
        }
    }
}
