using CachingHandler.Http;

namespace CachingHandler.Policy;

/// <summary>Tells whether a response may be stored, and is worth it (RFC 9111 §3).</summary>
internal static class Storability
{
    /// <summary>Returns why the response is not stored; <see cref="NotStoredReason.None"/> when it is.</summary>
    public static NotStoredReason WhyNot(
        in RequestHead request, ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        var control = rules.ControlOf(response);
        var directives = control.Directives;
        if (request.Method != HttpMethod.Get)
        {
            return NotStoredReason.Method;
        }

        // A partial response needs what has been stored before it, and a 304 is no response of its own.
        if (response.StatusCode is < 200 or 206 or 304 or > 599)
        {
            return NotStoredReason.Status;
        }

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

        if (!HasExplicitFreshness(control, rules) && !FreshnessCalculator.AllowsHeuristic(response, rules))
        {
            return NotStoredReason.NoFreshness;
        }

        if (SelectingHeaders.MatchNothing(response.Vary))
        {
            return NotStoredReason.VaryAny;
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

    private static bool HasExplicitFreshness(ResponseControl control, CacheRules rules)
    {
        var directives = control.Directives;

        return directives.MaxAge is not null || control.HasExpires || directives.Public
            || (rules.IsShared ? directives.SharedMaxAge is not null : directives.Private);
    }

    // What is stale at once and cannot be validated serves nobody, unless someone accepts it stale.
    private static bool IsReusable(
        in RequestHead request, ResponseHead response, DateTimeOffset responseTime, CacheRules rules)
    {
        if (response.HasValidator)
        {
            return true;
        }

        var directives = rules.ControlOf(response).Directives;
        if (directives.NoCache)
        {
            return false;
        }

        return FreshnessCalculator.Lifetime(response, responseTime, rules) > TimeSpan.Zero
            || (!directives.MustRevalidate
                && (request.Mode == HttpCacheMode.PreferCache
                    || rules.StaleIfError > TimeSpan.Zero
                    || directives.StaleIfError > TimeSpan.Zero));
    }

    // The statuses of RFC 9110 §15 whose caching needs nothing special; this cache stores neither 206 nor 304.
    private static bool IsUnderstood(int statusCode) => statusCode is
        200 or 201 or 202 or 203 or 204 or 205
        or 300 or 301 or 302 or 303 or 305 or 307 or 308
        or (>= 400 and <= 417) or 421 or 422 or 426 or (>= 500 and <= 505);
}
