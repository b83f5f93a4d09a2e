using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace CachingHandler.Testing;

/// <summary>An origin of one document of bytes that honours conditions and ranges as RFC 9110 has it, unless told otherwise.</summary>
/// <remarks>Answers synchronous and asynchronous requests alike. The bodies are streams that can be read once.</remarks>
public sealed class DocumentOrigin(byte[] bytes) : HttpMessageHandler
{
    /// <summary>The number of bytes that arrive at once, at most; odd, so that no seam falls together with one of the cache's.</summary>
    public const int ChunkLength = 7_919;

    private readonly ConcurrentQueue<DocumentRequest> _requests = new();

    // One object, so that no answer has the bytes of one edition and the tag of another.
    private volatile Edition _edition = new(bytes, "\"1\"");

    /// <summary>Gets or sets the document.</summary>
    public byte[] Bytes
    {
        get => _edition.Bytes;
        set => _edition = _edition with { Bytes = value };
    }

    /// <summary>Gets or sets its entity tag; null for none.</summary>
    public string? ETag
    {
        get => _edition.ETag;
        set => _edition = _edition with { ETag = value };
    }

    /// <summary>Gets or sets when it last changed; null for not said.</summary>
    public string? LastModified { get; set; }

    /// <summary>Gets or sets the cache directives.</summary>
    public string CacheControl { get; set; } = "max-age=60";

    /// <summary>Gets or sets further fields of every answer.</summary>
    public (string Name, string Value)[] Fields { get; set; } = [];

    /// <summary>Gets or sets what <c>Date</c> is taken from; null sends none.</summary>
    public TimeProvider? Clock { get; set; }

    /// <summary>Gets or sets after how many bytes the next body breaks off; null for never.</summary>
    public int? BreakNextAfter { get; set; }

    /// <summary>Gets or sets a value indicating whether the bodies come without a declared length.</summary>
    public bool IsChunked { get; set; }

    /// <summary>Gets or sets a value indicating whether ranges are ignored.</summary>
    public bool IgnoresRange { get; set; }

    /// <summary>Gets or sets a value indicating whether <c>If-Range</c> is ignored, as many a server does.</summary>
    public bool IgnoresIfRange { get; set; }

    /// <summary>Gets or sets what is done to each answer before it is sent.</summary>
    public Action<HttpResponseMessage>? Altering { get; set; }

    /// <summary>Gets or sets what is waited for before each answer.</summary>
    public Func<DocumentRequest, Task>? Holding { get; set; }

    /// <summary>Gets what arrived, in order.</summary>
    public IReadOnlyList<DocumentRequest> Requests => [.. _requests];

    /// <summary>Gets the status of each answer, in order.</summary>
    public IEnumerable<int> Statuses => _requests.Select(request => request.Status);

    /// <summary>Publishes another edition under another tag.</summary>
    public void Publish(byte[] bytes, string entityTag) => _edition = new Edition(bytes, entityTag);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var response = Answer(request);
        Altering?.Invoke(response);
        response.RequestMessage = request;
        _requests.Enqueue(DocumentRequest.Of(request, (int)response.StatusCode));

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var response = Send(request, cancellationToken);
        if (Holding is not null)
        {
            await Holding(DocumentRequest.Of(request, (int)response.StatusCode));
        }

        return response;
    }

    private HttpResponseMessage Answer(HttpRequestMessage message)
    {
        var edition = _edition;
        var (document, request) = (edition.Bytes, DocumentRequest.Of(message, 0));
        if (IsKnown(request, edition))
        {
            return Of(edition, HttpStatusCode.NotModified, [], length: null);
        }

        if (request.Method != "GET" || RangeOf(request, edition) is not var (first, last))
        {
            return Of(edition, HttpStatusCode.OK, request.Method == "HEAD" ? [] : document, document.Length);
        }

        if (first >= document.Length || first > last)
        {
            return Of(edition, HttpStatusCode.RequestedRangeNotSatisfiable, [], 0, $"bytes */{document.Length}");
        }

        last = Math.Min(last, document.Length - 1);
        var part = document[(int)first..(int)(last + 1)];

        return Of(edition, HttpStatusCode.PartialContent, part, part.Length, $"bytes {first}-{last}/{document.Length}");
    }

    private bool IsKnown(DocumentRequest request, Edition edition) => request.IfNoneMatch is { } tags
        ? edition.ETag is { } tag && tags.Split(", ").Any(known => known.TrimStart('W', '/') == tag.TrimStart('W', '/'))
        : LastModified is not null && request.IfModifiedSince is { } since && Date(LastModified) <= Date(since);

    // Null for what a server may ignore: several ranges, or what is none at all.
    private (long First, long Last)? RangeOf(DocumentRequest request, Edition edition)
    {
        var isInRange = IgnoresIfRange || request.IfRange is null || request.IfRange == LastModified
            || (request.IfRange == edition.ETag && request.IfRange.StartsWith('"'));
        var length = edition.Bytes.Length;
        if (IgnoresRange || !isInRange || request.Range is not ['b', 'y', 't', 'e', 's', '=', .. var range])
        {
            return null;
        }

        return range.Split('-') switch
        {
            ["", var suffix] when Number(suffix) is { } wanted => (wanted == 0 ? length : Math.Max(0, length - wanted), length - 1),
            [var from, ""] when Number(from) is { } first => (first, long.MaxValue),
            [var from, var to] when Number(from) is { } first && Number(to) is { } last => (first, last),
            _ => null,
        };
    }

    private HttpResponseMessage Of(Edition edition, HttpStatusCode status, byte[] body, int? length, string? contentRange = null)
    {
        (string Name, string? Value)[] fields =
        [
            ("Cache-Control", CacheControl),
            ("ETag", edition.ETag),
            ("Date", Clock?.GetUtcNow().ToString("R", CultureInfo.InvariantCulture)),
            ("Last-Modified", LastModified),
            ("Content-Range", contentRange),
            ("Content-Length", IsChunked ? null : length?.ToString(CultureInfo.InvariantCulture)),
            .. Fields,
        ];

        return Answers.Of(
            status,
            new StreamContent(Stream(body)),
            [.. from field in fields where field.Value is not null select (field.Name, field.Value)]);
    }

    private ScriptedStream Stream(byte[] body)
    {
        if (BreakNextAfter is not { } length || body.Length <= length)
        {
            return new ScriptedStream([.. body.Chunk(ChunkLength).Select(Task.FromResult)]);
        }

        BreakNextAfter = null;
        var failure = new HttpIOException(HttpRequestError.ResponseEnded, "The origin broke off, as it was told to.");

        return new ScriptedStream(
            [.. body[..length].Chunk(ChunkLength).Select(Task.FromResult), Task.FromException<byte[]>(failure)]);
    }

    private static long? Number(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset Date(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Edition(byte[] Bytes, string? ETag);
}
