using CachingHandler.Interop.Client;
using CachingHandler.Interop.Servers;

namespace CachingHandler.Interop;

/// <summary>What holds with every server, seen by the caller and on the wire; a class for each server inherits it.</summary>
/// <remarks>The server's documents are shared by the tests of a class; each test publishes its own.</remarks>
public abstract partial class ServerTests
{
    // As many bytes in each, so that a length gives nothing away.
    protected const string First = "one";
    protected const string Second = "two";
    protected const string Third = "six";

    /// <summary>When a document is changed that was published long ago.</summary>
    protected static readonly DateTimeOffset Changed = Servers.Site.LongAgo.AddDays(100);

    private static int _documents;

    protected ServerTests(WebServer server)
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? string.Empty);
        Server = server;
    }

    /// <summary>Gets the server, which is not to be stopped.</summary>
    protected WebServer Server { get; }

    protected Site Site => Server.Site;

    protected static TimeSpan TwoMinutes => TimeSpan.FromMinutes(2);

    /// <summary>Makes another server of the kind, for tests that stop it.</summary>
    protected abstract WebServer NewServer();

    /// <summary>Names a document that no other test knows.</summary>
    /// <param name="folder">How it is published; see <see cref="Servers.Site"/>.</param>
    protected static string NewDocument(string folder) => $"/{folder}/{Interlocked.Increment(ref _documents)}.txt";

    /// <summary>Publishes a document that no other test knows.</summary>
    /// <inheritdoc cref="NewDocument"/>
    protected string Publish(string folder, string text = First, DateTimeOffset? changed = null)
    {
        var path = NewDocument(folder);
        Site.Publish(path, text, changed);

        return path;
    }

    protected UserAgent NewAgent(string medium = "memory", Action<SocketsHttpHandler>? adjust = null) =>
        new(Server.Address, medium, adjust: adjust);

    protected static async Task<WebServer> StartAsync(WebServer server)
    {
        await server.StartAsync();

        return server;
    }
}
