using CachingHandler.Body;
using CachingHandler.Concurrency;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <content>A request that others may wait for.</content>
internal sealed partial class Exchange
{
    /// <inheritdoc/>
    public ref readonly RequestHead Head => ref _head;

    /// <inheritdoc/>
    /// <remarks>By the request that was sent: the caller's is the caller's again.</remarks>
    public async Task<Continuation?> ContinueAsync(StoredResponse stored, long position, CancellationToken cancellationToken)
    {
        if (StrongValidator.Of(stored.Head) is null)
        {
            return null;
        }

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

    // A caller who is cancelled goes at once, and takes the fetch along where nobody else wants it.
    private async ValueTask<HttpResponseMessage> LeadAsync(
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
            cache.Store.Fetches.Track(DisposeAsync(answering));
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
                // By the time that the store has answered, the request may be its caller's again.
                _outgoing = RequestCopy.Detached(request, []);
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
        fetch.Settle(isForAll ? FetchOutcome.Joinable : FetchOutcome.OwnWay, fill);
    }
}
