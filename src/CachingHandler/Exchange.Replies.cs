using CachingHandler.Concurrency;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <content>What the caller gets from the store.</content>
internal sealed partial class Exchange
{
    // Null when the body is gone.
    private async ValueTask<HttpResponseMessage?> FreshenAsync(
        RequestDecision decision,
        ResponseDecision.Freshen freshen,
        OriginAnswer answer,
        FetchUnderWay? fetch,
        CancellationToken cancellationToken)
    {
        if (freshen.Why == NotStoredReason.None)
        {
            var (updated, why) = await cache.Index
                .FollowAsync(freshen.Updated, _head.Uri, cache.Tags, answer.RequestTime, cancellationToken)
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

        return Confirmed(decision.Reason, freshen, answer, body, notStored);
    }

    private HttpResponseMessage Confirmed(
        HttpCacheReason reason,
        ResponseDecision.Freshen freshen,
        OriginAnswer answer,
        StoredBody body,
        NotStoredReason notStored)
    {
        const HttpCacheOutcome Outcome = HttpCacheOutcome.Revalidated;
        var serve = new RequestDecision.Serve(freshen.Served, freshen.Freshness, reason, freshen.Form);
        var asked = new ServedResult.Asked(
            _conditions, answer.Head.StatusCode, answer.ResponseTime - answer.RequestTime, freshen.Current);
        var result = ServedResult.Of(cache.Policy, serve, Outcome, reason, _head.Method, asked);
        if (notStored != NotStoredReason.None)
        {
            result.SetNotStored(notStored);
        }

        cache.Report(in _head, Outcome, reason, result.BytesSaved ?? 0);
        cache.ReportNotStored(in _head, notStored);

        return Reply.From(cache, serve, body, request, Outcome, reason, result);
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
        cache.Report(in _head, HttpCacheOutcome.Completed, decision.Reason, body.Length);
        var result = new HttpCacheResult(HttpCacheOutcome.Completed, decision.Reason)
        {
            OriginStatus = answer.Head.StatusCode,
            Conditions = _conditions,
            FreshnessLifetime = combine.Whole.Lifetime,
            FreshnessSource = combine.Whole.Source,
            BytesSaved = body.Length,
        };
        try
        {
            if (combine.Why == NotStoredReason.None)
            {
                var fill = await Storing
                    .BeginAsync(cache, key, _head.Uri, combine.Whole, answer with { Message = whole }, result, fetch, cancellationToken)
                    .ConfigureAwait(false);
                Settle(fetch, fill, combine.Whole);
                if (fill is not null)
                {
                    return whole;
                }
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
        RequestDecision.Serve fallback, DateTimeOffset requestTime, int? status, CancellationToken cancellationToken)
    {
        var body = await cache.Store.OpenBodyAsync(fallback.Response, cancellationToken).ConfigureAwait(false);
        if (body is null)
        {
            return null;
        }

        // An origin that is down takes its time to show it, by which the response has grown older.
        const HttpCacheOutcome Outcome = HttpCacheOutcome.StaleHit;
        var delay = cache.TimeProvider.GetUtcNow() - requestTime;
        var serve = fallback with { Freshness = fallback.Freshness.After(delay) };
        var asked = new ServedResult.Asked(_conditions, status, delay);
        var result = ServedResult.Of(cache.Policy, serve, Outcome, serve.Reason, _head.Method, asked);
        cache.Report(in _head, Outcome, serve.Reason, result.BytesSaved ?? 0);

        return Reply.From(cache, serve, body, request, Outcome, serve.Reason, result);
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
