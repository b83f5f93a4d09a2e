namespace CachingHandler;

/// <summary>Says what the cache did in words for people, and in codes for programs, logs, metrics, traces and <c>Cache-Status</c>.</summary>
/// <remarks>
/// A code keeps its meaning in every version; new ones may be added. The README file of the package lists them all, with
/// what to do about each. A sentence is for reading and may change. Pure and safe for concurrent use.
/// </remarks>
public static partial class HttpCacheCodes
{
    /// <summary>Returns the code of an outcome, such as <c>stale-hit</c>.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <returns>The code: lower-case letters and hyphens.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outcome"/> is none.</exception>
    public static string ToCode(this HttpCacheOutcome outcome) => outcome switch
    {
        HttpCacheOutcome.Bypass => "bypass",
        HttpCacheOutcome.Miss => "miss",
        HttpCacheOutcome.Hit => "hit",
        HttpCacheOutcome.StaleHit => "stale-hit",
        HttpCacheOutcome.Revalidated => "revalidated",
        HttpCacheOutcome.Changed => "changed",
        HttpCacheOutcome.Completed => "completed",
        HttpCacheOutcome.Joined => "joined",
        HttpCacheOutcome.Unavailable => "unavailable",
        _ => throw Undefined(nameof(outcome), outcome),
    };

    /// <summary>Returns what an outcome means, in a sentence.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <returns>The sentence, in English, with a full stop.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outcome"/> is none.</exception>
    public static string ToSentence(this HttpCacheOutcome outcome) => outcome switch
    {
        HttpCacheOutcome.Bypass => "The cache took no part.",
        HttpCacheOutcome.Miss => "The response was fetched from the origin.",
        HttpCacheOutcome.Hit => "The response was served from the store while fresh.",
        HttpCacheOutcome.StaleHit => "The response was served from the store past its freshness lifetime.",
        HttpCacheOutcome.Revalidated => "The origin confirmed the stored response, which was served.",
        HttpCacheOutcome.Changed => "The origin was asked about the stored response and sent another one.",
        HttpCacheOutcome.Completed => "Part came from the store, and what was missing from the origin.",
        HttpCacheOutcome.Joined => "Another request for the same was under way, and its response answered this one.",
        HttpCacheOutcome.Unavailable => "Nothing usable is stored and the origin was not to be asked; the answer is 504.",
        _ => throw Undefined(nameof(outcome), outcome),
    };

    /// <summary>Returns the word of RFC 9211 §2.2 for why a request was forwarded, such as <c>uri-miss</c>.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns><c>none</c> for <see cref="ForwardReason.None"/>, which is no word of the RFC.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reason"/> is none.</exception>
    public static string ToCode(this ForwardReason reason) => reason switch
    {
        ForwardReason.None => "none",
        ForwardReason.Bypass => "bypass",
        ForwardReason.Method => "method",
        ForwardReason.UriMiss => "uri-miss",
        ForwardReason.VaryMiss => "vary-miss",
        ForwardReason.Miss => "miss",
        ForwardReason.Request => "request",
        ForwardReason.Stale => "stale",
        ForwardReason.Partial => "partial",
        _ => throw Undefined(nameof(reason), reason),
    };

    /// <summary>Returns the code of where a freshness lifetime comes from, such as <c>max-age</c>.</summary>
    /// <param name="source">The source.</param>
    /// <returns>The code; <c>none</c> for <see cref="FreshnessSource.None"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="source"/> is none.</exception>
    public static string ToCode(this FreshnessSource source) => source switch
    {
        FreshnessSource.None => "none",
        FreshnessSource.MaxAge => "max-age",
        FreshnessSource.SharedMaxAge => "s-maxage",
        FreshnessSource.TargetedField => "targeted-field",
        FreshnessSource.Expires => "expires",
        FreshnessSource.Heuristic => "heuristic",
        FreshnessSource.Option => "option",
        _ => throw Undefined(nameof(source), source),
    };

    private static ArgumentOutOfRangeException Undefined<T>(string name, T value)
        where T : struct, Enum => new(name, value, $"{value} is no {typeof(T).Name}.");
}
