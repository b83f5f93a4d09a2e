namespace CachingHandler.Interop.Servers;

/// <summary>A node server that makes a weak entity tag of each body's hash and tells no time of change, as Express does.</summary>
/// <remarks>Takes PUT and DELETE of documents.</remarks>
public sealed class NodeServer() : ExternalServer("node", "nodejs")
{
    protected override string[] ArgumentsFor(int port) => [FileOf("server.js"), Site.Root, $"{port}"];
}
