using CachingHandler.Http;
using CachingHandler.Storage;

namespace CachingHandler.Policy;

/// <content>What to do with an answer.</content>
internal sealed partial class CachePolicy
{
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
            return ToBypassed(in request, response, requestTime, responseTime);
        }

        if (earlier.OnOriginError is { } fallback && response.StatusCode is 500 or 502 or 503 or 504)
        {
            return new ResponseDecision.ServeStale(fallback);
        }

        return (earlier, response.StatusCode) switch
        {
            (RequestDecision.Validate validate, 304) => Freshen(in request, validate, response, requestTime, responseTime),
            (RequestDecision.Complete complete, 206 or 304 or 412 or 416) => Complete(in request, complete, response, requestTime, responseTime),
            (_, 206) => Part(in request, Known(earlier), response, requestTime, responseTime),
            _ when request.Method == HttpMethod.Head => Head(in request, Known(earlier), response, requestTime, responseTime),
            _ => Ordinary(in request, Known(earlier), response, requestTime, responseTime),
        };
    }

    private ResponseDecision ToBypassed(
        in RequestHead request, ResponseHead response, DateTimeOffset requestTime, DateTimeOffset responseTime)
    {
        var invalidated = Invalidation.Of(in request, response);
        var groups = Invalidation.GroupsOf(in request, response);
        if (!PostedRepresentation.IsIn(in request, response, responseTime, rules))
        {
            return new ResponseDecision.PassThrough(NotStoredReason.Bypass, invalidated, null) { InvalidatedGroups = groups };
        }

        var store = Store(in request, response, StorableFields.Of(response, rules), requestTime, responseTime, null);
        store = store with { Invalidated = invalidated, InvalidatedGroups = groups };

        return store;
    }

    private ResponseDecision Ordinary(
        in RequestHead request,
        StoredResponse? known,
        ResponseHead response,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime)
    {
        var superseded = MovedOn(response.StatusCode) ? known : null;
        var why = Storability.WhyNot(in request, response, responseTime, rules);

        return why == NotStoredReason.None
            ? Store(in request, response, StorableFields.Of(response, rules), requestTime, responseTime, superseded)
            : new ResponseDecision.PassThrough(why, [], superseded);
    }

    private ResponseDecision Freshen(
        in RequestHead request,
        RequestDecision.Validate validate,
        ResponseHead response,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime)
    {
        var current = response.IsRedirected(request.Uri)
            ? null
            : Validation.Chosen(in request, response, validate.Response, validate.Variants);
        if (current is null)
        {
            // §4.3.3: the caller's own tag may be the one that holds; the answer is then the caller's alone.
            return Preconditions.Names(in request, response.EntityTag)
                ? new ResponseDecision.PassThrough(NotStoredReason.Status, [], null)
                : new ResponseDecision.Refetch(new RequestDecision.Fetch(
                    HttpCacheReason.ValidationMismatch, Validation.EndToEnd(in request), validate.Response, validate.Fallback));
        }

        var served = Updated(in request, current, response, requestTime, responseTime);
        var form = Preconditions.Of(in request, served);
        if (form.Kind == ReplyKind.Missing)
        {
            // Of a part, by a validator that is no longer strong.
            return new ResponseDecision.Refetch(new RequestDecision.Fetch(
                HttpCacheReason.PartMissing, Validation.EndToEnd(in request), current, validate.Fallback));
        }

        var isRequests = current == validate.Response || served.SelectingFields != current.SelectingFields;

        return new ResponseDecision.Freshen(
            current,
            Kept(served),
            served,
            FreshnessCalculator.At(responseTime, served, rules),
            Storability.WhyNotKept(in request, served.Head, responseTime, rules),
            form)
        {
            AlsoFor = isRequests ? null : SelectingHeaders.Of(in request, served.Head.Vary, rules),
        };
    }

    // §4.3.5: the answer to HEAD has the header that a GET would have, so it says whether the stored GET is still right.
    private ResponseDecision.PassThrough Head(
        in RequestHead request,
        StoredResponse? known,
        ResponseHead response,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime)
    {
        var nothing = new ResponseDecision.PassThrough(NotStoredReason.Method, [], null);
        if (known is null || !MovedOn(response.StatusCode) || response.IsRedirected(request.Uri))
        {
            return nothing;
        }

        switch (Validation.Confirms(response, known))
        {
            case null:
                return nothing;

            case false:
                return nothing with { Current = known, Updated = known.Outdated() };

            default:
                var updated = Updated(in request, known, response, requestTime, responseTime);

                return Storability.WhyNotKept(in request, updated.Head, responseTime, rules) == NotStoredReason.None
                    ? nothing with { Current = known, Updated = Kept(updated) }
                    : nothing with { Superseded = known };
        }
    }

    private StoredResponse Updated(
        in RequestHead request,
        StoredResponse current,
        ResponseHead response,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime)
    {
        var fields = Validation.Merge(current.Fields, StorableFields.EndToEnd(response));
        var head = current.Head.FreshenedBy(response, fields);
        var lifetime = FreshnessCalculator.Lifetime(head, requestTime, responseTime, rules);

        return current.Freshened(
            head,
            string.Equals(head.Vary, current.Head.Vary, StringComparison.Ordinal)
                ? current.SelectingFields
                : SelectingHeaders.Of(in request, head.Vary, rules),
            requestTime,
            responseTime,
            DiscardAfter(responseTime, lifetime),
            FreshUntil(head, requestTime, responseTime, lifetime));
    }

    private StoredResponse Kept(StoredResponse served) => served.Keeping(StorableFields.Of(served.Head, rules));

    private ResponseDecision.Store Store(
        in RequestHead request,
        ResponseHead head,
        HeaderFields fields,
        DateTimeOffset requestTime,
        DateTimeOffset responseTime,
        StoredResponse? superseded)
    {
        var lifetime = FreshnessCalculator.Lifetime(head, requestTime, responseTime, rules);

        return new ResponseDecision.Store(
            fields,
            SelectingHeaders.Of(in request, head.Vary, rules),
            lifetime,
            DiscardAfter(responseTime, lifetime),
            superseded)
        {
            FreshUntil = FreshUntil(head, requestTime, responseTime, lifetime),
            Source = FreshnessCalculator.SourceOf(head, rules),
        };
    }

    // What has to be asked about each time is never fresh to those who look after the cache.
    private DateTimeOffset FreshUntil(ResponseHead head, DateTimeOffset requestTime, DateTimeOffset responseTime, TimeSpan lifetime) =>
        FreshnessCalculator.FreshUntil(
            head, requestTime, responseTime, Reuse.IsAlwaysValidated(head, rules) ? TimeSpan.Zero : lifetime);

    private DateTimeOffset DiscardAfter(DateTimeOffset responseTime, TimeSpan lifetime)
    {
        var keep = lifetime + rules.Retention;

        return keep < DateTimeOffset.MaxValue - responseTime ? responseTime + keep : DateTimeOffset.MaxValue;
    }

    private static StoredResponse? Known(RequestDecision earlier) => earlier switch
    {
        RequestDecision.Validate validate => validate.Response,
        RequestDecision.Fetch fetch => fetch.Superseded,
        RequestDecision.Complete complete => complete.Response,
        _ => null,
    };
}
