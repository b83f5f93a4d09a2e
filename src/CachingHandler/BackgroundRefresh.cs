using System.Buffers;
using System.Diagnostics;
using CachingHandler.Body;
using CachingHandler.Concurrency;
using CachingHandler.Diagnostics;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Refreshes a response that was served stale, by the caller's request but without the caller (RFC 5861 §3).</summary>
internal sealed class BackgroundRefresh : IBackgroundRefresh
{
    private const int BufferSize = 64 * 1024; // below the 85 000-byte large-object threshold

    private readonly CacheEnvironment _cache;
    private readonly RequestDecision _decision;
    private readonly HttpCacheKey _key;
    private readonly HttpRequestMessage _request;
    private readonly RequestHead _head;
    private readonly bool _mayUseHandlers;
    private readonly ActivityContext _servedMeanwhile;

    private BackgroundRefresh(CacheEnvironment cache, RequestDecision decision, HttpCacheKey key, HttpRequestMessage request)
    {
        _cache = cache;
        _decision = decision;
        _key = key;
        _request = RequestCopy.Detached(request, []);
        _head = RequestHead.Of(_request);
        _mayUseHandlers = cache.InnerHandlers.TryBegin();
        _servedMeanwhile = Activity.Current?.Context ?? default;
    }

    /// <summary>Starts a refresh where one is needed; takes what it needs of the request before this returns.</summary>
    /// <param name="cache">The handler's.</param>
    /// <param name="decision">What to ask.</param>
    /// <param name="stale">The response that is served meanwhile.</param>
    /// <param name="request">The caller's request, which is the caller's again as soon as it has its response.</param>
    public static void Start(
        CacheEnvironment cache, RequestDecision decision, StoredResponse stale, HttpRequestMessage request)
    {
        var isRoom = cache.Store.Background.TryStart(
            stale,
            cache.TimeProvider,
            () => new BackgroundRefresh(
                cache, decision, ResponseIndex.Requested(stale, request.RequestUri!), request));
        if (!isRoom)
        {
            cache.ReportRefresh(request.RequestUri!, RefreshResult.Skipped);
        }
    }

    /// <summary>Ends the refresh of what a caller asks for anew: its answer is the older one, and must not come after.</summary>
    public static Task OutrunAsync(CacheEnvironment cache, in RequestHead head, RequestDecision decision)
    {
        if (cache.IsInBackground || head.Method != HttpMethod.Get)
        {
            return Task.CompletedTask;
        }

        var known = decision switch
        {
            RequestDecision.Validate validate => validate.Response,
            RequestDecision.Fetch fetch => fetch.Superseded,
            _ => null,
        };

        return known is null ? Task.CompletedTask : cache.Store.Background.CancelAsync(known.Key);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var activity = HttpCacheTraces.StartRefresh(_head.Method, _head.Uri, _servedMeanwhile);
        try
        {
            ObjectDisposedException.ThrowIf(!_mayUseHandlers, typeof(HttpCacheHandler));
            var exchange = new Exchange(_cache.InBackground(), _cache.SendAsync, _request, _head, _key, 0);
            using var response = await exchange.ActAsync(_decision, [], cancellationToken).ConfigureAwait(false);
            if (response.Content is FillContent content)
            {
                await StoreAsync(content, cancellationToken).ConfigureAwait(false);
            }

            var result = ResultOf(response);
            activity?.SetTag(TelemetryTags.Result, result.ToCode());
            _cache.ReportRefresh(_head.Uri, result);
        }
        catch (Exception exception) when (!HttpCacheTraces.Note(activity, exception))
        {
            throw;
        }
        finally
        {
            _request.Dispose();
            if (_mayUseHandlers)
            {
                _cache.InnerHandlers.End();
            }
        }
    }

    /// <inheritdoc/>
    public void Failed(Exception exception) =>
        _cache.ReportRefresh(_head.Uri, RefreshResult.Failed, exception);

    // A body is stored when it has been read to its end. One that is not to be stored after all may have none.
    private static async Task StoreAsync(FillContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0
                && content.Result.NotStoredReason == NotStoredReason.None)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static RefreshResult ResultOf(HttpResponseMessage response) => response.GetHttpCacheResult() switch
    {
        { Outcome: HttpCacheOutcome.Revalidated } => RefreshResult.Revalidated,
        { Outcome: HttpCacheOutcome.StaleHit } => RefreshResult.Failed,
        { Stored: true } => RefreshResult.Changed,
        _ => RefreshResult.NotStored,
    };
}
