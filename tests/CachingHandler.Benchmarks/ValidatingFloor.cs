using System.Net;

namespace CachingHandler.Benchmarks;

/// <summary>The least a validation can be: look the URI up, ask with both validators, build the same response by hand on a 304.</summary>
internal sealed class ValidatingFloor : DelegatingHandler
{
    private readonly Dictionary<string, Origin> _stored;

    public ValidatingFloor(Origin origin, Uri uri)
        : base(origin)
    {
        _stored = new(StringComparer.Ordinal) { [uri.AbsoluteUri] = origin };
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var stored = _stored[request.RequestUri!.AbsoluteUri];
        var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values.ToString());
        }

        copy.Headers.TryAddWithoutValidation("If-None-Match", Origin.EntityTag);
        copy.Headers.TryAddWithoutValidation("If-Modified-Since", Origin.LastModified);
        using var answer = await base.SendAsync(copy, cancellationToken);

        return answer.StatusCode == HttpStatusCode.NotModified
            ? DictionaryFloor.Build(stored, new ReadOnlyMemoryContent(stored.Body), request)
            : throw new InvalidOperationException($"The origin answered {answer.StatusCode}.");
    }
}
