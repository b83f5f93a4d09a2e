using System.Globalization;
using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>An origin that answers with the number of the answer, as "1", "2"; a request under a condition with 304.</summary>
/// <param name="fields">The fields of each answer, and of the 304s.</param>
internal sealed class EchoOrigin(params (string Name, string Value)[] fields) : HttpMessageHandler
{
    private int _answers;

    /// <summary>Gets what arrived: method and content.</summary>
    public List<(string Method, string Content)> Received { get; } = [];

    /// <summary>Gets the messages that arrived.</summary>
    public List<HttpRequestMessage> Requests { get; } = [];

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        request.Content?.CopyTo(content, null, cancellationToken);

        return Answer(request, content);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await (request.Content?.CopyToAsync(content, cancellationToken) ?? Task.CompletedTask);

        return Answer(request, content);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, MemoryStream content)
    {
        Requests.Add(request);
        Received.Add((request.Method.Method, System.Text.Encoding.UTF8.GetString(content.ToArray())));
        var response = request.Headers.NonValidated.Contains("If-None-Match")
            ? Answers.Of(HttpStatusCode.NotModified, new ByteArrayContent([]), fields)
            : Answers.Ok((++_answers).ToString(CultureInfo.InvariantCulture), fields);
        response.RequestMessage = request;

        return response;
    }
}
