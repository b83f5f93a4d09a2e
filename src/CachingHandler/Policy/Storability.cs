using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Tells whether a response may be stored, and is worth it (RFC 9111 §3).</summary>
internal static class Storability
{
    /// <summary>Returns why a response that holds the whole representation is not stored; <see cref="NotStoredReason.None"/> when it is.</summary>
    public static NotStoredReason WhyNot(
        in RequestHead request, ResponseHead response, DateTimeOffset responseTime, CacheRules rules) =>
        request.Method == HttpMethod.Get || request.IsQuery
            ? WhyNotToAnswer(in request, response, responseTime, rules)
            : NotStoredReason.Method;

    /// <summary>Returns the same for the answer to a request whose method does not stand in the way.</summary>
    public static NotStoredReason WhyNotToAnswer(
        in RequestHead request, ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        if (response.IsRedirected(request.Uri))
        {
            return NotStoredReason.Redirected;
        }

        // A 304 is no response of its own, and a 416 tells of the range alone.
        return response.StatusCode is < 200 or 206 or 304 or > 599 || (response.StatusCode == 416 && request.HasRange)
            ? NotStoredReason.Status
            : WhyNotKept(in request, response, responseTime, rules);
    }

    /// <summary>Returns why a response may not be kept, whether it is new, confirmed or completed; <see cref="NotStoredReason.None"/> when it may.</summary>
    public static NotStoredReason WhyNotKept(
        in RequestHead request, ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        var control = rules.ControlOf(response);
        ref readonly var directives = ref control.Directives;

        // §5.2.2.3: must-understand overrides no-store where the status is understood.
        if (directives.NoStore && !(directives.LiftsNoStore && IsUnderstood(response.StatusCode)))
        {
            return NotStoredReason.NoStore;
        }

        if (directives.MustUnderstand && !IsUnderstood(response.StatusCode))
        {
            return NotStoredReason.Status;
        }

        if (rules.IsShared && WhyNotShared(in request, response, directives, rules) is var shared and not NotStoredReason.None)
        {
            return shared;
        }

        if (!HasFreshness(in request, response, rules))
        {
            return NotStoredReason.NoFreshness;
        }

        if (SelectingHeaders.MatchNothing(response.Vary))
        {
            return NotStoredReason.VaryAny;
        }

        if (response.Extensions.HasFlag(ResponseExtensions.Groups) && !CacheGroups.CanBeKept(CacheGroups.Of(response)))
        {
            return NotStoredReason.TooManyGroups;
        }

        return IsReusable(in request, response, responseTime, rules) ? NotStoredReason.None : NotStoredReason.NothingToReuse;
    }

    private static NotStoredReason WhyNotShared(
        in RequestHead request, ResponseHead response, ResponseDirectives directives, CacheRules rules)
    {
        if (directives.Private)
        {
            return NotStoredReason.Private;
        }

        if (request.HasAuthorization && !directives.AllowsAuthorization)
        {
            return NotStoredReason.Authorization;
        }

        return response.SetsCookie && !directives.Public && !StorableFields.Withholds(directives, HeaderNames.SetCookie, rules)
            ? NotStoredReason.SetCookie
            : NotStoredReason.None;
    }

    // RFC 9110 §9.3.3: a POST's response has to say itself how long it is fresh.
    private static bool HasFreshness(in RequestHead request, ResponseHead response, CacheRules rules)
    {
        ref readonly var directives = ref rules.ControlOf(response).Directives;

        return HasExplicitLifetime(response, rules)
            || (request.Method != HttpMethod.Post
                && (directives.Public || (directives.Private && !rules.IsShared)
                    || FreshnessCalculator.AllowsHeuristic(response, rules)));
    }

    private static bool HasExplicitLifetime(ResponseHead response, CacheRules rules)
    {
        var control = rules.ControlOf(response);

        return rules.TimeToLiveOf(response) is not null || control.Directives.MaxAge is not null || control.HasExpires
            || (rules.IsShared && control.Directives.SharedMaxAge is not null);
    }

    // What is stale at once and cannot be validated serves nobody, unless someone accepts it stale.
    private static bool IsReusable(
        in RequestHead request, ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        if (response.HasValidator && (request.CanValidate || request.Method == HttpMethod.Head))
        {
            return true;
        }

        ref readonly var directives = ref rules.ControlOf(response).Directives;
        if (directives.NoCache)
        {
            return rules.TimeToLiveOf(response) > TimeSpan.Zero;
        }

        return FreshnessCalculator.HasLifetime(response, responseTime, rules)
            || (!Reuse.ForbidsStale(response, rules) && IsOfUseStale(in request, directives, rules));
    }

    private static bool IsOfUseStale(in RequestHead request, ResponseDirectives directives, CacheRules rules) =>
        request.Mode == HttpCacheMode.PreferCache
        || rules.StaleIfError > TimeSpan.Zero
        || rules.StaleWhileRevalidate > TimeSpan.Zero
        || directives.StaleIfError > TimeSpan.Zero
        || directives.StaleWhileRevalidate > TimeSpan.Zero
        || request.Directives.StaleIfError > TimeSpan.Zero;

    // The statuses of RFC 9110 §15 whose caching needs nothing special; this cache stores neither 206 nor 304.
    private static bool IsUnderstood(int statusCode) => statusCode is
        200 or 201 or 202 or 203 or 204 or 205
        or 300 or 301 or 302 or 303 or 305 or 307 or 308
        or (>= 400 and <= 417) or 421 or 422 or 426 or (>= 500 and <= 505);
}
