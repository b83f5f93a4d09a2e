using System.Net;
using System.Net.Sockets;

namespace CachingHandler.Testing;

/// <summary>Chooses ports for servers that cannot be told to take whichever is free.</summary>
public static class LoopbackPort
{
    // Below what Linux, macOS and Windows give to outgoing connections, so that no client takes it before the server does, or
    // while the server is away.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>Returns a port that nobody listens on; somebody may, by the time it is used.</summary>
    public static int Choose()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; there are others.
            }
        }
    }
}
