using CachingHandler.Storage;

namespace CachingHandler.Distributed.Benchmarks;

/// <summary>A client with a cache, and an origin with one document that is good for a day.</summary>
internal sealed class CachedClient(HttpCacheStore store, byte[] body) : IDisposable
{
    private static readonly Uri Target = new("https://shop.example.com/catalog/items/1?expand=prices");

    private readonly HttpClient _client = new(new HttpCacheHandler(store) { InnerHandler = new Origin(body) });

    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Asks for the document, and returns how many bytes came.</summary>
    public async Task<long> GetAsync()
    {
        using var response = await _client.GetAsync(Target, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var length = 0L;
        for (int count; (count = await stream.ReadAsync(_buffer)) > 0;)
        {
            length += count;
        }

        return length;
    }

    public void Dispose() => _client.Dispose();

    private sealed class Origin(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage { RequestMessage = request, Content = new ByteArrayContent(body) };
            response.Headers.TryAddWithoutValidation("Cache-Control", "max-age=86400");

            return Task.FromResult(response);
        }
    }
}
