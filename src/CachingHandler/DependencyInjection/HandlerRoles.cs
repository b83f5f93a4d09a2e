using CachingHandler.Http;

namespace CachingHandler.DependencyInjection;

/// <summary>Tells by its type what a handler does: by the name in full for those that are widely used, else by the words of its name.</summary>
/// <remarks>A wrong guess costs a warning that means nothing, so words that are also used for other things count as nothing.</remarks>
internal static class HandlerRoles
{
    private static readonly Dictionary<string, HandlerRole> Known = new(StringComparer.Ordinal)
    {
        ["Microsoft.Extensions.Http.Resilience.ResilienceHandler"] = HandlerRole.Retries,
        ["Microsoft.Extensions.Http.PolicyHttpMessageHandler"] = HandlerRole.Retries,
    };

    private static readonly HashSet<string> Credentials = new(StringComparer.OrdinalIgnoreCase)
    {
        "Auth", "OAuth", "Authentication", HeaderNames.Authorization, "Bearer", "Credential", "Credentials", "Jwt", "ApiKey", "Token",
    };

    private static readonly HashSet<string> Retries = new(StringComparer.OrdinalIgnoreCase)
    {
        "Retry", "Retries", "Retrying", "Hedging",
    };

    private static readonly HashSet<string> Decompression = new(StringComparer.OrdinalIgnoreCase)
    {
        "Decompress", "Decompressing", "Decompression", "Decompressor", "Gunzip",
    };

    // What looks at credentials, or at what became of a retry, adds none and repeats nothing.
    private static readonly HashSet<string> Onlookers = new(StringComparer.OrdinalIgnoreCase)
    {
        "Log", "Logger", "Logging", "Metrics", "Telemetry", "Tracing", "Diagnostics", "Redacting", "Redaction",
        "Removing", "Stripping", "Validating", "Validation",
    };

    // Tokens that are no credentials: those that a language model is paid for, of a rate limiter, of a page, of a form.
    private static readonly HashSet<string> BesidesTokens = new(StringComparer.OrdinalIgnoreCase)
    {
        "Antiforgery", "Csrf", "Xsrf", "Cancellation", "Continuation", "Page", "Paging", "Sync",
        "Bucket", "Budget", "Count", "Counter", "Counting", "Limit", "Limiter", "Limiting", "Quota", "Rate", "Usage",
    };

    /// <summary>Returns what handlers of a type do.</summary>
    public static HandlerRole Of(Type type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.FullName is { } name && Known.TryGetValue(name, out var role))
            {
                return role;
            }
        }

        return OfName(type.Name);
    }

    // Who adds credentials and repeats what they are refused for has to be above the cache, so this comes first.
    private static HandlerRole OfName(string name)
    {
        var words = PascalCase.WordsOf(name);
        if (words.Exists(Onlookers.Contains))
        {
            return HandlerRole.None;
        }

        if (words.Exists(Credentials.Contains) && !words.Exists(BesidesTokens.Contains))
        {
            return HandlerRole.Credentials;
        }

        return words.Exists(Retries.Contains) ? HandlerRole.Retries
            : words.Exists(Decompression.Contains) ? HandlerRole.Decompression
            : HandlerRole.None;
    }
}
