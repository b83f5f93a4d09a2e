using CachingHandler.Body;
using CachingHandler.Concurrency;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <content>A request that waits for another of the same, and joins it (RFC 9111 §4).</content>
internal sealed partial class Exchange
{
    private string? _vary;
    private bool _isWilling;
    private bool _isSecond;
    private long _began; // to wait; zero before

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
        FetchUnderWay? other = null;
        while (true)
        {
            var fetches = cache.Store.Fetches;
            var own = new FetchUnderWay(fetches, key, this) { CanBeJoined = isPlain, IsSecond = _isSecond };
            var failed = other is { Outcome: FetchOutcome.Failed } ? other : null;
            other = fetches.WaitOrAdd(own, _isWilling ? this : null, failed, static (exchange, fetch) => exchange.MayBeAnsweredBy(fetch));
            if (other is null)
            {
                return await LeadAsync(own, decision, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                _began = _began == 0 ? cache.TimeProvider.GetTimestamp() : _began;
                var patience = cache.MaximumCollapseWait - cache.TimeProvider.GetElapsedTime(_began);
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
                var since = cache.TimeProvider.GetUtcNow() - cache.TimeProvider.GetElapsedTime(_began);
                return (decision, await StandInAsync(fallback, since, null, cancellationToken).ConfigureAwait(false));

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

        cache.Report(in _head, HttpCacheOutcome.Joined, decision.Reason, fill.DeclaredLength ?? 0);
        var result = new HttpCacheResult(HttpCacheOutcome.Joined, decision.Reason, fill.Result)
        {
            Age = serve.Freshness.CurrentAge,
            FreshnessLifetime = serve.Freshness.Lifetime,
            FreshnessSource = cache.Policy.SourceOf(serve.Response),
            BytesSaved = fill.DeclaredLength,
        };

        return (decision, Reply.Joined(serve, fill, reader, result, request));
    }

    private async ValueTask<(RequestDecision Decision, HttpResponseMessage? Reply)> LookAgainAsync(
        RequestDecision decision, CancellationToken cancellationToken)
    {
        var found = await cache.FindAsync(key, cancellationToken).ConfigureAwait(false);
        var candidates = await cache.Index.SettleAsync(key, found, cancellationToken).ConfigureAwait(false);
        var next = cache.Policy.Decide(in _head, candidates, cache.TimeProvider.GetUtcNow());
        if (next is not RequestDecision.Serve serve)
        {
            return (next is RequestDecision.Refuse ? decision : next, null);
        }

        var body = await cache.Store.OpenBodyAsync(serve.Response, cancellationToken).ConfigureAwait(false);

        return (decision, body is null
            ? null
            : Reply.Serve(cache, serve, body, request, in _head, HttpCacheOutcome.Joined, decision.Reason));
    }
}
