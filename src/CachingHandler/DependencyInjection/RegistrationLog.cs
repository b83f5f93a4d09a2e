using Microsoft.Extensions.Logging;

namespace CachingHandler.DependencyInjection;

/// <summary>What is logged of how the cache is registered; event ids from 400 on. Each says what is wrong and what to do.</summary>
internal static partial class RegistrationLog
{
    public const int CredentialsBelowId = 410;
    public const int RetriesAboveId = 411;
    public const int DecompressionBelowId = 412;
    public const int CookiesBelowId = 413;
    public const int TransportCredentialsId = 414;
    public const int SecondCacheId = 415;

    [LoggerMessage(
        400,
        LogLevel.Error,
        "HTTP client '{Client}': the changed options of its cache are invalid, so the ones before stay in force.",
        EventName = nameof(ChangeRefused))]
    public static partial void ChangeRefused(ILogger logger, string client, Exception exception);

    [LoggerMessage(
        401,
        LogLevel.Debug,
        "HTTP client '{Client}': its handlers cannot be made at start, so their order is looked at when they are first used.",
        EventName = nameof(OrderNotSeen))]
    public static partial void OrderNotSeen(ILogger logger, string client, Exception exception);

    [LoggerMessage(
        CredentialsBelowId,
        LogLevel.Warning,
        "HTTP client '{Client}': {Handler} adds credentials below the cache, which does not see them and can give one user's responses "
            + "to another. Add it before AddHttpCache, or set HttpCacheOptions.Partition. If its credentials are the same for all users, "
            + "or it adds none, say so by SuppressHttpCacheWarnings<{Handler}>().",
        EventName = nameof(CredentialsBelow))]
    public static partial void CredentialsBelow(ILogger logger, string client, string handler);

    [LoggerMessage(
        RetriesAboveId,
        LogLevel.Warning,
        "HTTP client '{Client}': {Handler} repeats requests above the cache, so that its timeouts and limits also count what the cache "
            + "answers. Add it after AddHttpCache; one of ConfigureHttpClientDefaults is before, so remove it from this client and add it anew. "
            + "If that is meant, say so by SuppressHttpCacheWarnings<{Handler}>().",
        EventName = nameof(RetriesAbove))]
    public static partial void RetriesAbove(ILogger logger, string client, string handler);

    [LoggerMessage(
        DecompressionBelowId,
        LogLevel.Warning,
        "HTTP client '{Client}': {Handler} decodes bodies below the cache; where it leaves Content-Length or Content-Encoding as they were, "
            + "bodies are cut off or decoded twice. Add it before AddHttpCache, or use AutomaticDecompression of SocketsHttpHandler. "
            + "If it removes both fields, say so by SuppressHttpCacheWarnings<{Handler}>().",
        EventName = nameof(DecompressionBelow))]
    public static partial void DecompressionBelow(ILogger logger, string client, string handler);

    [LoggerMessage(
        CookiesBelowId,
        LogLevel.Warning,
        "HTTP client '{Client}': {Handler} has cookies, which it sends with the requests of all users; the cache does not see them and "
            + "cannot tell users apart by them. Set its UseCookies to false and send cookies as a field of the request, or set "
            + "HttpCacheOptions.Partition. If all requests are one user's, say so by SuppressHttpCacheWarnings<{Handler}>().",
        EventName = nameof(CookiesBelow))]
    public static partial void CookiesBelow(ILogger logger, string client, string handler);

    [LoggerMessage(
        TransportCredentialsId,
        LogLevel.Warning,
        "HTTP client '{Client}': {Handler} has credentials, which the cache does not see. Set HttpCacheOptions.Partition where they differ "
            + "between users. If they are the same for all, say so by SuppressHttpCacheWarnings<{Handler}>().",
        EventName = nameof(TransportCredentials))]
    public static partial void TransportCredentials(ILogger logger, string client, string handler);

    [LoggerMessage(
        SecondCacheId,
        LogLevel.Warning,
        "HTTP client '{Client}': one {Handler} stands below another, and each response is stored twice. Leave one out: AddHttpCache adds the "
            + "handler itself. If that is meant, say so by SuppressHttpCacheWarnings<{Handler}>().",
        EventName = nameof(SecondCache))]
    public static partial void SecondCache(ILogger logger, string client, string handler);
}
