namespace CachingHandler.Interop.Servers;

/// <summary>Apache httpd with the modules of Debian's package, and with nothing of the system's configuration.</summary>
/// <param name="definitions">What the configuration is told with <c>-D</c>.</param>
public sealed class ApacheServer(params string[] definitions) : ExternalServer("apache2", "apache2")
{
    private const string Modules = "/usr/lib/apache2/modules";

    public ApacheServer()
        : this([])
    {
    }

    public override string? Missing => base.Missing
        ?? (Directory.Exists(Modules) ? null : $"apache2 has no modules in {Modules}, where Debian's package puts them");

    // FOREGROUND would leave it in our process group, all of which it ends when it is told to stop.
    protected override string[] ArgumentsFor(int port) =>
    [
        "-D", "NO_DETACH",
        .. Environment.IsPrivilegedProcess ? new[] { "-D", "ROOT" } : [],
        .. definitions.SelectMany(definition => new[] { "-D", definition }),
        "-f", Configure("httpd.conf", ("work", Site.Work), ("root", Site.Root), ("port", $"{port}"), ("modules", Modules)),
    ];
}
