using Microsoft.Extensions.Logging;

namespace CachingHandler.DependencyInjection;

/// <summary>What is logged of how the cache is registered; event ids from 200 on.</summary>
internal static partial class RegistrationLog
{
    [LoggerMessage(
        200,
        LogLevel.Error,
        "HTTP client '{Client}': the changed options of its cache are invalid, so the ones before stay in force.",
        EventName = nameof(ChangeRefused))]
    public static partial void ChangeRefused(ILogger logger, string client, Exception exception);
}
