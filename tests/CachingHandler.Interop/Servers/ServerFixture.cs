namespace CachingHandler.Interop.Servers;

/// <summary>The server that the tests of a class share, where it can be started here.</summary>
public sealed class ServerFixture<TServer> : IAsyncLifetime
    where TServer : WebServer, new()
{
    public WebServer Server { get; } = new TServer();

    public async ValueTask InitializeAsync()
    {
        if (Server.Missing is null)
        {
            await Server.StartAsync();
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
