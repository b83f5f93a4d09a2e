using CachingHandler.Storage;
using CachingHandler.Testing;
using CachingHandler.Tests.Storage;

namespace CachingHandler.LiteDb.Tests;

/// <summary>A database in a directory of its own, with what its stores log and count.</summary>
public sealed class StoreFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Directory => _directory.Path;

    public string Database => Below("cache.db");

    public string Log => Below("cache-log.db");

    public string Mark => Database + ".open";

    public ManualTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public ListLogger<LiteDbHttpCacheStore> Logger { get; } = new();

    public CountingMeters Meters { get; } = new();

    public long Failures => Meters.Sum("cachinghandler.store.database_failures");

    public long DamagedEntries => Meters.Sum("cachinghandler.store.damaged_entries");

    public static HttpCacheKey KeyOf(int number) => StoredResponses.Key($"https://example.com/{number}");

    public string Below(params string[] names) => _directory.Below(names);

    public LiteDbHttpCacheStore Open(long? maximumSize = null) =>
        new(Database, new() { MaximumSize = maximumSize ?? 1024 * 1024 * 1024 }, Time, Logger, Meters);

    /// <summary>Returns the names of the events that were logged, in their order.</summary>
    public IEnumerable<string?> Events() => Logger.Lines.Select(line => line.Event.Name);

    public string[] MovedAside() => System.IO.Directory.GetFiles(_directory.Path, "*.corrupt-*");

    public string[] ContentFiles() => System.IO.Directory.Exists(Database + ".content")
        ? System.IO.Directory.GetFiles(Database + ".content", "*", SearchOption.AllDirectories)
        : [];

    /// <summary>Returns a fixture whose files are what a process leaves behind that is killed at this moment.</summary>
    public StoreFixture Crashed()
    {
        var copy = new StoreFixture();
        foreach (var path in System.IO.Directory.GetFiles(Directory, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock")))
        {
            var target = Path.Join(copy.Directory, Path.GetRelativePath(Directory, path));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var from = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
            using var to = File.Create(target);
            from.CopyTo(to);
        }

        return copy;
    }

    /// <summary>Stores responses with bodies of all sorts of lengths.</summary>
    public static async Task<List<StoredResponse>> FillAsync(HttpCacheStore store, int count, int from = 0, params int[] lengths)
    {
        int[] mixed = lengths is [] ? [0, 900, 9_000, 100_000, 400_000] : lengths;
        var stored = new List<StoredResponse>();
        foreach (var number in Enumerable.Range(from, count))
        {
            stored.Add(await store.StoreAsync(
                StoredResponses.Of(KeyOf(number), ("ETag", $"\"{number}\"")), mixed[number % mixed.Length]));
        }

        return stored;
    }

    /// <summary>Reads what was stored, and fails where it is anything but what it was or a miss.</summary>
    /// <returns>How many of them are there.</returns>
    public static async Task<int> CountWholeAsync(HttpCacheStore store, IEnumerable<StoredResponse> stored)
    {
        var whole = 0;
        foreach (var expected in stored)
        {
            if (await store.FindAsync(expected.Key) is not [var found])
            {
                continue;
            }

            Assert.Equal(expected.BodyId, found.BodyId);
            Assert.Equal(expected.Fields.ToArray(), found.Fields.ToArray());
            whole += await IsWholeAsync(store, found) ? 1 : 0;
        }

        return whole;
    }

    public void Dispose()
    {
        Meters.Dispose();
        _directory.Dispose();
    }

    private static async Task<bool> IsWholeAsync(HttpCacheStore store, StoredResponse found)
    {
        try
        {
            var bytes = await store.ReadBodyAsync(found);
            Assert.True(
                bytes is null || bytes.AsSpan().SequenceEqual(BodyBytes.Of(found.BodyId, (int)found.BodyLength)),
                $"{found.Key.Uri} has other bytes than were stored.");

            return bytes is not null;
        }
        catch (IOException)
        {
            // A larger body that is damaged breaks off.
            return false;
        }
    }
}
