using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CachingHandler.Tests.Conformance;

/// <summary>An origin that sends the same bytes to each connection, once it has been asked something, and adds nothing to them.</summary>
internal sealed class RawOrigin : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<TcpClient> _open = new();
    private readonly byte[] _answer;
    private readonly bool _closes;

    /// <param name="answer">What it sends, in Latin-1.</param>
    /// <param name="closes">Whether it closes the connection then; else it says no more.</param>
    public RawOrigin(string answer, bool closes = true)
    {
        _answer = Encoding.Latin1.GetBytes(answer);
        _closes = closes;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Gets the head of the first request of each connection, in Latin-1.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var connection in _open)
        {
            connection.Dispose();
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var connection = await _listener.AcceptTcpClientAsync();
            _open.Enqueue(connection);
            _requests.Enqueue(await HeadAsync(connection.GetStream()));
            await connection.GetStream().WriteAsync(_answer);
            if (_closes)
            {
                connection.Dispose();
            }
        }
    }

    private static async Task<string> HeadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var head = new StringBuilder();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            head.Append(line).Append('\n');
        }

        return head.ToString();
    }
}
