using System.Collections.Concurrent;
using System.Net;

namespace CachingHandler.Benchmarks;

/// <summary>The least a hit can be: look the URI up in a dictionary and build the same response by hand.</summary>
internal sealed class DictionaryFloor(Origin origin, Uri uri) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Origin> _stored = new(StringComparer.Ordinal) { [uri.AbsoluteUri] = origin };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var stored = _stored[request.RequestUri!.AbsoluteUri];

        return Task.FromResult(Build(stored, new ReadOnlyMemoryContent(stored.Body), request));
    }

    /// <summary>Builds the response that the cache would give, its age included.</summary>
    public static HttpResponseMessage Build(Origin stored, HttpContent content, HttpRequestMessage request)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = content,
        };
        Message.AddFields(response, stored.MessageFields, stored.ContentFields);
        response.Headers.TryAddWithoutValidation("Age", "1");

        return response;
    }
}
