using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>Computes how old a response is and how long it may live (RFC 9111 §4.2).</summary>
internal static class FreshnessCalculator
{
    /// <summary>Returns the freshness of a stored response.</summary>
    /// <remarks>A clock that went backwards yields an age of zero rather than a negative one.</remarks>
    public static Freshness At(DateTimeOffset now, StoredResponse response, CacheRules rules) =>
        new(CurrentAge(response, now), response.IsOutdated ? TimeSpan.Zero : Lifetime(response.Head, response.ResponseTime, rules));

    /// <summary>Returns how long a response is fresh, counted from age zero (§4.2.1).</summary>
    /// <param name="response">The response's head.</param>
    /// <param name="responseTime">When it was received.</param>
    /// <param name="rules">The cache's rules.</param>
    public static TimeSpan Lifetime(ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        var control = rules.ControlOf(response);
        ref readonly var directives = ref control.Directives;
        if (rules.IsShared && directives.SharedMaxAge is { } sharedMaxAge)
        {
            return sharedMaxAge;
        }

        if (directives.MaxAge is { } maxAge)
        {
            return maxAge;
        }

        // Expires that cannot be read is a time in the past (§5.3).
        return control.HasExpires
            ? control.Expires is { } expires ? AtLeastZero(expires - (response.Date ?? responseTime)) : TimeSpan.Zero
            : HeuristicLifetime(response, responseTime, rules);
    }

    /// <summary>Tells whether a response without explicit freshness may be given a heuristic lifetime (§4.2.2).</summary>
    public static bool AllowsHeuristic(ResponseHead response, CacheRules rules) =>
        rules.ControlOf(response).Directives.Public || response.StatusCode is
            200 or 203 or 204 or 206 or 300 or 301 or 308 or 404 or 405 or 410 or 414 or 501;

    private static TimeSpan HeuristicLifetime(ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        if (response.LastModified is not { } lastModified || !AllowsHeuristic(response, rules))
        {
            return TimeSpan.Zero;
        }

        var unchanged = AtLeastZero((response.Date ?? responseTime) - lastModified);

        return Shorter(unchanged * rules.HeuristicFraction, rules.MaximumHeuristicLifetime);
    }

    // §4.2.3. The names are the RFC's, so the two can be read side by side.
    private static TimeSpan CurrentAge(StoredResponse response, DateTimeOffset now)
    {
        var dateValue = response.Head.Date ?? response.ResponseTime;
        var ageValue = response.Head.Age ?? TimeSpan.Zero;

        var apparentAge = AtLeastZero(response.ResponseTime - dateValue);
        var responseDelay = AtLeastZero(response.ResponseTime - response.RequestTime);
        var correctedAgeValue = ageValue + responseDelay;
        var correctedInitialAge = Longer(apparentAge, correctedAgeValue);
        var residentTime = AtLeastZero(now - response.ResponseTime);

        return correctedInitialAge + residentTime;
    }

    private static TimeSpan AtLeastZero(TimeSpan value) => value > TimeSpan.Zero ? value : TimeSpan.Zero;

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
