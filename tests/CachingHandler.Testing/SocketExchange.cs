using System.Net.Sockets;
using System.Text;

namespace CachingHandler.Testing;

/// <summary>One request to a <see cref="SocketOrigin"/>, and the connection to answer on.</summary>
/// <param name="socket">The connection.</param>
/// <param name="head">The lines of the request's head.</param>
/// <param name="number">The number of the request among those for its path, from one.</param>
public sealed class SocketExchange(Socket socket, IReadOnlyList<string> head, int number)
{
    public int Number => number;

    public bool IsClosed { get; private set; }

    /// <summary>Returns a field of the request; null when it has none of that name.</summary>
    public string? Field(string name) => head
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>Sends text, in Latin-1.</summary>
    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    /// <summary>Ends the connection cleanly.</summary>
    public void Close()
    {
        IsClosed = true;
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Ends the connection by a reset.</summary>
    public void Reset()
    {
        IsClosed = true;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }
}
