namespace CachingHandler.Interop.Servers;

/// <summary>nginx, as one process, with nothing of the system's configuration.</summary>
public sealed class NginxServer() : ExternalServer("nginx", "nginx")
{
    protected override string[] ArgumentsFor(int port) =>
        ["-p", Site.Work, "-c", Configure("nginx.conf", ("work", Site.Work), ("root", Site.Root), ("port", $"{port}"))];
}
