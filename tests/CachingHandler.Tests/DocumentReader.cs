using System.Collections.Concurrent;
using System.Globalization;

namespace CachingHandler.Tests;

/// <summary>Does at random what callers do with a document, and compares each byte that it gets.</summary>
internal sealed class DocumentReader(DocumentClient client, DocumentEditions editions, Random random)
{
    private readonly ConcurrentDictionary<HttpCacheOutcome, bool> _outcomes = new();

    /// <summary>Gets what became of the requests.</summary>
    public ISet<HttpCacheOutcome> Outcomes => _outcomes.Keys.ToHashSet();

    public async Task WorkAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            await (random.Next(40) switch
            {
                < 14 => RangeAsync(),
                < 22 => WholeAsync(),
                < 26 => LeaveAsync(),
                < 30 => BreakAsync(),
                < 33 => ConditionAsync(),
                < 35 => HeadAsync(),
                < 36 => ForceAsync(),
                < 37 => client.Client.Store.ClearAsync().AsTask(),
                < 39 => Do(() => client.Time.Advance(TimeSpan.FromSeconds(random.Next(60)))),
                _ => Do(() => editions.Publish(random)),
            });
        }
    }

    private static Task Do(Action action)
    {
        action();

        return Task.CompletedTask;
    }

    private async Task RangeAsync()
    {
        var range = Range();
        Note(await TolerantlyAsync(() => client.RangeAsync(range)));
    }

    private async Task WholeAsync() => Note(await TolerantlyAsync(() => client.GetAsync()));

    private async Task ForceAsync() =>
        Note(await TolerantlyAsync(() => client.SendAsync(CachedClient.Get().ForceRefresh())));

    private async Task ConditionAsync()
    {
        var tag = $"\"{random.Next(1, editions.Count + 1)}\"";
        Note(await TolerantlyAsync(() => client.GetAsync(("If-None-Match", tag))), tag);
    }

    private async Task HeadAsync()
    {
        var head = await client.HeadAsync();

        Assert.Equal(200, head.Status);
        Assert.Empty(head.Bytes);
    }

    private async Task BreakAsync()
    {
        client.Origin.BreakNextAfter = random.Next(client.Bytes.Length);
        await (random.Next(2) == 0 ? RangeAsync() : WholeAsync());
        client.Origin.BreakNextAfter = null;
    }

    private async Task LeaveAsync()
    {
        using var response = await client.Client.Http.SendAsync(CachedClient.Get(), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        try
        {
            _ = await stream.ReadAtLeastAsync(new byte[random.Next(1, 500)], 1, throwOnEndOfStream: false);
        }
        catch (HttpIOException)
        {
            // Another reader has the connection break.
        }
    }

    // Null where the connection broke, of this reader or of another.
    private static async Task<Received?> TolerantlyAsync(Func<Task<Received>> request)
    {
        try
        {
            return await request();
        }
        catch (HttpIOException)
        {
            return null;
        }
    }

    private void Note(Received? received, string? tag = null)
    {
        if (received is null)
        {
            return;
        }

        _outcomes[received.Outcome] = true;
        var edition = editions.Of(received);
        switch (received.Status)
        {
            case 200:
                Assert.Equal(edition, received.Bytes);
                Assert.Equal(edition.Length, received.Length);
                break;

            case 206:
                var (first, last) = ContentRange(received, edition.Length);
                Assert.Equal(edition[first..(last + 1)], received.Bytes);
                Assert.Equal(received.Bytes.Length, received.Length);
                break;

            case 304:
                Assert.Equal([tag!], received["ETag"]);
                Assert.Empty(received.Bytes);
                break;

            default:
                Assert.Equal(416, received.Status);
                Assert.Equal([$"bytes */{edition.Length}"], received["Content-Range"]);
                break;
        }
    }

    private static (int First, int Last) ContentRange(Received received, int length)
    {
        var numbers = Assert.Single(received["Content-Range"])["bytes ".Length..].Split('-', '/')
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(length, numbers[2]);

        return (numbers[0], numbers[1]);
    }

    private string Range()
    {
        var length = client.Bytes.Length;
        var first = random.Next(length + 10);

        return random.Next(6) switch
        {
            0 => $"{first}-",
            1 => $"-{random.Next(length + 10)}",
            2 => $"0-{first}",
            3 => $"{first}-{first + random.Next(20)}",
            _ => $"{first}-{first + random.Next(length)}",
        };
    }
}
