using System.Diagnostics;
using System.Runtime.InteropServices;
using CachingHandler.Diagnostics;

namespace CachingHandler;

/// <summary>Shows what becomes of a request where somebody wants to see it: as an activity, and in <c>Cache-Status</c>.</summary>
/// <param name="cache">The handler's.</param>
/// <param name="activity">The request's; null where nobody wants it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Watch(CacheEnvironment cache, Activity? activity) : IDisposable
{
    /// <summary>Begins with a request.</summary>
    public static Watch Begin(CacheEnvironment cache, HttpRequestMessage request) =>
        new(cache, HttpCacheTraces.HasListeners ? HttpCacheTraces.StartRequest(request.Method, request.RequestUri!) : null);

    /// <summary>Shows what became of it.</summary>
    /// <param name="response">The response, before its caller has it.</param>
    public void Answered(HttpResponseMessage response)
    {
        if (response.GetHttpCacheResult() is { } result)
        {
            HttpCacheTraces.Answered(activity, response, result);
            cache.CacheStatus?.AddTo(response, result, cache.TimeProvider.GetUtcNow());
        }
    }

    /// <summary>Shows that it failed; always true, to stand in a filter that catches nothing.</summary>
    public bool Failed(Exception exception) => HttpCacheTraces.Note(activity, exception);

    /// <inheritdoc/>
    public void Dispose() => activity?.Dispose();
}
