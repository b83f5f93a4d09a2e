using CachingHandler.Storage;

namespace QuickStart;

/// <summary>Says where responses are kept, and how many are there before the first request.</summary>
internal static class Report
{
    public static async Task StoreAsync(HttpCacheStore store)
    {
        var kept = await store.EnumerateAsync().CountAsync();

        // Without a home directory, as in some containers, the default store is one in memory.
        var behind = (store as TieredHttpCacheStore)?.Behind;
        Console.WriteLine($"Responses are kept in {(behind as DiskHttpCacheStore)?.DirectoryPath ?? "memory"}.");
        Console.WriteLine(kept switch
        {
            0 => "Nothing is there yet.",
            1 => "1 response of an earlier run is there; this run starts from it.",
            _ => $"{kept} responses of earlier runs are there; this run starts from them.",
        });
        Console.WriteLine();
    }
}
