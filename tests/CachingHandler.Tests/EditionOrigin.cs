using System.Globalization;
using System.Net;
using CachingHandler.Testing;

namespace CachingHandler.Tests;

/// <summary>An origin of one document, whose body is the number of its edition; a PUT publishes the next.</summary>
internal sealed class EditionOrigin : HttpMessageHandler
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
            return Answers.Of(HttpStatusCode.NoContent);
        }

        if (request.Headers.NonValidated.TryGetValues("If-None-Match", out var known) && known.ToString() == entityTag)
        {
            return Answers.NotModified(("ETag", entityTag));
        }

        return Answers.Ok(
            request.Method == HttpMethod.Head ? string.Empty : Edition.ToString(CultureInfo.InvariantCulture),
            ("Cache-Control", "max-age=60, stale-if-error=600"),
            ("ETag", entityTag),
            ("Vary", "Accept"));
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Send(request, cancellationToken));
}
