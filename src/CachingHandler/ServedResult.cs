using System.Runtime.InteropServices;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Tells of a response that came from the store what the cache did, and what that has saved.</summary>
internal static class ServedResult
{
    /// <summary>Returns the result of serving a stored response.</summary>
    /// <param name="policy">Knows where a lifetime comes from.</param>
    /// <param name="serve">What was served, and how.</param>
    /// <param name="outcome">What became of the request.</param>
    /// <param name="reason">Why.</param>
    /// <param name="method">The request's.</param>
    /// <param name="asked">What the origin was asked before; the default when it was not.</param>
    public static HttpCacheResult Of(
        CachePolicy policy,
        RequestDecision.Serve serve,
        HttpCacheOutcome outcome,
        HttpCacheReason reason,
        HttpMethod? method,
        Asked asked = default)
    {
        var result = new HttpCacheResult(outcome, reason)
        {
            Age = serve.Freshness.CurrentAge,
            FreshnessLifetime = serve.Freshness.Lifetime,
            FreshnessSource = policy.SourceOf(serve.Response),
            BytesSaved = BytesSaved(serve, method),
            TimeSaved = outcome == HttpCacheOutcome.Joined || reason == HttpCacheReason.StaleIfError
                ? null
                : DelayOf(asked.Before ?? serve.Response) - asked.Delay,
            OriginStatus = asked.Status,
            Conditions = asked.Conditions ?? [],
        };
        result.SetStored();

        return result;
    }

    /// <summary>Returns how many bytes of body a stored response spares the origin, in the form in which it is served.</summary>
    /// <remarks>An answer without a body would have had none from the origin either.</remarks>
    public static long BytesSaved(RequestDecision.Serve serve, HttpMethod? method) => serve.Form.Kind switch
    {
        ReplyKind.Whole when method != HttpMethod.Head => serve.Response.BodyLength,
        ReplyKind.Part => serve.Form.Bytes.Length,
        _ => 0,
    };

    private static TimeSpan DelayOf(StoredResponse stored) =>
        stored.ResponseTime > stored.RequestTime ? stored.ResponseTime - stored.RequestTime : TimeSpan.Zero;

    /// <summary>What the origin was asked, and what it said.</summary>
    /// <param name="Conditions">The fields that were added to the request.</param>
    /// <param name="Status">The status of its answer; null when there was none.</param>
    /// <param name="Delay">How long it took.</param>
    /// <param name="Before">The stored response as it was before; null when the answer has not changed it.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Asked(
        IReadOnlyList<KeyValuePair<string, string>>? Conditions, int? Status, TimeSpan Delay, StoredResponse? Before = null);
}
