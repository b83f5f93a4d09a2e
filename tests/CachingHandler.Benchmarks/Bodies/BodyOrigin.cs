using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Benchmarks.Bodies;

/// <summary>An origin of large bodies, meant for a process of its own: prints its port and ends when its standard input does.</summary>
/// <remarks>The query of a URL says how it answers (<see cref="BodyTraits"/>); <c>/requests?of=path</c> says how often a path was asked for.</remarks>
internal sealed class BodyOrigin
{
    private const string EntityTag = "\"body-1\"";

    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        await using var application = builder.Build();
        var origin = new BodyOrigin();
        application.Run(origin.AnswerAsync);
        await application.StartAsync();
        Console.WriteLine(new Uri(application.Urls.Single()).Port.ToString(CultureInfo.InvariantCulture));

        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
        await application.StopAsync(new CancellationToken(canceled: true));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/requests")
        {
            var count = _requests.GetValueOrDefault(context.Request.Query["of"].ToString());
            await context.Response.WriteAsync(count.ToString(CultureInfo.InvariantCulture));
            return;
        }

        var traits = BodyTraits.Parse(context.Request.Query);
        var isFirst = _requests.AddOrUpdate(path, 1, (_, count) => count + 1) == 1;
        try
        {
            await Task.Delay(traits.Wait, context.RequestAborted);
            await SendAsync(context, traits, breaksOff: isFirst && traits.BreaksOff);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The caller left.
        }
    }

    private static async Task SendAsync(HttpContext context, BodyTraits traits, bool breaksOff)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "max-age=86400";
        response.Headers.ETag = EntityTag;
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = "application/octet-stream";
        var (first, end) = (0L, traits.Length);
        if (RangeOf(request) is { From: { } from } range && from < end)
        {
            (first, end) = (from, Math.Min(range.To + 1 ?? end, end));
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {first}-{end - 1}/{traits.Length}";
        }

        response.ContentLength = end - first;
        await SendAsync(response, first, breaksOff ? first + ((end - first) / 2) : end, traits, context.RequestAborted);
        if (breaksOff)
        {
            // Long enough for all who are on their way to arrive.
            await Task.Delay(TimeSpan.FromMilliseconds(300), context.RequestAborted);
            context.Abort();
        }
    }

    private static async Task SendAsync(HttpResponse response, long first, long end, BodyTraits traits, CancellationToken cancellationToken)
    {
        for (var offset = first; offset < end;)
        {
            var count = (int)Math.Min(end - offset, BodyPattern.PieceSize);
            await response.Body.WriteAsync(BodyPattern.At(offset, count), cancellationToken);
            offset += count;
            if (traits.Pause > TimeSpan.Zero && offset < end)
            {
                await response.Body.FlushAsync(cancellationToken);

                // A timer would take up to twice as long.
                Thread.Sleep(traits.Pause);
            }
        }

        await response.Body.FlushAsync(cancellationToken);
    }

    private static RangeItemHeaderValue? RangeOf(HttpRequest request) =>
        request.Headers.IfRange.ToString() is "" or EntityTag
        && RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range)
            ? range.Ranges.Single()
            : null;
}
