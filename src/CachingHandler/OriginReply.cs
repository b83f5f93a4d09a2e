using CachingHandler.Body;
using CachingHandler.Http;
using CachingHandler.Policy;

namespace CachingHandler;

/// <summary>Gives the caller the origin's own response, with the word of what the cache did.</summary>
internal static class OriginReply
{
    /// <summary>Passes on the answer to a request that the cache takes no part in, where it changes nothing that is stored.</summary>
    public static Task<HttpResponseMessage> PassByAsync(
        CacheEnvironment cache, Task<HttpResponseMessage> sending, in RequestHead head, HttpCacheReason reason)
    {
        cache.Report(in head, HttpCacheOutcome.Bypass, reason);
        if (!sending.IsCompletedSuccessfully)
        {
            return LabelledAsync(sending, reason);
        }

        Label(sending.GetAwaiter().GetResult(), reason);

        return sending;

        static async Task<HttpResponseMessage> LabelledAsync(Task<HttpResponseMessage> sending, HttpCacheReason reason) =>
            Label(await sending.ConfigureAwait(false), reason);

        static HttpResponseMessage Label(HttpResponseMessage response, HttpCacheReason reason)
        {
            var result = new HttpCacheResult(HttpCacheOutcome.Bypass, reason)
            {
                OriginStatus = (int)response.StatusCode,
                BytesSaved = 0,
                TimeSaved = TimeSpan.Zero,
            };
            result.SetNotStored(NotStoredReason.Bypass);
            response.Content = new LabelledContent(response.Content, result);

            return response;
        }
    }

    /// <summary>Makes the origin's response the caller's and reports what was decided.</summary>
    /// <param name="cache">The handler's.</param>
    /// <param name="head">The request, as a value.</param>
    /// <param name="request">The caller's request.</param>
    /// <param name="decision">What was decided about it.</param>
    /// <param name="response">The origin's answer.</param>
    /// <param name="conditions">The fields that were added to the request to ask about what is stored.</param>
    /// <returns>The result, to be completed with whether the response is stored, and to be attached to it.</returns>
    public static HttpCacheResult Hand(
        CacheEnvironment cache,
        in RequestHead head,
        HttpRequestMessage request,
        RequestDecision decision,
        HttpResponseMessage response,
        IReadOnlyList<KeyValuePair<string, string>> conditions)
    {
        // Where a redirect was followed, a copy has the final URI, which programs look for.
        if (response.RequestMessage is null || response.RequestMessage.RequestUri == head.Uri)
        {
            response.RequestMessage = request;
        }

        var outcome = decision switch
        {
            RequestDecision.Bypass => HttpCacheOutcome.Bypass,
            RequestDecision.Validate or RequestDecision.Complete => HttpCacheOutcome.Changed,
            _ => HttpCacheOutcome.Miss,
        };
        cache.Report(in head, outcome, decision.Reason);

        return new HttpCacheResult(outcome, decision.Reason)
        {
            OriginStatus = (int)response.StatusCode,
            Conditions = conditions,
            BytesSaved = 0,
            TimeSaved = TimeSpan.Zero,
        };
    }
}
