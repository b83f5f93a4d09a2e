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

        return Serve(cache, serve, body, request, in head, outcome, serve.Reason);
    }

    /// <summary>Does the same with an outcome and a reason that the decision does not know.</summary>
    public static HttpResponseMessage Serve(
        CacheEnvironment cache,
        RequestDecision.Serve serve,
        StoredBody body,
        HttpRequestMessage request,
        in RequestHead head,
        HttpCacheOutcome outcome,
        HttpCacheReason reason)
    {
        cache.Report(in head, outcome, reason, ServedResult.BytesSaved(serve, head.Method));
        if (serve.RevalidateInBackground is { } ask)
        {
            BackgroundRefresh.Start(cache, ask, serve.Response, request);
        }

        return From(cache, serve, body, request, outcome, reason);
    }

    /// <summary>Returns a stored response for the caller's request; the response owns the body.</summary>
    /// <param name="cache">The handler's.</param>
    /// <param name="serve">What is served, and how.</param>
    /// <param name="body">Its body.</param>
    /// <param name="request">The caller's request.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="result">What there is to say; null where that follows from the others, and is worked out when asked for.</param>
    public static HttpResponseMessage From(
        CacheEnvironment cache,
        RequestDecision.Serve serve,
        StoredBody body,
        HttpRequestMessage request,
        HttpCacheOutcome outcome,
        HttpCacheReason reason,
        HttpCacheResult? result = null)
    {
        var stored = serve.Response;
        var form = serve.Form;
        var isWhole = form.Kind == ReplyKind.Whole;
        var status = isWhole ? (HttpStatusCode)stored.StatusCode : StatusOf(form.Kind);
        var response = new HttpCacheResponseMessage(status, outcome, reason, cache.Policy, serve)
        {
            Known = result,
            RequestMessage = request,
            ReasonPhrase = isWhole ? stored.ReasonPhrase : null,
            Version = stored.Version,
            Content = isWhole ? ContentOf(body, request) : ContentOf(body, stored, form),
        };
        if (isWhole)
        {
            stored.Fields.ReplayTo(response);
        }
        else
        {
            PartialReply.Replay(stored, form, response);
        }

        AddAge(response, serve.Freshness);

        return response;
    }

    /// <summary>Returns a response whose body is on its way to another caller, too.</summary>
    /// <param name="serve">How its head answers the request.</param>
    /// <param name="fill">The body.</param>
    /// <param name="reader">The caller's place in it; the response owns it.</param>
    /// <param name="result">What the cache did.</param>
    /// <param name="request">The caller's request.</param>
    public static HttpResponseMessage Joined(
        RequestDecision.Serve serve, BodyFill fill, FillReader reader, HttpCacheResult result, HttpRequestMessage request)
    {
        var stored = serve.Response;
        var response = new HttpResponseMessage((HttpStatusCode)stored.StatusCode)
        {
            RequestMessage = request,
            ReasonPhrase = stored.ReasonPhrase,
            Version = stored.Version,
            Content = new FillContent(reader, result, fill.DeclaredLength),
        };
        stored.Fields.ReplayTo(response);
        AddAge(response, serve.Freshness);

        return response;
    }

    /// <summary>Returns the whole of a response of which a part is stored and the answer has the rest; it owns both.</summary>
    public static HttpResponseMessage Assembled(
        ResponseDecision.Combine combine, StoredBody body, OriginAnswer answer, HttpRequestMessage request)
    {
        var part = combine.Partial.Part!;
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Version = answer.Message.Version,
            Content = new AssembledContent(body, part, combine.Missing, answer.Message.Content),
        };
        combine.Fields.ReplayTo(response);
        var length = part.CompleteLength!.Value.ToString(CultureInfo.InvariantCulture);
        response.Content.Headers.Remove(HeaderNames.ContentLength);
        response.Content.Headers.TryAddWithoutValidation(HeaderNames.ContentLength, length);
        if (combine.Whole.Head!.Age is { } age)
        {
            AddAge(response, new Freshness(age, combine.Whole.Lifetime));
        }

        return response;
    }

    /// <summary>Adds the current age, as a response from the store tells it (RFC 9111 §4).</summary>
    public static void AddAge(HttpResponseMessage response, Freshness freshness)
    {
        var age = freshness.CurrentAge.Ticks / TimeSpan.TicksPerSecond;
        response.Headers.TryAddWithoutValidation(HeaderNames.Age, age.ToString(CultureInfo.InvariantCulture));
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
            return new HeadContent();
        }

        return ContentOf(body);
    }

    private static HttpContent ContentOf(StoredBody body, StoredResponse stored, ReplyForm form)
    {
        if (form.Kind == ReplyKind.Part)
        {
            var offset = stored.Part is { } part ? part.OffsetOf(form.Bytes)!.Value : form.Bytes.First;

            return ContentOf(new BodySlice(body, offset, form.Bytes.Length));
        }

        body.Dispose();

        return new ReadOnlyMemoryContent(default);
    }

    private static HttpContent ContentOf(StoredBody body) =>
        body.TryGetMemory(out var memory) ? new ReadOnlyMemoryContent(memory) : new StoredContent(body);

    private static HttpStatusCode StatusOf(ReplyKind kind) => kind switch
    {
        ReplyKind.Part => HttpStatusCode.PartialContent,
        ReplyKind.NotModified => HttpStatusCode.NotModified,
        _ => HttpStatusCode.RequestedRangeNotSatisfiable,
    };
}
