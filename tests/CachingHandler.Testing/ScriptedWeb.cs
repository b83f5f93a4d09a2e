using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Testing;

/// <summary>A real web server on loopback that answers as a test has it answer.</summary>
public sealed class ScriptedWeb : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, Func<HttpContext, int, Task>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    private ScriptedWeb(WebApplication server)
    {
        _server = server;
        server.Run(context =>
        {
            var path = context.Request.Path.Value!;

            return _answers[path](context, _counts.AddOrUpdate(path, 1, (_, count) => count + 1));
        });
    }

    /// <summary>Gets the root of the paths.</summary>
    public Uri Address => new(_server.Urls.Single());

    /// <summary>Starts a server on whatever port is free.</summary>
    /// <param name="version">1.1, or 2.0 without encryption and by prior knowledge.</param>
    public static async Task<ScriptedWeb> StartAsync(Version version)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback,
            0,
            listen => listen.Protocols = version.Major == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var web = new ScriptedWeb(builder.Build());
        await web._server.StartAsync();

        return web;
    }

    /// <summary>Answers what is asked for at a path; the answer is told which of the requests for that path it is, from one.</summary>
    public void Serve(string path, Func<HttpContext, int, Task> answer) => _answers[path] = answer;

    /// <summary>Returns how often a path was asked for.</summary>
    public int Count(string path) => _counts.GetValueOrDefault(path);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
