using System.Collections.Concurrent;

namespace CachingHandler.Testing;

/// <summary>An origin whose answers are functions, asked in turn; the last one answers all that follows.</summary>
/// <remarks>Answers synchronous and asynchronous requests alike, and hands out whatever content it is given.</remarks>
public sealed class FakeOrigin(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private readonly ConcurrentQueue<HttpRequestMessage> _requests = new();

    /// <summary>Gets what arrived, in order.</summary>
    public IReadOnlyCollection<HttpRequestMessage> Requests => _requests;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _requests.Enqueue(request);
        var response = answers[Math.Min(_requests.Count, answers.Length) - 1](request);
        response.RequestMessage ??= request;

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();

        return Send(request, cancellationToken);
    }
}
