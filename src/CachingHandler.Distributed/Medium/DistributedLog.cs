using Microsoft.Extensions.Logging;

namespace CachingHandler.Storage;

/// <summary>All that a distributed store has to say; once each time that something changes.</summary>
internal static partial class DistributedLog
{
    /// <summary>Says that the medium is left alone, what follows, and that it is tried again.</summary>
    [LoggerMessage(
        EventId = 400,
        EventName = nameof(MediumAway),
        Level = LogLevel.Warning,
        Message = "The distributed cache of '{KeyPrefix}' does not answer. Requests work on with what is in memory and with the origin; it "
            + "is tried again every {PauseSeconds} seconds. What is to be removed meanwhile is removed when it answers; until then "
            + "another process may serve it.")]
    public static partial void MediumAway(this ILogger logger, string keyPrefix, double pauseSeconds, Exception exception);

    /// <summary>Says that the medium answers again.</summary>
    [LoggerMessage(
        EventId = 401,
        EventName = nameof(MediumBack),
        Level = LogLevel.Information,
        Message = "The distributed cache of '{KeyPrefix}' answers again.")]
    public static partial void MediumBack(this ILogger logger, string keyPrefix);

    /// <summary>Says that the medium takes no writes, what follows, and that it is tried again.</summary>
    [LoggerMessage(
        EventId = 402,
        EventName = nameof(MediumFull),
        Level = LogLevel.Warning,
        Message = "The distributed cache of '{KeyPrefix}' takes no writes. What it has is served, new responses are kept in memory alone; a "
            + "write is tried again every {PauseSeconds} seconds. Where it is full, give it room or an eviction policy.")]
    public static partial void MediumFull(this ILogger logger, string keyPrefix, double pauseSeconds, Exception exception);

    /// <summary>Says that the medium takes writes again.</summary>
    [LoggerMessage(
        EventId = 403,
        EventName = nameof(MediumTakesWrites),
        Level = LogLevel.Information,
        Message = "The distributed cache of '{KeyPrefix}' takes writes again.")]
    public static partial void MediumTakesWrites(this ILogger logger, string keyPrefix);

    /// <summary>Says that the process has a secret of its own, what follows, and the way out.</summary>
    [LoggerMessage(
        EventId = 404,
        EventName = nameof(SecretNotShared),
        Level = LogLevel.Warning,
        Message = "The distributed cache of '{KeyPrefix}' did not give the secret with which credentials are hashed. Until this process is "
            + "started anew it shares no response to a request with credentials. Set DistributedHttpCacheStoreOptions.Secret.")]
    public static partial void SecretNotShared(this ILogger logger, string keyPrefix);

    /// <summary>Says that invalidations were too many to be remembered, and what is done instead.</summary>
    [LoggerMessage(
        EventId = 405,
        EventName = nameof(ClearedInstead),
        Level = LogLevel.Warning,
        Message = "More than {Maximum} keys were to be removed while the distributed cache of '{KeyPrefix}' was away. Everything in it is "
            + "removed instead.")]
    public static partial void ClearedInstead(this ILogger logger, int maximum, string keyPrefix);
}
