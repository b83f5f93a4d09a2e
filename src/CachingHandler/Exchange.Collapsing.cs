using CachingHandler.Body;
using CachingHandler.Concurrency;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <content>How one request to the origin does for all who ask the same (RFC 9111 §4).</content>
internal sealed partial class Exchange
{
    private string? _vary;
    private bool _isWilling;
    private bool _isSecond;

    private async Task<HttpResponseMessage> ForwardAsync(
        RequestDecision decision, IReadOnlyList<StoredResponse> candidates, CancellationToken cancellationToken)
    {
        await BackgroundRefresh.OutrunAsync(cache, in _head, decision).ConfigureAwait(false);
        _head = _head.Frozen();
        if (cache.IsInBackground || decision is RequestDecision.Bypass || _head.Method == HttpMethod.Head)
        {
            return await SendAsync(decision, null, cancellationToken).ConfigureAwait(false);
        }

        var isPlain = !_head.HasRange && !_head.HasCondition && cache.MaximumCollapseWait > TimeSpan.Zero;
        _vary = candidates.Count > 0 ? candidates[0].Head.Vary : null;
        _isWilling = isPlain && decision.Reason is not HttpCacheReason.ResponseNoCache && !_head.Directives.NoCache
            && _head.Mode is not (HttpCacheMode.ForceRefresh or HttpCacheMode.Revalidate);
        var began = 0L;
        FetchUnderWay? other = null;
        while (true)
        {
            var fetches = cache.Store.Fetches;
            var own = new FetchUnderWay(fetches, key, _head) { CanBeJoined = isPlain, IsSecond = _isSecond };
            var failed = other is { Outcome: FetchOutcome.Failed } ? other : null;
            other = fetches.WaitOrAdd(own, _isWilling ? this : null, failed, static (exchange, fetch) => exchange.MayBeAnsweredBy(fetch));
            if (other is null)
            {
                return await LeadAsync(own, decision, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                began = began == 0 ? cache.TimeProvider.GetTimestamp() : began;
                var patience = cache.MaximumCollapseWait - cache.TimeProvider.GetElapsedTime(began);
                var outcome = await other
                    .WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, cache.TimeProvider, cancellationToken)
                    .ConfigureAwait(false);
                (decision, var reply) = await FollowAsync(other, outcome, decision, cancellationToken).ConfigureAwait(false);
                if (reply is not null)
                {
                    return reply;
                }
            }
            finally
            {
                other.EndWait();
            }
        }
    }

    // Under the lock of the fetches. One whose header is there answers or not; of another, it is known at most what it varies by.
    private bool MayBeAnsweredBy(FetchUnderWay fetch) => fetch.Outcome == FetchOutcome.Joinable
        ? AnswerOf(fetch.Fill!) is not null
        : _vary is null || cache.Policy.AreAlike(in _head, in fetch.Head, _vary);

    private RequestDecision.Serve? AnswerOf(BodyFill fill) =>
        cache.Policy.Decide(in _head, [fill.Head], cache.TimeProvider.GetUtcNow()) is RequestDecision.Serve { Form.Kind: ReplyKind.Whole } serve
            ? serve
            : null;

    // Without a reply, what is to be asked for now, and whether to wait once more.
    private async ValueTask<(RequestDecision Decision, HttpResponseMessage? Reply)> FollowAsync(
        FetchUnderWay fetch, FetchOutcome outcome, RequestDecision decision, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case FetchOutcome.Joinable:
                return await JoinAsync(fetch.Fill!, decision, cancellationToken).ConfigureAwait(false);

            case FetchOutcome.Stored:
                _isWilling = false;
                return await LookAgainAsync(decision, cancellationToken).ConfigureAwait(false);

            case FetchOutcome.OriginError or FetchOutcome.Failed when decision.OnOriginError is { } fallback:
                _isWilling = false;
                return (decision, await StandInAsync(fallback, cache.TimeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false));

            // Whoever waits now is told; it would else be told by one failure after the other.
            case FetchOutcome.Failed when fetch.IsSecond || _isSecond:
                fetch.Failure!.Throw();
                return default;

            case FetchOutcome.Failed:
                _isSecond = true;
                return (decision, null);

            default:
                _isWilling = false;
                return (decision, null);
        }
    }

    private async ValueTask<(RequestDecision Decision, HttpResponseMessage? Reply)> JoinAsync(
        BodyFill fill, RequestDecision decision, CancellationToken cancellationToken)
    {
        var serve = AnswerOf(fill);
        if (serve is null || !await cache.Index.IsCurrentAsync(fill.Head, cancellationToken).ConfigureAwait(false))
        {
            _vary = fill.Head.Head.Vary;
            _isWilling &= serve is null;
            return (decision, null);
        }

        if (fill.TryJoin() is not { } reader)
        {
            // It has ended by now, well or not.
            (_isWilling, _isSecond) = (!_isSecond, true);
            return await LookAgainAsync(decision, cancellationToken).ConfigureAwait(false);
        }

        cache.Report(in _head, HttpCacheOutcome.Joined, decision.Reason);
        var result = new HttpCacheResult(HttpCacheOutcome.Joined, decision.Reason, fill.Result)
        {
            Age = serve.Freshness.CurrentAge,
            FreshnessLifetime = serve.Freshness.Lifetime,
        };

        return (decision, Reply.Joined(serve, fill, reader, result, request));
    }

    private async ValueTask<(RequestDecision Decision, HttpResponseMessage? Reply)> LookAgainAsync(
        RequestDecision decision, CancellationToken cancellationToken)
    {
        var found = await cache.Store.FindAsync(key, cancellationToken).ConfigureAwait(false);
        var candidates = await cache.Index.SettleAsync(key, found, cancellationToken).ConfigureAwait(false);
        var next = cache.Policy.Decide(in _head, candidates, cache.TimeProvider.GetUtcNow());
        if (next is not RequestDecision.Serve serve)
        {
            return (next is RequestDecision.Refuse ? decision : next, null);
        }

        var body = await cache.Store.OpenBodyAsync(serve.Response, cancellationToken).ConfigureAwait(false);

        return (decision, body is null ? null : Reply.Serve(cache, serve, body, request, in _head, isJoined: true));
    }

    // A caller who is cancelled goes at once, and takes the fetch along where nobody else wants it.
    private async Task<HttpResponseMessage> LeadAsync(
        FetchUnderWay fetch, RequestDecision decision, CancellationToken cancellationToken)
    {
        fetch.Use(cache.InnerHandlers);
        if (!fetch.CanBeJoined || !cancellationToken.CanBeCanceled)
        {
            return await AnswerAsync(fetch, decision, cancellationToken).ConfigureAwait(false);
        }

        var token = fetch.TokenFor(cancellationToken);
        using var leaving = cancellationToken.UnsafeRegister(static fetch => ((FetchUnderWay)fetch!).LeaderLeaves(), fetch);
        var answering = AnswerAsync(fetch, decision, token);
        try
        {
            return await (answering.IsCompleted ? answering : answering.WaitAsync(cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // This may have come before the callback, and undone it.
            fetch.LeaderLeaves();
            _ = DisposeAsync(answering);
            throw new TaskCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(
        FetchUnderWay fetch, RequestDecision decision, CancellationToken cancellationToken)
    {
        try
        {
            // What was under way when the store was asked, and is not any longer, may be there by now.
            if (_isWilling && cache.Store.Fetches.Moment != moment)
            {
                (decision, var reply) = await LookAgainAsync(decision, cancellationToken).ConfigureAwait(false);
                if (reply is not null)
                {
                    fetch.Settle(FetchOutcome.Stored);
                    return reply;
                }
            }

            return await SendAsync(decision, fetch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fetch.Settle(FetchOutcome.Failed, failure: exception);
            throw;
        }
        finally
        {
            fetch.Settle(FetchOutcome.OwnWay);
            if (fetch.Fill is null)
            {
                fetch.Closed();
            }
        }
    }

    private static async Task DisposeAsync(Task<HttpResponseMessage> answering)
    {
        await ((Task)answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answering.IsCompletedSuccessfully)
        {
            (await answering.ConfigureAwait(false)).Dispose();
        }
    }

    private void Settle(FetchUnderWay? fetch, BodyFill? fill, ResponseDecision.Store store)
    {
        if (fetch is null)
        {
            return;
        }

        var isForAll = fetch.CanBeJoined && fill is not null && store.Range is null && store.CombinedWith is null
            && cache.Policy.IsForAll(fill.Head, cache.TimeProvider.GetUtcNow());
        if (isForAll && StrongValidator.Of(fill!.Head.Head) is not null)
        {
            fetch.Continue = (position, cancellationToken) => ContinueAsync(fill.Head, position, cancellationToken);
        }

        fetch.Settle(isForAll ? FetchOutcome.Joinable : FetchOutcome.OwnWay, fill);
    }

    // By the request that was sent: the caller's is the caller's again.
    private async Task<Continuation?> ContinueAsync(StoredResponse stored, long position, CancellationToken cancellationToken)
    {
        var copy = RequestCopy.Of(_outgoing!, BrokenBody.RestAfter(stored, position));
        var send = _head.IsQuery ? transport : cache.SendAsync;
        var response = await send(copy, cancellationToken).ConfigureAwait(false);
        var answer = ResponseHead.Of(response, cache.TimeProvider.GetUtcNow());
        if (!answer.IsRedirected(_head.Uri) && BrokenBody.KnownIn(answer, stored, position) is { } known)
        {
            return new Continuation(response.Content, known);
        }

        response.Dispose();

        return null;
    }
}
