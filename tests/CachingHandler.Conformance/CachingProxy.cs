using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CachingHandler.Conformance;

/// <summary>A reverse proxy whose only trait is the cache: it adds nothing of its own to what passes.</summary>
internal sealed class CachingProxy : IAsyncDisposable
{
    // What belongs to one connection, and what this connection's own stack writes.
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "Host", "Expect",
    };

    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _client;
    private readonly Uri _origin;

    private CachingProxy(WebApplication application, HttpMessageInvoker client, Uri origin)
    {
        _application = application;
        _client = client;
        _origin = origin;
    }

    /// <summary>Gets the address on loopback.</summary>
    public Uri Address => new(
        _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<CachingProxy> StartAsync(Func<HttpMessageHandler, HttpCacheHandler> cacheBefore, Uri origin)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            options.Listen(IPAddress.Loopback, 0);
        });
        var proxy = new CachingProxy(builder.Build(), new HttpMessageInvoker(cacheBefore(Transport())), origin);
        proxy._application.Run(proxy.ForwardAsync);
        await proxy._application.StartAsync();

        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _client.Dispose();
    }

    // A connection is used once: SocketsHttpHandler repeats a request by itself, up to three times, when its connection is closed before
    // the answer begins, and one that is used again may have become too old. A new one is closed only where a test wants that.
    private static SocketsHttpHandler Transport() => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.Zero,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        UseCookies = false,
        UseProxy = false,
    };

    private async Task ForwardAsync(HttpContext context)
    {
        using var request = RequestOf(context);
        try
        {
            using var response = await _client.SendAsync(request, context.RequestAborted);
            await WriteAsync(response, context);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                context.Response.Clear();
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
            }
        }
    }

    private HttpRequestMessage RequestOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_origin, target));
        var hasBody = context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        request.Content = hasBody ? new StreamContent(context.Request.Body) : null;
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                if (!Own.Contains(name) && !request.Headers.TryAddWithoutValidation(name, value))
                {
                    request.Content?.Headers.TryAddWithoutValidation(name, value);
                }
            }
        }

        return request;
    }

    private static async Task WriteAsync(HttpResponseMessage response, HttpContext context)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = response.ReasonPhrase;

        // Kestrel writes a Date where there is none. This is one, and has no line.
        context.Response.Headers.Date = new StringValues([null]);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!Own.Contains(name))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        // Kestrel lets nothing be written where there is no body, not even nothing.
        if (response.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.ResetContent or HttpStatusCode.NotModified))
        {
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
