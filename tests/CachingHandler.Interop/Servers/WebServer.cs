using System.Diagnostics;
using CachingHandler.Testing;

namespace CachingHandler.Interop.Servers;

/// <summary>A web server on loopback, with a site of its own.</summary>
public abstract class WebServer : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly string _identity = Guid.NewGuid().ToString();
    private int _port;

    /// <summary>Gets why the server cannot be started here, and the way out; null when it can.</summary>
    public virtual string? Missing => null;

    /// <summary>Gets what it publishes.</summary>
    public Site Site { get; } = new();

    /// <summary>Gets the root of its documents.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Gets what the server has said of itself.</summary>
    protected virtual string Log => string.Empty;

    /// <summary>Gets a value indicating whether the server has ended.</summary>
    protected virtual bool HasEnded => false;

    /// <summary>Starts the server; where it has run before, under the same address.</summary>
    public async Task StartAsync()
    {
        Site.Publish("/plain/identity.txt", _identity);
        var isNew = _port == 0;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            _port = isNew ? LoopbackPort.Choose() : _port;
            if (await TryLaunchAsync(_port) && await IsReadyAsync())
            {
                return;
            }

            await StopAsync();
        }

        throw new InvalidOperationException($"{GetType().Name} did not start at {Address}: {Log}");
    }

    /// <summary>Stops the server as an administrator would.</summary>
    public abstract Task StopAsync();

    /// <summary>Ends the server at once, amid whatever it does.</summary>
    public abstract Task KillAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Site.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the server on a port; it need not answer yet.</summary>
    /// <returns>False where the port was taken.</returns>
    protected abstract Task<bool> TryLaunchAsync(int port);

    // It is this server that has to answer, not another that was quicker to take the port.
    private async Task<bool> IsReadyAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < StartLimit && !HasEnded; await Task.Delay(PollInterval))
        {
            try
            {
                if (await http.GetStringAsync(new Uri(Address, "/plain/identity.txt")) == _identity)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        return false;
    }
}
