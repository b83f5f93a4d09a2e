using System.Globalization;
using CachingHandler.Testing;
using Microsoft.AspNetCore.Http;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>The origins of the bodies: one of bare sockets for HTTP/1, one for HTTP/2.</summary>
public sealed class BodyOrigins : IAsyncLifetime
{
    private readonly SocketOrigin _sockets = new();
    private ScriptedWeb _web = null!;

    public async ValueTask InitializeAsync() => _web = await ScriptedWeb.StartAsync(new Version(2, 0));

    public async ValueTask DisposeAsync()
    {
        _sockets.Dispose();
        await _web.DisposeAsync();
    }

    internal Uri Serve(BodyCell cell)
    {
        _sockets.Serve(cell.Path, exchange => AnswerAsync(exchange, cell));
        _web.Serve(cell.Path, (context, number) => AnswerAsync(context, number, cell));

        return new Uri(IsHttp2(cell.Framing) ? _web.Address : _sockets.Address, cell.Path);
    }

    internal int Count(BodyCell cell) => IsHttp2(cell.Framing) ? _web.Count(cell.Path) : _sockets.Count(cell.Path);

    internal static bool IsHttp2(string framing) => framing.StartsWith("HTTP/2", StringComparison.Ordinal);

    private static async Task AnswerAsync(SocketExchange exchange, BodyCell cell)
    {
        var isFirst = exchange.Number == 1;
        var first = cell.FirstByte(exchange.Field("Range"), exchange.Field("If-Range"));
        if (cell.Framing == "length" && first is { } start)
        {
            await exchange.WriteAsync(Head("HTTP/1.1 206 Partial Content", $"Content-Length: {cell.Body.Length - start}")
                .Replace("\r\n\r\n", $"\r\nContent-Range: bytes {start}-{cell.Body.Length - 1}/{cell.Body.Length}\r\n\r\n"));
            await exchange.WriteAsync(cell.Body.AsMemory(start));
            return;
        }

        await exchange.WriteAsync(cell.Framing switch
        {
            "length" => Head("HTTP/1.1 200 OK", $"Content-Length: {cell.Body.Length}"),
            "chunked" => Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"),
            "HTTP/1.0" => Head("HTTP/1.0 200 OK", "Server: old"),
            _ => Head("HTTP/1.1 200 OK", "Connection: close"),
        });
        await WriteAsync(exchange, cell, cell.FirstHalf);
        if (isFirst)
        {
            await cell.HalfwayAsync();
        }

        await EndAsync(exchange, cell, isFirst ? cell.Ending : "complete");
    }

    private static async Task EndAsync(SocketExchange exchange, BodyCell cell, string ending)
    {
        switch (ending)
        {
            case "short":
                exchange.Close();
                break;

            case "reset":
                exchange.Reset();
                break;

            case "over-long" when cell.Framing == "length":
                await exchange.WriteAsync((byte[])[.. cell.SecondHalf.Span, .. "surplus"u8]);
                exchange.Close();
                break;

            case "over-long":
                await exchange.WriteAsync((byte[])[.. "1\r\n"u8, .. cell.SecondHalf.Span]);
                exchange.Close();
                break;

            default:
                await WriteAsync(exchange, cell, cell.SecondHalf);
                if (cell.Framing == "chunked")
                {
                    await exchange.WriteAsync("0\r\n\r\n");
                }
                else if (cell.Framing != "length")
                {
                    exchange.Close();
                }

                break;
        }
    }

    private static async Task WriteAsync(SocketExchange exchange, BodyCell cell, ReadOnlyMemory<byte> bytes)
    {
        var isChunked = cell.Framing == "chunked";
        await exchange.WriteAsync(isChunked ? string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:x}\r\n") : string.Empty);
        await exchange.WriteAsync(bytes);
        await exchange.WriteAsync(isChunked ? "\r\n" : string.Empty);
    }

    private static string Head(string status, string framing) =>
        $"{status}\r\n{framing}\r\nCache-Control: max-age=600\r\nETag: {BodyCell.ETag}\r\nContent-Type: application/json\r\n\r\n";

    private static async Task AnswerAsync(HttpContext context, int number, BodyCell cell)
    {
        var response = context.Response;
        response.Headers.CacheControl = "max-age=600";
        response.Headers.ETag = BodyCell.ETag;
        response.ContentType = "application/json";
        var first = cell.FirstByte(context.Request.Headers.Range, context.Request.Headers.IfRange);
        if (cell.Framing == "HTTP/2 with length")
        {
            response.ContentLength = cell.Body.Length - (first ?? 0);
            if (first is { } start)
            {
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = $"bytes {start}-{cell.Body.Length - 1}/{cell.Body.Length}";
                await response.Body.WriteAsync(cell.Body.AsMemory(start));
                return;
            }
        }

        await response.Body.WriteAsync(cell.FirstHalf);
        await response.Body.FlushAsync();
        if (number == 1)
        {
            await cell.HalfwayAsync();
            if (cell.Ending == "reset")
            {
                context.Abort();
                return;
            }
        }

        await response.Body.WriteAsync(cell.SecondHalf);
    }
}
