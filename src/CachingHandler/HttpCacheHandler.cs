using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using CachingHandler.Concurrency;
using CachingHandler.Diagnostics;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingHandler;

/// <summary>An HTTP cache for <see cref="HttpClient"/> (RFC 9111): keeps responses, asks whether they are still right, and turns a 304 into the kept response.</summary>
/// <remarks>
/// <para>Safe for concurrent use. The store is not disposed with the handler: it belongs to whoever created it, and handlers
/// come and go while it stays. A refresh in the background (RFC 5861 §3) goes on when the handler is disposed, and the handlers
/// below it are disposed after that.</para>
/// <para>Place it outside of whatever retries, so that a hit costs no retry policy, and inside of whatever adds credentials,
/// so that it sees them; what the handlers below it add to a request is invisible to it. The cache
/// never changes the caller's request: where it has fields to add, the origin gets a copy.</para>
/// <para>A store that fails costs hits, never a request. What <see cref="HttpCacheOptions.Partition"/>,
/// <see cref="HttpCacheOptions.Key"/> and <see cref="HttpCacheOptions.TreatAsQuery"/> throw reaches the caller: to guess who
/// is asking, and what, would be worse.</para>
/// </remarks>
public sealed class HttpCacheHandler : DelegatingHandler
{
    private readonly CacheEnvironment _cache;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _send;
    private bool _isDisposed;

    /// <summary>Creates a cache in front of <see cref="DelegatingHandler.InnerHandler"/>, which is to be set.</summary>
    /// <param name="store">Where responses are kept; may be shared by handlers.</param>
    /// <param name="options">How the cache behaves; null takes the defaults. Read once.</param>
    /// <param name="timeProvider">The clock; null takes the system's.</param>
    /// <param name="logger">Where decisions (debug) and the store's failures (warning, error) are logged; null logs nothing.</param>
    /// <param name="meterFactory">Makes the meter <c>CachingHandler</c>; null takes one of the process.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which, and the way out.</exception>
    public HttpCacheHandler(
        HttpCacheStore store,
        HttpCacheOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<HttpCacheHandler>? logger = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new HttpCacheOptions();
        HttpCacheOptionsValidator.ThrowIfInvalid(options);
        _cache = new CacheEnvironment(
            store,
            options,
            timeProvider ?? TimeProvider.System,
            logger ?? NullLogger<HttpCacheHandler>.Instance,
            HttpCacheMetrics.Of(meterFactory))
        {
            SendAsync = (request, cancellationToken) => base.SendAsync(request, cancellationToken),
            InnerHandlers = new UseCount(() => base.Dispose(disposing: true)),
        };
        _send = (request, cancellationToken) => Task.FromResult(base.Send(request, cancellationToken));
        IsPartitioned = options.Partition is not null;
        Cache = new ClientCache(() => _cache, SendAsync);
    }

    /// <summary>Gets what invalidates and refreshes the responses of this cache.</summary>
    /// <value>Requests that refresh begin at this handler; what handlers outside of it add, they do not have.</value>
    public IHttpCache Cache { get; }

    /// <summary>Gets a value indicating whether the application itself says whose a response is.</summary>
    internal bool IsPartitioned { get; }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        HandleAsync(request, _cache.SendAsync, cancellationToken);

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Synchronously.Wait(new ValueTask<HttpResponseMessage>(HandleAsync(request, _send, cancellationToken)));

    /// <inheritdoc/>
    [SuppressMessage("Usage", "CA2215:Dispose methods should call base class dispose", Justification = "The last user of the handlers below does.")]
    protected override void Dispose(bool disposing)
    {
        if (disposing && !Interlocked.Exchange(ref _isDisposed, true))
        {
            _cache.InnerHandlers.End();
        }
    }

    private Task<HttpResponseMessage> HandleAsync(
        HttpRequestMessage request,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            return transport(request, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<HttpResponseMessage>(cancellationToken);
        }

        return _cache.IsWatched
            ? WatchedAsync(request, transport, cancellationToken)
            : AnswerAsync(request, transport, cancellationToken);
    }

    private async Task<HttpResponseMessage> WatchedAsync(
        HttpRequestMessage request,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
        CancellationToken cancellationToken)
    {
        using var watch = Watch.Begin(_cache, request);
        try
        {
            var response = await AnswerAsync(request, transport, cancellationToken).ConfigureAwait(false);
            watch.Answered(response);

            return response;
        }
        catch (Exception exception) when (!watch.Failed(exception))
        {
            throw;
        }
    }

    private Task<HttpResponseMessage> AnswerAsync(
        HttpRequestMessage request,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
        CancellationToken cancellationToken)
    {
        var head = RequestHead.Of(request, CallContextScope.ModeOf(request, out var policy));
        if (policy is not null)
        {
            head = head.Accepting(policy.MaximumStale, policy.StaleIfError);
        }

        var cache = _cache.For(policy);

        return !head.IsPlain && cache.Queries.Contains(request, in head)
            ? QueryAsync(cache, request, head, transport, cancellationToken)
            : HandleAsync(cache, request, in head, transport, cancellationToken);
    }

    // The key of a query needs its content.
    private static async Task<HttpResponseMessage> QueryAsync(
        CacheEnvironment cache,
        HttpRequestMessage request,
        RequestHead head,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
        CancellationToken cancellationToken)
    {
        using var content = await cache.Queries.ReadAsync(request, head, cancellationToken).ConfigureAwait(false);
        var query = head.AsQuery(content.KeyDigest);

        return await HandleAsync(cache, request, in query, content.SentBy(transport), cancellationToken).ConfigureAwait(false);
    }

    // Get, decide, act. A hit from a store that answers at once ends here, without a state machine.
    private static Task<HttpResponseMessage> HandleAsync(
        CacheEnvironment cache,
        HttpRequestMessage request,
        in RequestHead head,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
        CancellationToken cancellationToken)
    {
        if (!CachePolicy.HasUseForStored(in head))
        {
            var unaided = cache.Policy.Decide(in head, [], cache.TimeProvider.GetUtcNow());
            return unaided is RequestDecision.Bypass && Invalidation.IsSafe(in head)
                ? OriginReply.PassByAsync(cache, transport(request, cancellationToken), in head, unaided.Reason)
                : ExchangeOf(cache, request, in head, cache.Keys.Of(request, in head, cache.RequestPolicy), transport, cache.Store.Fetches.Moment)
                    .ActAsync(unaided, [], cancellationToken);
        }

        var key = cache.Keys.Of(request, in head, cache.RequestPolicy);
        var moment = cache.Store.Fetches.Moment;
        var found = cache.FindAsync(key, cancellationToken);
        if (!found.IsCompletedSuccessfully)
        {
            return ExchangeOf(cache, request, in head, key, transport, moment).RunAsync(found, cancellationToken);
        }

        var candidates = found.GetAwaiter().GetResult();
        if (!cache.Index.IsSettled(key, candidates))
        {
            return ExchangeOf(cache, request, in head, key, transport, moment).RunAsync(new(candidates), cancellationToken);
        }

        var decision = cache.Policy.Decide(in head, candidates, cache.TimeProvider.GetUtcNow());
        if (decision is not RequestDecision.Serve serve)
        {
            return ExchangeOf(cache, request, in head, key, transport, moment).ActAsync(decision, candidates, cancellationToken);
        }

        var opened = cache.Store.OpenBodyAsync(serve.Response, cancellationToken);
        if (!opened.IsCompletedSuccessfully)
        {
            return ExchangeOf(cache, request, in head, key, transport, moment).RunAsync(serve, candidates, opened, cancellationToken);
        }

        return opened.GetAwaiter().GetResult() is { } body
            ? Task.FromResult(Reply.Serve(cache, serve, body, request, in head))
            : ExchangeOf(cache, request, in head, key, transport, moment).RunAsync(serve, candidates, default, cancellationToken);
    }

    private static Exchange ExchangeOf(
        CacheEnvironment cache,
        HttpRequestMessage request,
        in RequestHead head,
        HttpCacheKey key,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport,
        int moment) =>
        new(cache, transport, request, head, key, moment);
}
