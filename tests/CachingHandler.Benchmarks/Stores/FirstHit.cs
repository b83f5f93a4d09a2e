using System.Diagnostics;
using System.Net;
using System.Reflection;
using CachingHandler.Storage;

namespace CachingHandler.Benchmarks.Stores;

/// <summary>The time from the start of a process to its first hit, in a large store and in a small one.</summary>
internal sealed record FirstHit(string Name, int Large) : StoreBenchmark(Name)
{
    /// <summary>The argument that turns this program into the process; the store's directory follows.</summary>
    public const string Argument = "--first-hit";

    private const int Small = 100;

    /// <summary>Makes one hit and says so.</summary>
    public static async Task RunProcessAsync(string directory)
    {
        using var store = new DiskHttpCacheStore(directory);
        using var client = new HttpClient(new HttpCacheHandler(store) { InnerHandler = new NoOrigin() });
        using var response = await client.GetAsync(Entries.UriOf(0));
        await response.Content.ReadAsByteArrayAsync();
        Console.WriteLine(response.StatusCode == HttpStatusCode.OK ? "hit" : "miss");
    }

    public override async Task<IReadOnlyList<Row>> RunAsync(int rounds)
    {
        using var small = await FillAsync(Small);
        using var large = await FillAsync(Large);
        var (peers, caches) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = -1; round < rounds; round++)
        {
            var peer = Start(small.Path);
            var cache = Start(large.Path);
            if (round >= 0)
            {
                peers.Add(peer);
                caches.Add(cache);
            }
        }

        return [Row.OfTimes(Name, $"beside {Small} entries", peers, caches, 1.5)];
    }

    private static async Task<Scratch> FillAsync(int count)
    {
        var directory = new Scratch();
        var body = new byte[1024];
        await using var store = new DiskHttpCacheStore(directory.Path);
        using var client = new HttpClient(new HttpCacheHandler(store) { InnerHandler = new Origin(body.Length, "max-age=86400") });
        await client.GetByteArrayAsync(Entries.UriOf(0));
        for (var number = 1; number < count; number++)
        {
            await Entries.PutAsync(store, number, body);
        }

        return directory;
    }

    private static TimeSpan Start(string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        start.ArgumentList.Add(Argument);
        start.ArgumentList.Add(directory);
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadLine();
        var elapsed = Stopwatch.GetElapsedTime(started);
        process.WaitForExit();

        return said == "hit" ? elapsed : throw new InvalidOperationException($"The process said '{said}' in place of a hit.");
    }

    private sealed class NoOrigin : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The origin was asked.");
    }
}
