using CachingHandler.Http;

namespace CachingHandler.DependencyInjection;

/// <summary>Sits above a transport that takes cookies, and tells when an origin sets the first one.</summary>
/// <remarks>
/// A transport of .NET takes cookies unless it is told not to, and with most origins that means nothing. So it is not the
/// setting that is warned of, but the first cookie: from then on requests carry what the cache does not see.
/// </remarks>
internal sealed class CookieWatch(Action seen) : DelegatingHandler
{
    private bool _isSeen;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Watch(await base.SendAsync(request, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Watch(base.Send(request, cancellationToken));

    private HttpResponseMessage Watch(HttpResponseMessage response)
    {
        if (!_isSeen && response.Headers.NonValidated.Contains(HeaderNames.SetCookie) && !Interlocked.Exchange(ref _isSeen, true))
        {
            seen();
        }

        return response;
    }
}
