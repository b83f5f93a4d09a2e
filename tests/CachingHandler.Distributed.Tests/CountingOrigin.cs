using System.Collections.Concurrent;
using System.Security.Cryptography;
using CachingHandler.Distributed.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Distributed.Tests;

/// <summary>An origin with a document at every path, good for an hour, that counts what it is asked. A PUT makes a new version.</summary>
internal sealed class CountingOrigin : IAsyncDisposable
{
    private static readonly int[] Lengths = [100, 5_000, 20_000, 300_000];

    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Path, int Status)> _answers = new();

    private CountingOrigin(WebApplication server)
    {
        _server = server;
        server.Run(AnswerAsync);
    }

    public Uri Address => new(_server.Urls.Single());

    public static async Task<CountingOrigin> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var origin = new CountingOrigin(builder.Build());
        await origin._server.StartAsync();

        return origin;
    }

    /// <summary>Returns how often paths that begin so were answered with a status.</summary>
    public int Count(string path, int status) =>
        _answers.Count(answer => answer.Status == status && answer.Path.StartsWith(path, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Path.Value!;
        if (HttpMethods.IsPut(request.Method))
        {
            _versions.AddOrUpdate(path, 1, static (_, version) => version + 1);
            response.StatusCode = StatusCodes.Status204NoContent;
            _answers.Enqueue((path, response.StatusCode));
            return;
        }

        var tag = $"\"{_versions.GetValueOrDefault(path)}\"";
        var isKnown = request.Headers.IfNoneMatch == tag;
        response.StatusCode = isKnown ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
        _answers.Enqueue((path, response.StatusCode));
        var body = BodyOf(path + tag);
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "public, max-age=3600";
        response.Headers[Member.HashField] = Convert.ToHexStringLower(SHA256.HashData(body));

        // Which answer of the origin a head is from: 304s count, too.
        response.Headers["X-Validated"] = $"{_answers.Count(answer => answer.Path == path)}";
        if (!isKnown)
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body);
        }
    }

    private static byte[] BodyOf(string name)
    {
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))));
        var body = new byte[Lengths[random.Next(Lengths.Length)]];
        random.NextBytes(body);

        return body;
    }
}
