using System.Collections.Concurrent;

namespace CachingHandler.Testing;

/// <summary>An origin whose answers take their time, asked in turn; the last one answers all that follows.</summary>
/// <remarks>Refuses synchronous requests, and all once it is disposed.</remarks>
public sealed class PatientOrigin(
    params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] answers) : HttpMessageHandler
{
    private readonly ConcurrentQueue<HttpRequestMessage> _requests = new();
    private readonly SemaphoreSlim _arrivals = new(0);

    public bool IsDisposed { get; private set; }

    /// <summary>Gets what arrived, in order.</summary>
    public IReadOnlyCollection<HttpRequestMessage> Requests => _requests;

    /// <summary>Waits for a request that nobody has waited for before.</summary>
    public Task ArrivalAsync() => _arrivals.WaitAsync(TestContext.Current.CancellationToken);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        _requests.Enqueue(request);
        var answer = answers[Math.Min(_requests.Count, answers.Length) - 1];
        _arrivals.Release();
        var response = await answer(request, cancellationToken);
        response.RequestMessage ??= request;

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
