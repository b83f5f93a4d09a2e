using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace CachingHandler.Interop.Servers;

/// <summary>Kestrel with the static files and the response compression of ASP.NET Core, in this process.</summary>
public sealed class KestrelServer : WebServer
{
    private WebApplication? _application;

    public override Task StopAsync() => EndAsync(CancellationToken.None);

    // Cancelled from the start: it does not wait for connections, it cuts them.
    public override Task KillAsync() => EndAsync(new CancellationToken(canceled: true));

    protected override async Task<bool> TryLaunchAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddResponseCompression();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1));
        _application = builder.Build();
        Configure(_application, Site.Root);
        try
        {
            await _application.StartAsync();

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Configure(WebApplication application, string root)
    {
        application.Use((context, next) =>
        {
            if (!File.Exists(root + context.Request.Path + ".fails"))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status500InternalServerError;

            return Task.CompletedTask;
        });
        Redirect(application, "/moved", StatusCodes.Status301MovedPermanently, "Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT");
        Redirect(application, "/found", StatusCodes.Status302Found, "Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT");
        Redirect(application, "/found-fresh", StatusCodes.Status302Found, "Cache-Control", "max-age=60");
        application.UseWhen(
            context => context.Request.Path.StartsWithSegments("/gzip", StringComparison.Ordinal),
            compressed => compressed.UseResponseCompression());
        application.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(root),
            OnPrepareResponse = prepared => prepared.Context.Response.Headers.CacheControl =
                CacheControlOf(prepared.Context.Request.Path),
        });
    }

    private static void Redirect(WebApplication application, string folder, int status, string name, string value) =>
        application.Map(folder, redirected => redirected.Run(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers[name] = value;
            context.Response.Headers.Location = "/max-age" + context.Request.Path;

            return Task.CompletedTask;
        }));

    private static string? CacheControlOf(PathString path) => path.Value!.Split('/')[1] switch
    {
        "no-cache" => "no-cache",
        "max-age" or "gzip" => "max-age=60",
        "must-revalidate" => "max-age=60, must-revalidate",
        _ => null,
    };

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_application is { } application)
        {
            _application = null;
            await application.StopAsync(cancellationToken);
            await application.DisposeAsync();
        }
    }
}
