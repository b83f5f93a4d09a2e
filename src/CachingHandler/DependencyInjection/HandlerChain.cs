using Microsoft.Extensions.Http;

namespace CachingHandler.DependencyInjection;

/// <summary>The handlers of a client as seen from its outermost cache.</summary>
/// <param name="Above">Those that see every request, the outermost first.</param>
/// <param name="Cache">The outermost cache.</param>
/// <param name="Below">Those that see only what goes to the origin.</param>
/// <param name="Transport">The innermost, which sends.</param>
internal sealed record HandlerChain(
    IReadOnlyList<HttpMessageHandler> Above,
    HttpCacheHandler Cache,
    IReadOnlyList<HttpMessageHandler> Below,
    HttpMessageHandler Transport)
{
    /// <summary>Returns the handlers that a builder has; null where no cache is among them.</summary>
    public static HandlerChain? Of(HttpMessageHandlerBuilder builder)
    {
        var all = new List<HttpMessageHandler>(builder.AdditionalHandlers);
        if (!all.Exists(static handler => handler is HttpCacheHandler) && builder.PrimaryHandler is not DelegatingHandler)
        {
            return null;
        }

        var transport = builder.PrimaryHandler;
        for (; transport is DelegatingHandler { InnerHandler: { } inner }; transport = inner)
        {
            all.Add(transport);
        }

        var place = all.FindIndex(static handler => handler is HttpCacheHandler);

        return place < 0 ? null : new(all[..place], (HttpCacheHandler)all[place], all[(place + 1)..], transport);
    }
}
