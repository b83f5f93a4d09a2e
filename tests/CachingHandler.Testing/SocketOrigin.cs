using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CachingHandler.Testing;

/// <summary>An HTTP/1 origin that writes to the connection what a test has it write, and nothing else.</summary>
/// <remarks>Connections are kept until the answer closes them. Requests have no body.</remarks>
public sealed class SocketOrigin : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, Func<SocketExchange, Task>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Socket> _open = [];

    public SocketOrigin()
    {
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Answers what is asked for at a path.</summary>
    public void Serve(string path, Func<SocketExchange, Task> answer) => _answers[path] = answer;

    /// <summary>Returns how often a path was asked for.</summary>
    public int Count(string path) => _counts.GetValueOrDefault(path);

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var socket in _open)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync();
            socket.NoDelay = true;
            _open.Add(socket);
            _ = ConverseAsync(socket);
        }
    }

    private async Task ConverseAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        while (await HeadAsync(reader) is { Count: > 0 } head)
        {
            var path = head[0].Split(' ')[1];
            var number = _counts.AddOrUpdate(path, 1, (_, count) => count + 1);
            var exchange = new SocketExchange(socket, head, number);
            await _answers[path](exchange);
            if (exchange.IsClosed)
            {
                return;
            }
        }
    }

    private static async Task<IReadOnlyList<string>> HeadAsync(StreamReader reader)
    {
        var head = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            head.Add(line);
        }

        return head;
    }
}
