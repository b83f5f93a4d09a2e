using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>One request's walk, from the moment it cannot be served at once.</summary>
internal sealed class Exchange(
    CacheEnvironment cache,
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
    HttpRequestMessage request,
    RequestHead head,
    HttpCacheKey key)
{
    /// <summary>Decides on what a slow store finds, and acts.</summary>
    public async Task<HttpResponseMessage> RunAsync(
        ValueTask<IReadOnlyList<StoredResponse>> pending, CancellationToken cancellationToken)
    {
        var candidates = await pending.ConfigureAwait(false);
        var decision = cache.Policy.Decide(in head, candidates, cache.TimeProvider.GetUtcNow());

        return await RunAsync(decision, candidates, default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Acts on a decision.</summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="candidates">What it was decided on.</param>
    /// <param name="opened">Where the decision is to serve, the body that is being opened; null if it is gone.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<HttpResponseMessage> RunAsync(
        RequestDecision decision,
        IReadOnlyList<StoredResponse> candidates,
        ValueTask<StoredBody?>? opened,
        CancellationToken cancellationToken)
    {
        while (decision is RequestDecision.Serve serve)
        {
            if (await OpenAsync(serve, opened, cancellationToken).ConfigureAwait(false) is { } body)
            {
                return Reply.Serve(cache, serve, body, request, in head);
            }

            // Evicted meanwhile: decide again without it. Each round has one candidate less.
            opened = null;
            candidates = [.. candidates.Where(candidate => candidate != serve.Response)];
            decision = cache.Policy.Decide(in head, candidates, cache.TimeProvider.GetUtcNow());
        }

        if (decision is RequestDecision.Refuse refuse)
        {
            cache.Report(in head, HttpCacheOutcome.Unavailable, refuse.Reason);
            return Reply.GatewayTimeout(request, refuse.Reason);
        }

        return await ForwardAsync(decision, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<StoredBody?> OpenAsync(
        RequestDecision.Serve serve, ValueTask<StoredBody?>? opened, CancellationToken cancellationToken) =>
        opened ?? cache.Store.OpenBodyAsync(serve.Response, cancellationToken);

    private async Task<HttpResponseMessage> ForwardAsync(RequestDecision decision, CancellationToken cancellationToken)
    {
        while (true)
        {
            var requestTime = cache.TimeProvider.GetUtcNow();
            HttpResponseMessage response;
            try
            {
                response = await transport(Outgoing(decision), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (
                decision.OnOriginError is not null && OriginFailure.Is(exception, cancellationToken))
            {
                if (await StandInAsync(decision.OnOriginError!, cancellationToken).ConfigureAwait(false) is { } standIn)
                {
                    return standIn;
                }

                throw;
            }

            var responseTime = cache.TimeProvider.GetUtcNow();
            var answer = ResponseHead.Of(response, responseTime);
            var verdict = cache.Policy.Decide(in head, decision, answer, requestTime, responseTime);
            var times = (requestTime, responseTime);
            if (await ActAsync(decision, verdict, response, times, cancellationToken).ConfigureAwait(false) is { } reply)
            {
                return reply;
            }

            // What the origin confirmed is not there to be served: ask without a condition, which no 304 can answer.
            decision = verdict is ResponseDecision.Refetch refetch
                ? refetch.Again
                : new RequestDecision.Fetch(HttpCacheReason.BodyGone);
            response.Dispose();
        }
    }

    // Null when the origin has to be asked again.
    private async ValueTask<HttpResponseMessage?> ActAsync(
        RequestDecision decision,
        ResponseDecision verdict,
        HttpResponseMessage response,
        (DateTimeOffset Request, DateTimeOffset Response) times,
        CancellationToken cancellationToken)
    {
        switch (verdict)
        {
            case ResponseDecision.Store store:
                var result = Hand(decision, response, store.Lifetime);
                await Storing.BeginAsync(cache, key, store, response, times, result, cancellationToken).ConfigureAwait(false);
                ReportNotStored(result);
                return response;

            case ResponseDecision.Freshen freshen:
                return Replacing(response, await FreshenAsync(decision, freshen, cancellationToken).ConfigureAwait(false));

            case ResponseDecision.ServeStale stale:
                return Replacing(response, await StandInAsync(stale.Fallback, cancellationToken).ConfigureAwait(false))
                    ?? PassThrough(decision, response, NotStoredReason.Status);

            case ResponseDecision.PassThrough pass:
                await InvalidateAsync(pass).ConfigureAwait(false);
                return PassThrough(decision, response, pass.Why);

            default:
                return null;
        }
    }

    private HttpRequestMessage Outgoing(RequestDecision decision) => decision switch
    {
        RequestDecision.Validate validate => RequestCopy.Of(request, validate.Conditions),
        RequestDecision.Fetch fetch => RequestCopy.Of(request, fetch.Additions),
        _ => request,
    };

    // Null when the body is gone.
    private async ValueTask<HttpResponseMessage?> FreshenAsync(
        RequestDecision decision, ResponseDecision.Freshen freshen, CancellationToken cancellationToken)
    {
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

        cache.Report(in head, HttpCacheOutcome.Revalidated, decision.Reason);

        return Reply.From(
            freshen.Updated, body, request, freshen.Freshness, HttpCacheOutcome.Revalidated, decision.Reason, notStored);
    }

    // Null when the body is gone.
    private async ValueTask<HttpResponseMessage?> StandInAsync(
        RequestDecision.Serve fallback, CancellationToken cancellationToken)
    {
        var body = await cache.Store.OpenBodyAsync(fallback.Response, cancellationToken).ConfigureAwait(false);
        if (body is null)
        {
            return null;
        }

        cache.Report(in head, HttpCacheOutcome.StaleHit, fallback.Reason);

        return Reply.From(
            fallback.Response, body, request, fallback.Freshness, HttpCacheOutcome.StaleHit, fallback.Reason);
    }

    private async ValueTask InvalidateAsync(ResponseDecision.PassThrough pass)
    {
        if (pass.Superseded is { } superseded)
        {
            await cache.Store.InvalidateAsync(superseded).ConfigureAwait(false);
        }

        if (pass.Invalidated.Count > 0)
        {
            foreach (var invalidated in cache.Keys.Of(request, in head, pass.Invalidated))
            {
                await cache.Store.InvalidateAsync(invalidated).ConfigureAwait(false);
            }
        }
    }

    private HttpResponseMessage PassThrough(RequestDecision decision, HttpResponseMessage response, NotStoredReason why)
    {
        var result = Hand(decision, response, lifetime: null);
        result.SetNotStored(why);
        ReportNotStored(result);

        return response;
    }

    // Makes the origin's response the caller's.
    private HttpCacheResult Hand(RequestDecision decision, HttpResponseMessage response, TimeSpan? lifetime)
    {
        // Where a redirect was followed, the copy has the final URI, which programs look for.
        if (response.RequestMessage is null || response.RequestMessage.RequestUri == head.Uri)
        {
            response.RequestMessage = request;
        }

        var outcome = decision switch
        {
            RequestDecision.Bypass => HttpCacheOutcome.Bypass,
            RequestDecision.Validate => HttpCacheOutcome.Changed,
            _ => HttpCacheOutcome.Miss,
        };
        cache.Report(in head, outcome, decision.Reason);
        var result = new HttpCacheResult(outcome, decision.Reason) { FreshnessLifetime = lifetime };
        HttpCacheResponseMessage.Attach(response, result);

        return result;
    }

    private void ReportNotStored(HttpCacheResult result)
    {
        if (result.NotStoredReason != NotStoredReason.None)
        {
            cache.ReportNotStored(in head, result.NotStoredReason);
        }
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
