using CachingHandler.Concurrency;
using CachingHandler.Policy;

namespace CachingHandler;

/// <content>What the caller gets from the store.</content>
internal sealed partial class Exchange
{
    // Null when the body is gone.
    private async ValueTask<HttpResponseMessage?> FreshenAsync(
        RequestDecision decision,
        ResponseDecision.Freshen freshen,
        DateTimeOffset requestTime,
        FetchUnderWay? fetch,
        CancellationToken cancellationToken)
    {
        if (freshen.Why == NotStoredReason.None)
        {
            var (updated, why) = await cache.Index.FollowAsync(freshen.Updated, _head.Uri, requestTime, cancellationToken)
                .ConfigureAwait(false);
            freshen = updated == freshen.Updated ? freshen : freshen with { Updated = updated, Why = why };
        }

        var notStored = freshen.Why;
        if (notStored == NotStoredReason.None
            && !await cache.Store.TryUpdateHeadAsync(freshen.Current, freshen.Updated, cancellationToken).ConfigureAwait(false))
        {
            notStored = NotStoredReason.StoreFailed;
        }

        var body = await cache.Store.OpenBodyAsync(freshen.Updated, cancellationToken).ConfigureAwait(false);
        if (freshen.Why != NotStoredReason.None)
        {
            await cache.Store.InvalidateAsync(freshen.Current).ConfigureAwait(false);
        }

        if (body is null)
        {
            return null;
        }

        if (freshen.AlsoFor is { } selectingFields && notStored == NotStoredReason.None)
        {
            await Storing
                .CopyAsync(cache, freshen.Updated, selectingFields, body, cancellationToken)
                .ConfigureAwait(false);
        }

        fetch?.Settle(notStored == NotStoredReason.None && cache.Policy.IsForAll(freshen.Updated, cache.TimeProvider.GetUtcNow())
            ? FetchOutcome.Stored
            : FetchOutcome.OwnWay);
        cache.Report(in _head, HttpCacheOutcome.Revalidated, decision.Reason);

        return Reply.From(
            freshen.Served,
            body,
            request,
            freshen.Freshness,
            HttpCacheOutcome.Revalidated,
            decision.Reason,
            freshen.Form,
            notStored);
    }

    // Null when the stored part is gone.
    private async ValueTask<HttpResponseMessage?> CombineAsync(
        RequestDecision decision,
        ResponseDecision.Combine combine,
        OriginAnswer answer,
        FetchUnderWay? fetch,
        CancellationToken cancellationToken)
    {
        var body = await cache.Store.OpenBodyAsync(combine.Partial, cancellationToken).ConfigureAwait(false);
        if (body is null)
        {
            return null;
        }

        var whole = Reply.Assembled(combine, body, answer, request);
        cache.Report(in _head, HttpCacheOutcome.Completed, decision.Reason);
        var result = new HttpCacheResult(HttpCacheOutcome.Completed, decision.Reason)
        {
            FreshnessLifetime = combine.Whole.Lifetime,
        };
        try
        {
            if (combine.Why == NotStoredReason.None)
            {
                var fill = await Storing
                    .BeginAsync(cache, key, _head.Uri, combine.Whole, answer with { Message = whole }, result, fetch, cancellationToken)
                    .ConfigureAwait(false);
                Settle(fetch, fill, combine.Whole);
            }
            else
            {
                await Storing.GiveUpAsync(cache, combine.Whole, whole, result, combine.Why).ConfigureAwait(false);
            }
        }
        catch
        {
            whole.Dispose();
            throw;
        }

        cache.ReportNotStored(in _head, result.NotStoredReason);

        return whole;
    }

    // Null when the body is gone.
    private async ValueTask<HttpResponseMessage?> StandInAsync(
        RequestDecision.Serve fallback, DateTimeOffset requestTime, CancellationToken cancellationToken)
    {
        var body = await cache.Store.OpenBodyAsync(fallback.Response, cancellationToken).ConfigureAwait(false);
        if (body is null)
        {
            return null;
        }

        cache.Report(in _head, HttpCacheOutcome.StaleHit, fallback.Reason);

        // An origin that is down takes its time to show it, by which the response has grown older.
        var freshness = fallback.Freshness.After(cache.TimeProvider.GetUtcNow() - requestTime);

        return Reply.From(
            fallback.Response, body, request, freshness, HttpCacheOutcome.StaleHit, fallback.Reason, fallback.Form);
    }

    // The reply stands in the place of the response, whose content nobody will read.
    private static HttpResponseMessage? Replacing(HttpResponseMessage response, HttpResponseMessage? reply)
    {
        if (reply is not null)
        {
            response.Dispose();
        }

        return reply;
    }
}
