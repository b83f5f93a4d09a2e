using CachingHandler.Body;
using CachingHandler.Concurrency;
using CachingHandler.Diagnostics;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>One request's walk, from the moment it cannot be served at once.</summary>
internal sealed partial class Exchange(
    CacheEnvironment cache,
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
    HttpRequestMessage request,
    RequestHead head,
    HttpCacheKey key,
    int moment) : IFetchLeader
{
    private RequestHead _head = head;
    private HttpRequestMessage? _outgoing;

    // The latest with which the origin was asked about what is stored.
    private IReadOnlyList<KeyValuePair<string, string>> _conditions = [];

    /// <summary>Decides on what a slow store finds, or on what there is more to know of, and acts.</summary>
    public async Task<HttpResponseMessage> RunAsync(
        ValueTask<IReadOnlyList<StoredResponse>> pending, CancellationToken cancellationToken)
    {
        var found = await pending.ConfigureAwait(false);
        var candidates = await cache.Index.SettleAsync(key, found, cancellationToken).ConfigureAwait(false);
        var decision = cache.Policy.Decide(in _head, candidates, cache.TimeProvider.GetUtcNow());

        return await ActAsync(decision, candidates, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Serves what a slow store opens; where it is gone, decides again without it.</summary>
    public async Task<HttpResponseMessage> RunAsync(
        RequestDecision.Serve serve,
        IReadOnlyList<StoredResponse> candidates,
        ValueTask<StoredBody?> pending,
        CancellationToken cancellationToken)
    {
        if (await pending.ConfigureAwait(false) is { } body)
        {
            return Reply.Serve(cache, serve, body, request, in _head);
        }

        // Evicted meanwhile. Each round has one candidate less.
        candidates = [.. candidates.Where(candidate => candidate != serve.Response)];
        var decision = cache.Policy.Decide(in _head, candidates, cache.TimeProvider.GetUtcNow());

        return await ActAsync(decision, candidates, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Acts on a decision.</summary>
    public Task<HttpResponseMessage> ActAsync(
        RequestDecision decision, IReadOnlyList<StoredResponse> candidates, CancellationToken cancellationToken)
    {
        switch (decision)
        {
            case RequestDecision.Serve serve:
                return RunAsync(
                    serve, candidates, cache.Store.OpenBodyAsync(serve.Response, cancellationToken), cancellationToken);

            case RequestDecision.Refuse refuse:
                cache.Report(in _head, HttpCacheOutcome.Unavailable, refuse.Reason);
                return Task.FromResult(Reply.GatewayTimeout(request, refuse.Reason));

            default:
                return ForwardAsync(decision, candidates, cancellationToken);
        }
    }

    // The fetch is null where nobody may wait for it.
    private async ValueTask<HttpResponseMessage> SendAsync(
        RequestDecision decision, FetchUnderWay? fetch, CancellationToken cancellationToken)
    {
        while (true)
        {
            _outgoing = Outgoing(decision, fetch);
            var requestTime = cache.TimeProvider.GetUtcNow();
            HttpResponseMessage response;
            try
            {
                response = await AskAsync(_outgoing, decision, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (
                decision.OnOriginError is not null && OriginFailure.Is(exception, cancellationToken))
            {
                fetch?.Settle(FetchOutcome.Failed, failure: exception);
                if (await StandInAsync(decision.OnOriginError!, requestTime, null, cancellationToken).ConfigureAwait(false) is { } standIn)
                {
                    return standIn;
                }

                throw;
            }

            var responseTime = cache.TimeProvider.GetUtcNow();
            var answer = new OriginAnswer(response, ResponseHead.Of(response, responseTime), requestTime, responseTime);
            var verdict = cache.Policy.Decide(in _head, decision, answer.Head, requestTime, responseTime);
            try
            {
                if (await ActAsync(decision, verdict, answer, fetch, cancellationToken).ConfigureAwait(false) is { } reply)
                {
                    return reply;
                }
            }
            catch
            {
                // The caller has given up waiting for the store, and gets nothing to dispose.
                response.Dispose();
                throw;
            }

            // What the origin confirmed is not there to be served: ask without a condition, which no 304 can answer.
            decision = verdict is ResponseDecision.Refetch refetch
                ? refetch.Again
                : new RequestDecision.Fetch(HttpCacheReason.BodyGone, Validation.EndToEnd(in _head));
            response.Dispose();
        }
    }

    private Task<HttpResponseMessage> AskAsync(
        HttpRequestMessage outgoing, RequestDecision decision, CancellationToken cancellationToken) =>
        HttpCacheTraces.HasListeners
            ? HttpCacheTraces.AskAsync(
                transport, outgoing, decision is RequestDecision.Validate or RequestDecision.Complete, cancellationToken)
            : transport(outgoing, cancellationToken);

    // Null when the origin has to be asked again.
    private async ValueTask<HttpResponseMessage?> ActAsync(
        RequestDecision decision,
        ResponseDecision verdict,
        OriginAnswer answer,
        FetchUnderWay? fetch,
        CancellationToken cancellationToken)
    {
        var response = answer.Message;
        switch (verdict)
        {
            case ResponseDecision.Store store:
                var result = OriginReply.Hand(cache, in _head, request, decision, response, _conditions);
                result.FreshnessLifetime = store.Lifetime;
                result.FreshnessSource = store.Source;
                await InvalidateAsync(store.Invalidated, store.InvalidatedGroups).ConfigureAwait(false);
                var fill = await Storing
                    .BeginAsync(cache, key, _head.Uri, store, answer, result, fetch, cancellationToken)
                    .ConfigureAwait(false);
                Settle(fetch, fill, store);
                if (fill is { DeclaredLength: 0 })
                {
                    await fill.ReceiveNothingAsync().ConfigureAwait(false);
                }

                if (fill is null)
                {
                    cache.ReportNotStored(in _head, result.NotStoredReason);
                }

                return response;

            case ResponseDecision.Combine combine:
                return await CombineAsync(decision, combine, answer, fetch, cancellationToken).ConfigureAwait(false);

            case ResponseDecision.Freshen freshen:
                return Replacing(
                    response,
                    await FreshenAsync(decision, freshen, answer, fetch, cancellationToken).ConfigureAwait(false));

            case ResponseDecision.ServeStale stale:
                fetch?.Settle(FetchOutcome.OriginError);
                var standIn = await StandInAsync(stale.Fallback, answer.RequestTime, answer.Head.StatusCode, cancellationToken)
                    .ConfigureAwait(false);
                return Replacing(response, standIn) ?? PassThrough(decision, response, NotStoredReason.Status);

            case ResponseDecision.PassThrough pass:
                if (pass.Current is not null)
                {
                    await UpdateAsync(pass.Current, pass.Updated!, answer.RequestTime).ConfigureAwait(false);
                }

                if (pass.Superseded is { } superseded)
                {
                    await cache.Store.InvalidateAsync(superseded).ConfigureAwait(false);
                }

                await InvalidateAsync(pass.Invalidated, pass.InvalidatedGroups).ConfigureAwait(false);
                fetch?.Settle(answer.Head.StatusCode is 500 or 502 or 503 or 504 ? FetchOutcome.OriginError : FetchOutcome.OwnWay);

                return PassThrough(decision, response, pass.Why);

            default:
                return null;
        }
    }

    // A request that nothing is added to and nobody waits for goes as it is; what handlers below do to it, they would do
    // without a cache. One that others wait for may go on when its caller has taken it back.
    private HttpRequestMessage Outgoing(RequestDecision decision, FetchUnderWay? fetch)
    {
        var additions = decision switch
        {
            RequestDecision.Validate validate => _conditions = validate.Conditions,
            RequestDecision.Complete complete => _conditions = complete.Conditions,
            RequestDecision.Fetch fetching => fetching.Additions,
            _ => [],
        };
        if (fetch is { CanBeJoined: true })
        {
            return _outgoing is null
                ? RequestCopy.Detached(request, additions)
                : RequestCopy.Of(_outgoing, [.. Validation.Unconditional, .. additions]);
        }

        return additions.Count == 0 ? request : RequestCopy.Of(request, additions);
    }

    // The origin has spoken, whether the caller still waits or not. What cannot be marked as outdated must not be served on.
    private async ValueTask UpdateAsync(StoredResponse current, StoredResponse updated, DateTimeOffset requestTime)
    {
        (updated, var why) = await cache.Index.FollowAsync(updated, _head.Uri, cache.Tags, requestTime, CancellationToken.None)
            .ConfigureAwait(false);
        var isUpdated = why == NotStoredReason.None
            && await cache.Store.TryUpdateHeadAsync(current, updated, CancellationToken.None).ConfigureAwait(false);
        if (!isUpdated && (updated.IsOutdated || why != NotStoredReason.None))
        {
            await cache.Store.InvalidateAsync(current).ConfigureAwait(false);
        }
    }

    private ValueTask InvalidateAsync(IReadOnlyList<Uri> uris, IReadOnlyList<string> groups) =>
        uris.Count == 0 ? default : cache.Index.InvalidateAsync(key, _head.Uri, uris, groups);

    private HttpResponseMessage PassThrough(RequestDecision decision, HttpResponseMessage response, NotStoredReason why)
    {
        var result = OriginReply.Hand(cache, in _head, request, decision, response, _conditions);
        result.SetNotStored(why);
        response.Content = new LabelledContent(response.Content, result);
        cache.ReportNotStored(in _head, why);

        return response;
    }
}
