using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <summary>HTTP caching as two questions: what to do with a request, and what to do with its answer (RFC 9111).</summary>
/// <remarks>Pure: the same arguments give the same decision, and nothing else happens.</remarks>
internal sealed class CachePolicy(CacheRules rules)
{
    /// <summary>Tells whether what is stored has a say in the request.</summary>
    public static bool HasUseForStored(in RequestHead request) =>
        request.IsPlain || Reuse.WhyBypass(in request) is null;

    /// <summary>Decides what to do with a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="candidates">What is stored under its key; empty where <see cref="HasUseForStored"/> is false.</param>
    /// <param name="now">The current time.</param>
    public RequestDecision Decide(in RequestHead request, IReadOnlyList<StoredResponse> candidates, DateTimeOffset now)
    {
        if (!request.IsPlain && Reuse.WhyBypass(in request) is { } bypass)
        {
            // Who works offline is not sent to the origin because the cache has no answer.
            return bypass != HttpCacheReason.BypassMode && IsOffline(in request, out var refusal)
                ? new RequestDecision.Refuse(refusal)
                : new RequestDecision.Bypass(bypass);
        }

        var match = SelectingHeaders.Select(candidates, in request, now, rules);
        if (request.Mode == HttpCacheMode.ForceRefresh)
        {
            return new RequestDecision.Fetch(HttpCacheReason.ForceRefresh, Validation.EndToEnd(in request), match);
        }

        if (match is not { } selected)
        {
            return NothingSelected(in request, candidates.Count == 0);
        }

        var freshness = FreshnessCalculator.At(now, selected, rules);
        var reason = Reuse.WhyValidate(in request, selected.Head, freshness, rules);
        if (reason is null)
        {
            return new RequestDecision.Serve(selected, freshness, HttpCacheReason.Fresh);
        }

        if (Reuse.WhyStale(in request, selected.Head, freshness, reason.Value, rules) is { } staleReason)
        {
            return new RequestDecision.Serve(selected, freshness, staleReason);
        }

        return IsOffline(in request, out var offline)
            ? new RequestDecision.Refuse(offline)
            : Ask(in request, selected, freshness, reason.Value);
    }

    /// <summary>Decides what to do with the origin's answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="earlier">What was decided about it; never to serve or to refuse.</param>
    /// <param name="response">The answer.</param>
    /// <param name="requestTime">When the request was sent.</param>
    /// <param name="responseTime">When the answer's header was received.</param>
    public ResponseDecision Decide(
        in RequestHead request,
        RequestDecision earlier,
        ResponseHead response,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime)
    {
        if (earlier is RequestDecision.Bypass)
        {
            return new ResponseDecision.PassThrough(NotStoredReason.Bypass, Invalidation.Of(in request, response), null);
        }

        if (earlier.OnOriginError is { } fallback && response.StatusCode is 500 or 502 or 503 or 504)
        {
            return new ResponseDecision.ServeStale(fallback);
        }

        if (earlier is RequestDecision.Validate validate && response.StatusCode == 304)
        {
            return Freshen(in request, validate, response, requestTime, responseTime);
        }

        var why = response.IsRedirected(request.Uri)
            ? NotStoredReason.Redirected
            : Storability.WhyNot(in request, response, responseTime, rules);

        return why == NotStoredReason.None
            ? Store(in request, response, responseTime, Superseded(in request, earlier, response))
            : new ResponseDecision.PassThrough(why, [], Superseded(in request, earlier, response));
    }

    private static bool IsOffline(in RequestHead request, out HttpCacheReason reason)
    {
        reason = request.Mode == HttpCacheMode.OnlyIfCached
            ? HttpCacheReason.OnlyIfCached
            : HttpCacheReason.RequestOnlyIfCached;

        return request.Mode == HttpCacheMode.OnlyIfCached || request.Directives.OnlyIfCached;
    }

    private static RequestDecision NothingSelected(in RequestHead request, bool nothingStored)
    {
        if (IsOffline(in request, out var offline))
        {
            return new RequestDecision.Refuse(offline);
        }

        return new RequestDecision.Fetch(
            nothingStored ? HttpCacheReason.NothingStored : HttpCacheReason.VariantNotStored,
            Validation.EndToEnd(in request));
    }

    private RequestDecision Ask(
        in RequestHead request, StoredResponse selected, Freshness freshness, HttpCacheReason reason)
    {
        var fallback = Reuse.MayStandIn(selected.Head, freshness, reason, rules)
            ? new RequestDecision.Serve(selected, freshness, HttpCacheReason.StaleIfError)
            : null;
        var canValidate = selected.Head.HasValidator && request.Method == HttpMethod.Get;

        return canValidate
            ? new RequestDecision.Validate(
                selected, Validation.Conditions(in request, selected.Head), reason, fallback)
            : new RequestDecision.Fetch(reason, Validation.EndToEnd(in request), selected, fallback);
    }

    private ResponseDecision Freshen(
        in RequestHead request,
        RequestDecision.Validate validate,
        ResponseHead response,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime)
    {
        var current = validate.Response;
        if (response.IsRedirected(request.Uri) || !Validation.Selects(response, current.Head))
        {
            return new ResponseDecision.Refetch(new RequestDecision.Fetch(
                HttpCacheReason.ValidationMismatch, Validation.EndToEnd(in request), current, validate.Fallback));
        }

        var fields = Validation.Merge(current.Fields, StorableFields.EndToEnd(response));
        var head = current.Head.FreshenedBy(response, fields);
        var lifetime = FreshnessCalculator.Lifetime(head, responseTime, rules);
        var served = current.Freshened(
            head,
            string.Equals(head.Vary, current.Head.Vary, StringComparison.Ordinal)
                ? current.SelectingFields
                : SelectingHeaders.Of(in request, head.Vary, rules),
            requestTime,
            responseTime,
            DiscardAfter(responseTime, lifetime));

        return new ResponseDecision.Freshen(
            current,
            served.Keeping(StorableFields.Of(head, rules)),
            served,
            FreshnessCalculator.At(responseTime, served, rules),
            Storability.WhyNot(in request, head, responseTime, rules));
    }

    private ResponseDecision.Store Store(
        in RequestHead request, ResponseHead response, DateTimeOffset responseTime, StoredResponse? superseded)
    {
        var lifetime = FreshnessCalculator.Lifetime(response, responseTime, rules);

        return new ResponseDecision.Store(
            StorableFields.Of(response, rules),
            SelectingHeaders.Of(in request, response.Vary, rules),
            lifetime,
            DiscardAfter(responseTime, lifetime),
            superseded);
    }

    private DateTimeOffset DiscardAfter(DateTimeOffset responseTime, TimeSpan lifetime)
    {
        var keep = lifetime + rules.Retention;

        return keep < DateTimeOffset.MaxValue - responseTime ? responseTime + keep : DateTimeOffset.MaxValue;
    }

    // An answer that is not stored still outdates what is: the origin has moved on. An error has not.
    private static StoredResponse? Superseded(in RequestHead request, RequestDecision earlier, ResponseHead response)
    {
        var known = earlier switch
        {
            RequestDecision.Validate validate => validate.Response,
            RequestDecision.Fetch fetch => fetch.Superseded,
            _ => null,
        };
        var movedOn = response.StatusCode is (>= 200 and < 400 and not 304) or 404 or 410;

        // §4.3.5: an answer to HEAD that has the stored response's validators says that it is still right.
        var confirms = request.Method == HttpMethod.Head && known is not null
            && response.StatusCode == known.StatusCode && Validation.Selects(response, known.Head);

        return movedOn && !confirms ? known : null;
    }
}
