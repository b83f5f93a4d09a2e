using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Testing;

/// <summary>A real web server on loopback with documents to publish; counts what it is asked.</summary>
/// <remarks>
/// A PUT changes nothing but is answered 204; a POST is answered with a redirect to <c>/done</c>. What is sent to <c>/echo</c>
/// comes back. Conditions and single ranges are honoured, those of a compressed document by its compressed bytes.
/// </remarks>
public sealed class KestrelOrigin : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentDictionary<string, OriginDocument> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int Status, string Target)> _redirects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _breaking = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Method, string Path, int Status, string? Range)> _answers = new();

    private KestrelOrigin(WebApplication server, TimeProvider timeProvider)
    {
        _server = server;
        _timeProvider = timeProvider;
        server.Run(AnswerAsync);
    }

    /// <summary>Gets the root of the documents.</summary>
    public Uri Address => new(_server.Urls.Single());

    /// <summary>Starts a server on whatever port is free.</summary>
    /// <param name="version">1.1, or 2.0 without encryption and by prior knowledge.</param>
    /// <param name="timeProvider">What its <c>Date</c> is taken from.</param>
    public static async Task<KestrelOrigin> StartAsync(Version version, TimeProvider timeProvider)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback,
            0,
            listen => listen.Protocols = version.Major == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var origin = new KestrelOrigin(builder.Build(), timeProvider);
        await origin._server.StartAsync();

        return origin;
    }

    /// <summary>Publishes a document, in place of the one that is there.</summary>
    public void Publish(string path, OriginDocument document) => _documents[path] = document;

    /// <summary>Redirects a path, for five minutes to be remembered.</summary>
    public void Redirect(string path, int status, string target) => _redirects[path] = (status, target);

    /// <summary>Cuts the connection amid the next body from a path.</summary>
    public void BreakNext(string path) => BreakNext(path, Task.CompletedTask);

    /// <summary>Cuts the connection amid the next body from a path, but not before the task has ended.</summary>
    public void BreakNext(string path, Task received) => _breaking[path] = received;

    /// <summary>Returns how often a path was answered with a status.</summary>
    public int Count(string path, int status) =>
        _answers.Count(answer => answer.Path == path && answer.Status == status);

    /// <summary>Returns which ranges of a path were sent, in order.</summary>
    public IReadOnlyList<string> Ranges(string path) =>
        [.. from answer in _answers where answer.Path == path && answer.Status == 206 select answer.Range];

    /// <summary>Returns how often anything was asked.</summary>
    public int Count() => _answers.Count;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Path.Value!;
        response.Headers.Date = _timeProvider.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        response.OnStarting(() =>
        {
            _answers.Enqueue((request.Method, path, response.StatusCode, response.Headers.ContentRange));
            return Task.CompletedTask;
        });

        if (_redirects.TryGetValue(path, out var redirect))
        {
            response.StatusCode = redirect.Status;
            response.Headers.Location = redirect.Target;
            response.Headers.CacheControl = "max-age=300";
        }
        else if (path == "/echo")
        {
            response.Headers.CacheControl = "max-age=60";
            await request.Body.CopyToAsync(response.Body);
        }
        else if (request.Method is "PUT" or "POST")
        {
            response.StatusCode = request.Method == "PUT" ? 204 : 303;
            response.Headers.Location = "/done";
        }
        else if (_documents.TryGetValue(path, out var document))
        {
            await SendAsync(context, document);
        }
        else
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task SendAsync(HttpContext context, OriginDocument document)
    {
        var (request, response) = (context.Request, context.Response);
        Describe(response, document);
        if (IsKnown(request, response))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = Encoding.UTF8.GetBytes(document.Body);
        if (document.IsCompressed)
        {
            response.Headers.Vary = "Accept-Encoding";
        }

        var acceptable = request.Headers.AcceptEncoding.ToString();
        if (document.IsCompressed && acceptable.Contains("gzip", StringComparison.Ordinal))
        {
            body = Compress(body);
            response.Headers.ContentEncoding = "gzip";
        }

        if (!document.IsChunked && RangeSelection.Of(request, response, body.Length) is var (first, length))
        {
            var isSatisfiable = length > 0;
            response.StatusCode = isSatisfiable ? StatusCodes.Status206PartialContent : StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = isSatisfiable ? $"bytes {first}-{first + length - 1}/{body.Length}" : $"bytes */{body.Length}";
            body = body[first..(first + length)];
        }

        response.ContentLength = document.IsChunked ? null : body.Length;
        if (HttpMethods.IsHead(request.Method))
        {
            return;
        }

        if (_breaking.TryRemove(request.Path.Value!, out var received))
        {
            await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
            await response.Body.FlushAsync();
            await received;
            context.Abort();
            return;
        }

        await response.Body.WriteAsync(body);
    }

    private static void Describe(HttpResponse response, OriginDocument document)
    {
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = document.CacheControl;
        response.Headers.ETag = document.ETag;
        response.Headers.LastModified = document.LastModified?.ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in document.Fields)
        {
            response.Headers.Append(name, value);
        }
    }

    private static bool IsKnown(HttpRequest request, HttpResponse response) => request.Headers.IfNoneMatch.Count > 0
        ? request.Headers.IfNoneMatch.ToString().Split(", ").Contains(response.Headers.ETag.ToString())
        : request.Headers.IfModifiedSince.Count > 0 && request.Headers.IfModifiedSince == response.Headers.LastModified;

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
