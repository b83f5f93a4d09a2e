using System.Net;

namespace CachingHandler.Benchmarks;

/// <summary>An origin in the process: answers at once, with some twelve fields as APIs send them.</summary>
internal sealed class Origin(int length, string cacheControl, string? vary = null) : HttpMessageHandler
{
    public const string EntityTag = "\"5f3c2a1b-4d2\"";
    public const string LastModified = "Tue, 01 Sep 2026 12:00:00 GMT";

    private static readonly string Now = DateTimeOffset.UtcNow.ToString("r");
    private readonly byte[] _body = new byte[length];

    /// <summary>The fields of a 200 that belong to the message.</summary>
    public KeyValuePair<string, string>[] MessageFields { get; } =
    [
        new("Date", Now),
        new("Server", "nginx/1.25.3"),
        new("Cache-Control", cacheControl),
        new("ETag", EntityTag),
        new("Vary", vary ?? "Accept-Encoding"),
        new("X-Request-Id", "8f14e45f-ceea-467f-a8d9-0c5b1f2a3b4c"),
        new("X-RateLimit-Limit", "5000"),
        new("X-RateLimit-Remaining", "4987"),
        new("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ];

    /// <summary>The fields of a 200 that .NET keeps on the content.</summary>
    public KeyValuePair<string, string>[] ContentFields { get; } =
    [
        new("Content-Type", "application/json; charset=utf-8"),
        new("Content-Length", length.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("Last-Modified", LastModified),
    ];

    public ReadOnlyMemory<byte> Body => _body;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(request.Headers.NonValidated.Contains("If-None-Match") ? NotModified(request) : Ok(request));

    private HttpResponseMessage Ok(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(_body),
        };
        Message.AddFields(response, MessageFields, ContentFields);

        return response;
    }

    private HttpResponseMessage NotModified(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage(HttpStatusCode.NotModified) { RequestMessage = request };
        Message.AddFields(response, MessageFields.AsSpan(0, 5), []);

        return response;
    }
}
