using System.Globalization;
using System.Net;
using CachingHandler.Body;
using CachingHandler.Http;
using CachingHandler.Policy;
using CachingHandler.Storage;

namespace CachingHandler;

/// <summary>Builds the responses that the cache gives on its own.</summary>
internal static class Reply
{
    /// <summary>Reports a decision to serve and returns what it gives the caller; the response owns the body.</summary>
    public static HttpResponseMessage Serve(
        CacheEnvironment cache,
        RequestDecision.Serve serve,
        StoredBody body,
        HttpRequestMessage request,
        in RequestHead head)
    {
        var outcome = serve.Freshness.IsFresh ? HttpCacheOutcome.Hit : HttpCacheOutcome.StaleHit;
        cache.Report(in head, outcome, serve.Reason);
        if (serve.RevalidateInBackground is { } ask)
        {
            BackgroundRefresh.Start(cache, ask, serve.Response, request);
        }

        return From(serve.Response, body, request, serve.Freshness, outcome, serve.Reason);
    }

    /// <summary>Returns a stored response for the caller's request; the response owns the body.</summary>
    public static HttpResponseMessage From(
        StoredResponse stored,
        StoredBody body,
        HttpRequestMessage request,
        Freshness freshness,
        HttpCacheOutcome outcome,
        HttpCacheReason reason,
        NotStoredReason notStored = NotStoredReason.None)
    {
        var response = new HttpCacheResponseMessage((HttpStatusCode)stored.StatusCode, outcome, reason)
        {
            Age = freshness.CurrentAge,
            FreshnessLifetime = freshness.Lifetime,
            RequestMessage = request,
            ReasonPhrase = stored.ReasonPhrase,
            Version = stored.Version,
            Content = ContentOf(body, request),
        };
        if (notStored != NotStoredReason.None)
        {
            response.Result.SetNotStored(notStored);
        }

        stored.Fields.ReplayTo(response);

        // RFC 9111 §4: a response from the store tells its age.
        var age = freshness.CurrentAge.Ticks / TimeSpan.TicksPerSecond;
        response.Headers.TryAddWithoutValidation(HeaderNames.Age, age.ToString(CultureInfo.InvariantCulture));

        return response;
    }

    /// <summary>Returns the 504 of a cache that was told not to ask the origin (RFC 9111 §5.2.1.7).</summary>
    public static HttpResponseMessage GatewayTimeout(HttpRequestMessage request, HttpCacheReason reason) =>
        new HttpCacheResponseMessage(HttpStatusCode.GatewayTimeout, HttpCacheOutcome.Unavailable, reason)
        {
            RequestMessage = request,
        };

    private static HttpContent ContentOf(StoredBody body, HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Head)
        {
            body.Dispose();
            return new ReadOnlyMemoryContent(default);
        }

        if (body.TryGetMemory(out var memory))
        {
            return new ReadOnlyMemoryContent(memory);
        }

        return new StoredContent(body);
    }
}
