using System.Net.Http.Json;
using System.Text;

namespace CachingHandler.Tests.EndToEnd;

/// <summary>The ways in which a caller gets a body.</summary>
internal static class BodyWays
{
    /// <summary>Gets the ways in which the caller sees nothing until all has come.</summary>
    public static IReadOnlyList<string> Whole { get; } =
        ["GetByteArrayAsync", "GetStringAsync", "GetFromJsonAsync", "LoadIntoBufferAsync"];

    /// <summary>Gets the way that HTTP/2 has not.</summary>
    public const string Synchronous = "Send";

    /// <summary>Gets the ways in which the caller takes what comes and can leave.</summary>
    public static IReadOnlyList<string> Stepwise { get; } = ["GetStreamAsync", "odd sizes", "Read"];

    /// <summary>Gets all ways but the synchronous.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Whole, .. Stepwise, "CopyToAsync"];

    /// <summary>Gets those of <see cref="All"/> that can be cancelled amid the body.</summary>
    public static IReadOnlyList<string> Cancellable { get; } = [.. All.Where(way => way != "Read")];

    public static bool IsWhole(string way) => Whole.Contains(way) || way == Synchronous;

    /// <summary>Reads a body; what has been read until it throws is in <paramref name="reading"/>.</summary>
    public static Task ReadAsync(
        string way, HttpClient client, Uri uri, BodyReading reading, CancellationToken cancellationToken)
    {
        return way switch
        {
            "GetByteArrayAsync" => WholeAsync(client.GetByteArrayAsync(uri, cancellationToken), reading),
            "GetStringAsync" => WholeAsync(TextAsync(client.GetStringAsync(uri, cancellationToken)), reading),
            "GetFromJsonAsync" => WholeAsync(JsonAsync(client.GetFromJsonAsync<string>(uri, cancellationToken)), reading),
            "LoadIntoBufferAsync" => With(async response =>
            {
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                reading.Add(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }),
            Synchronous => OnItsThread(() => Send(client, uri, reading, cancellationToken)),
            "GetStreamAsync" => StreamAsync(client, uri, reading, cancellationToken),
            "odd sizes" => With(async response => await PumpAsync(
                await response.Content.ReadAsStreamAsync(cancellationToken), reading, [1, 7, 4099, 0, 65_537, 333], cancellationToken)),
            "Read" => With(response => OnItsThread(() => Pump(response.Content.ReadAsStream(CancellationToken.None), reading))),
            _ => With(response => response.Content.CopyToAsync(reading, cancellationToken)),
        };

        async Task With(Func<HttpResponseMessage, Task> read)
        {
            using var response = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await read(response);
        }
    }

    private static void Send(HttpClient client, Uri uri, BodyReading reading, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var response = client.Send(request, cancellationToken);
        using var copy = new MemoryStream();
        response.Content.ReadAsStream(cancellationToken).CopyTo(copy);
        reading.Add(copy.ToArray());
    }

    private static async Task WholeAsync(Task<byte[]> whole, BodyReading reading) => reading.Add(await whole);

    private static async Task<byte[]> TextAsync(Task<string> text) => Encoding.UTF8.GetBytes(await text);

    private static async Task<byte[]> JsonAsync(Task<string?> text) => Encoding.UTF8.GetBytes($"\"{await text}\"");

    private static async Task StreamAsync(HttpClient client, Uri uri, BodyReading reading, CancellationToken cancellationToken)
    {
        await using var stream = await client.GetStreamAsync(uri, cancellationToken);
        await PumpAsync(stream, reading, [4096], cancellationToken);
    }

    // Half is told when the read that waits for the rest has begun.
    private static async Task PumpAsync(
        Stream stream, BodyReading reading, int[] sizes, CancellationToken cancellationToken)
    {
        for (var turn = 0; !reading.IsOver; turn++)
        {
            var buffer = new byte[sizes[turn % sizes.Length]];
            var read = stream.ReadAsync(buffer, cancellationToken).AsTask();
            reading.TellHalf();
            var count = await read;
            if (count == 0 && buffer.Length > 0)
            {
                return;
            }

            reading.Add(buffer.AsSpan(0, count));
        }
    }

    private static void Pump(Stream stream, BodyReading reading)
    {
        var buffer = new byte[10_007];
        while (!reading.IsOver)
        {
            reading.TellHalf();
            var count = stream.Read(buffer, 0, buffer.Length);
            if (count == 0)
            {
                return;
            }

            reading.Add(buffer.AsSpan(0, count));
        }
    }

    // The origin runs on the pool's threads, which must not all be waiting for it.
    private static Task OnItsThread(Action action) => Task.Factory.StartNew(
        action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
