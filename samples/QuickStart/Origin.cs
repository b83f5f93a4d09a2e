using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace QuickStart;

/// <summary>A web server on loopback with four documents, each with an ETag and a Last-Modified.</summary>
internal sealed class Origin : IAsyncDisposable
{
    private static readonly DateTimeOffset Founded = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _server;
    private int _edition = 1;

    private Origin(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.Single());

    /// <summary>Names a document of this origin in place of its URI.</summary>
    /// <remarks>
    /// The origin takes whatever port is free, so its URIs differ from run to run while its documents are the same. An origin
    /// with an address of its own needs no such thing.
    /// </remarks>
    public static string? NameOf(HttpRequestMessage request) => request.RequestUri?.PathAndQuery;

    public static async Task<Origin> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var origin = new Origin(builder.Build());

        origin.Map("/handbook", "max-age=3600", edition: () => 1, lines: 1_000);
        origin.Map("/news", "no-cache", edition: () => 1, lines: 200);
        origin.Map("/prices", "max-age=0, stale-if-error=86400", edition: () => origin._edition, lines: 50);
        origin.Map("/report", "max-age=3600", edition: () => 1, lines: 500, pause: TimeSpan.FromMilliseconds(100));
        await origin._server.StartAsync();

        return origin;
    }

    /// <summary>Changes one of the documents.</summary>
    public void PublishPrices() => _edition++;

    public Task StopAsync() => _server.StopAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // Results.Bytes compares the request's If-None-Match and If-Modified-Since with what it is given, and answers 304.
    private void Map(
        string path, string cacheControl, Func<int> edition, int lines, TimeSpan pause = default) => _server.MapGet(path, async (HttpResponse response) =>
    {
        await Task.Delay(pause);
        response.Headers.CacheControl = cacheControl;
        var number = edition();
        var line = string.Create(CultureInfo.InvariantCulture, $"{path}, edition {number:D3}\n");

        return Results.Bytes(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, lines))),
            "text/plain; charset=utf-8",
            lastModified: Founded.AddDays(number),
            entityTag: new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"edition-{number}\"")));
    });
}
