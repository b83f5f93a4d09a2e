using System.Collections.Concurrent;

namespace CachingHandler.Interop.Client;

/// <summary>Listens between the cache and the transport: what the cache asked, and what the server really answered.</summary>
public sealed class Wire(HttpMessageHandler transport) : DelegatingHandler(transport)
{
    private readonly ConcurrentQueue<WireExchange> _exchanges = new();

    /// <summary>Gets the status codes of the server's answers, in order; zero stands for a request without an answer.</summary>
    public IEnumerable<int> Statuses => _exchanges.Select(exchange => exchange.Status);

    /// <summary>Gets the first exchange.</summary>
    public WireExchange First => _exchanges.First();

    /// <summary>Gets the latest exchange.</summary>
    public WireExchange Last => _exchanges.Last();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            return response = await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            _exchanges.Enqueue(new WireExchange(
                (int?)response?.StatusCode ?? 0,
                new FieldLines(request.Headers, request.Content?.Headers),
                new FieldLines(response?.Headers, response?.Content.Headers)));
        }
    }
}
