using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CachingHandler.DependencyInjection;

/// <summary>The options that a new handler gets: the current ones, or where a change made these invalid, those before it.</summary>
/// <remarks>
/// The factory makes handlers anew every two minutes. Without this, a slip in a configuration file that is read again at
/// run time would make every request of the client fail soon after.
/// </remarks>
internal sealed class OptionsInForce : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpCacheOptions> _valid = new(StringComparer.Ordinal);
    private readonly IOptionsMonitor<HttpCacheOptions> _monitor;
    private readonly ILogger? _logger;
    private readonly List<IDisposable> _subscriptions;

    /// <summary>Creates an instance; the container does.</summary>
    public OptionsInForce(
        IOptionsMonitor<HttpCacheOptions> monitor,
        IOptionsMonitorCache<HttpCacheOptions> cache,
        IEnumerable<BoundSection> sections,
        ILogger<HttpCacheHandler>? logger = null)
    {
        _monitor = monitor;
        _logger = logger;

        // A change token names one client's options; a section for all clients changes those of each.
        _subscriptions = [.. from section in sections
                             where section.Client is null
                             select ChangeToken.OnChange(section.Configuration.GetReloadToken, cache.Clear)];
    }

    /// <summary>Returns the options of one client.</summary>
    /// <exception cref="OptionsValidationException">They are invalid, and have been from the start.</exception>
    public HttpCacheOptions Of(string client)
    {
        try
        {
            return _valid[client] = _monitor.Get(client);
        }
        catch (OptionsValidationException exception) when (_valid.TryGetValue(client, out var before))
        {
            if (_logger is not null)
            {
                RegistrationLog.ChangeRefused(_logger, client, exception);
            }

            return before;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());
}
