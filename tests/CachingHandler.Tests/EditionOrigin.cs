using System.Globalization;
using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>An origin of one document, whose body is the number of its edition; a PUT publishes the next.</summary>
/// <param name="fields">Further fields of its answers.</param>
internal sealed class EditionOrigin(params (string Name, string Value)[] fields) : HttpMessageHandler
{
    public int Edition { get; set; } = 1;

    public bool IsDown { get; set; }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var entityTag = $"\"{Edition}\"";
        if (IsDown)
        {
            return Answers.Of(HttpStatusCode.ServiceUnavailable);
        }

        if (request.Method == HttpMethod.Put)
        {
            Edition++;
            return Answers.Of(HttpStatusCode.NoContent, fields);
        }

        if (request.Headers.NonValidated.TryGetValues("If-None-Match", out var known) && known.ToString() == entityTag)
        {
            return Answers.NotModified([("ETag", entityTag), .. fields]);
        }

        return Answers.Ok(
            request.Method == HttpMethod.Head ? string.Empty : Edition.ToString(CultureInfo.InvariantCulture),
            [("Cache-Control", "max-age=60, stale-if-error=600"), ("ETag", entityTag), ("Vary", "Accept"), .. fields]);
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));
}
