using CachingHandler.Body;

namespace CachingHandler;

/// <summary>The content of a query, read for the key and still to be sent.</summary>
/// <param name="KeyDigest">What stands for it in the key; null when the cache knows nothing of it.</param>
/// <param name="Substitute">What is sent in the place of the caller's content, which may be read only once; null when that is sent itself.</param>
/// <param name="Probe">What holds the beginning of content that was too long; null when nothing is held.</param>
internal sealed record QueryContent(string? KeyDigest, HttpContent? Substitute, ContentProbe? Probe) : IDisposable
{
    /// <summary>Returns a transport that sends each request with this content.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> SentBy(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> transport)
    {
        return Substitute is { } content ? SendAsync : transport;

        // The caller's message stays the caller's, so a copy is sent. It is as good as the message, unless a redirect has
        // given it another URI.
        async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var copy = RequestCopy.Of(request, content);
            var response = await transport(copy, cancellationToken).ConfigureAwait(false);
            if (ReferenceEquals(response.RequestMessage, copy) && copy.RequestUri == request.RequestUri)
            {
                response.RequestMessage = request;
            }

            return response;
        }
    }

    /// <summary>Lets go of content that nobody has sent.</summary>
    public void Dispose() => Probe?.Abandon();
}
