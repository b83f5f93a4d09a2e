using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>An origin whose answers have the fields that are set for method and URI, and the number of the answer as body.</summary>
/// <remarks>A request under a condition is answered 304 where an entity tag is among the fields.</remarks>
internal sealed class PathOrigin : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Func<HttpResponseMessage>> _answers = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Gets how many requests arrived.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets or sets what is awaited before an answer.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Sets the fields of the answers to a method and URI, which are 200.</summary>
    public PathOrigin Set(string method, string uri, params (string Name, string Value)[] fields) => Set(method, uri, 200, fields);

    /// <summary>Sets status and fields of the answers to a method and URI.</summary>
    public PathOrigin Set(string method, string uri, int status, params (string Name, string Value)[] fields)
    {
        _answers[$"{method} {uri}"] = () => Answers.Of(
            (HttpStatusCode)status,
            new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(Count.ToString(CultureInfo.InvariantCulture))),
            fields);

        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        var response = _answers[$"{request.Method} {request.RequestUri!.AbsoluteUri}"]();
        if (request.Headers.NonValidated.Contains("If-None-Match"))
        {
            response.StatusCode = HttpStatusCode.NotModified;
            response.Content = new ByteArrayContent([]);
        }

        response.RequestMessage = request;
        await Gate.WaitAsync(cancellationToken);

        return response;
    }
}
