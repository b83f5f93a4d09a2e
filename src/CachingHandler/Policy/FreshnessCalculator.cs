using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Computes how old a response is and how long it may live (RFC 9111 §4.2).</summary>
internal static class FreshnessCalculator
{
    /// <summary>Returns the freshness of a stored response.</summary>
    /// <remarks>A clock that went backwards yields an age of zero rather than a negative one.</remarks>
    public static Freshness At(DateTimeOffset now, StoredResponse response, CacheRules rules) =>
        new(
            CurrentAge(response, now),
            response.IsOutdated ? TimeSpan.Zero : Lifetime(response.Head, response.RequestTime, response.ResponseTime, rules));

    /// <summary>Returns how long a response is fresh, counted from age zero (§4.2.1).</summary>
    /// <param name="response">The response's head.</param>
    /// <param name="requestTime">When it was asked for.</param>
    /// <param name="responseTime">When it was received.</param>
    /// <param name="rules">The cache's rules.</param>
    public static TimeSpan Lifetime(
        ResponseHead response, DateTimeOffset requestTime, DateTimeOffset responseTime, CacheRules rules) =>
        rules.TimeToLiveOf(response) is { } timeToLive
            ? InitialAge(response, requestTime, responseTime) + timeToLive
            : Lifetime(response, responseTime, rules);

    /// <summary>Returns how long a response is fresh by what it says itself, or by the heuristic.</summary>
    public static TimeSpan Lifetime(ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        var control = rules.ControlOf(response);
        ref readonly var directives = ref control.Directives;

        return Said(response, control, rules) switch
        {
            FreshnessSource.SharedMaxAge => directives.SharedMaxAge!.Value,
            FreshnessSource.MaxAge => directives.MaxAge!.Value,

            // Expires that cannot be read is a time in the past (§5.3).
            FreshnessSource.Expires => control.Expires is { } expires ? AtLeastZero(expires - (response.Date ?? responseTime)) : TimeSpan.Zero,
            FreshnessSource.Heuristic => HeuristicLifetime(response, responseTime, rules),
            _ => TimeSpan.Zero,
        };
    }

    /// <summary>Tells whether a response is fresh for a moment at least, if it was made just now.</summary>
    public static bool HasLifetime(ResponseHead response, DateTimeOffset responseTime, CacheRules rules) =>
        (rules.TimeToLiveOf(response) ?? Lifetime(response, responseTime, rules)) > TimeSpan.Zero;

    /// <summary>Returns where a response's lifetime comes from; none where it counts as stale whatever it says.</summary>
    public static FreshnessSource SourceOf(StoredResponse response, CacheRules rules) =>
        response.IsOutdated ? FreshnessSource.None : SourceOf(response.Head, rules);

    /// <summary>Returns where a response's lifetime comes from.</summary>
    public static FreshnessSource SourceOf(ResponseHead response, CacheRules rules)
    {
        if (rules.TimeToLiveOf(response) is not null)
        {
            return FreshnessSource.Option;
        }

        var control = rules.ControlOf(response);
        var said = Said(response, control, rules);

        return control.IsTargeted && said is FreshnessSource.MaxAge or FreshnessSource.SharedMaxAge
            ? FreshnessSource.TargetedField
            : said;
    }

    /// <summary>Returns until when a response is fresh.</summary>
    /// <param name="response">The response's head.</param>
    /// <param name="requestTime">When it was asked for.</param>
    /// <param name="responseTime">When it was received.</param>
    /// <param name="lifetime">How long it is fresh, counted from age zero.</param>
    public static DateTimeOffset FreshUntil(
        ResponseHead response, DateTimeOffset requestTime, DateTimeOffset responseTime, TimeSpan lifetime)
    {
        var remaining = lifetime - InitialAge(response, requestTime, responseTime);

        return remaining >= DateTimeOffset.MaxValue - responseTime ? DateTimeOffset.MaxValue
            : remaining <= DateTimeOffset.MinValue - responseTime ? DateTimeOffset.MinValue
            : responseTime + remaining;
    }

    /// <summary>Tells whether a response without explicit freshness may be given a heuristic lifetime (§4.2.2).</summary>
    public static bool AllowsHeuristic(ResponseHead response, CacheRules rules) =>
        rules.ControlOf(response).Directives.Public || response.StatusCode is
            200 or 203 or 204 or 206 or 300 or 301 or 308 or 404 or 405 or 410 or 414 or 501;

    // §4.2.1: the first that is there counts, and a heuristic only where nothing is.
    private static FreshnessSource Said(ResponseHead response, ResponseControl control, CacheRules rules)
    {
        ref readonly var directives = ref control.Directives;
        if (rules.IsShared && directives.SharedMaxAge is not null)
        {
            return FreshnessSource.SharedMaxAge;
        }

        if (directives.MaxAge is not null)
        {
            return FreshnessSource.MaxAge;
        }

        if (control.HasExpires)
        {
            return FreshnessSource.Expires;
        }

        return response.LastModified is not null && rules.HasHeuristic && AllowsHeuristic(response, rules)
            ? FreshnessSource.Heuristic
            : FreshnessSource.None;
    }

    private static TimeSpan HeuristicLifetime(ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        var unchanged = AtLeastZero((response.Date ?? responseTime) - response.LastModified!.Value);

        return Shorter(unchanged * rules.HeuristicFraction, rules.MaximumHeuristicLifetime);
    }

    private static TimeSpan CurrentAge(StoredResponse response, DateTimeOffset now)
    {
        var residentTime = AtLeastZero(now - response.ResponseTime);

        return InitialAge(response.Head, response.RequestTime, response.ResponseTime) + residentTime;
    }

    // §4.2.3. The names are the RFC's, so the two can be read side by side.
    private static TimeSpan InitialAge(ResponseHead response, DateTimeOffset requestTime, DateTimeOffset responseTime)
    {
        var dateValue = response.Date ?? responseTime;
        var ageValue = response.Age ?? TimeSpan.Zero;

        var apparentAge = AtLeastZero(responseTime - dateValue);
        var responseDelay = AtLeastZero(responseTime - requestTime);
        var correctedAgeValue = ageValue + responseDelay;

        return Longer(apparentAge, correctedAgeValue);
    }

    private static TimeSpan AtLeastZero(TimeSpan value) => value > TimeSpan.Zero ? value : TimeSpan.Zero;

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
