using System.Threading.Channels;

namespace CachingHandler.Testing;

/// <summary>An origin that answers when the test does, request by request.</summary>
/// <remarks>Heeds its callers' cancellation. Refuses synchronous requests.</remarks>
public sealed class ManualOrigin : HttpMessageHandler
{
    private readonly Channel<ManualRequest> _arrivals = Channel.CreateUnbounded<ManualRequest>();
    private int _count;

    /// <summary>Gets the number of requests that have arrived.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsDisposed { get; private set; }

    /// <summary>Waits for a request that nobody has waited for before.</summary>
    public ValueTask<ManualRequest> NextAsync() => _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Interlocked.Increment(ref _count);
        var arrival = new ManualRequest(request, cancellationToken);
        _arrivals.Writer.TryWrite(arrival);
        var response = await arrival.Answered;
        response.RequestMessage ??= request;

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
