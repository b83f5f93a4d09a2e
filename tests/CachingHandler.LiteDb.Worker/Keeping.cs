using CachingHandler.Storage;
using CachingHandler.StoreWorker;

namespace CachingHandler.LiteDb.Worker;

/// <summary>What a process does with a database of its own: stores responses, removes some of them, and says so when it is done.</summary>
public static class Keeping
{
    private static readonly int[] Lengths = [0, 700, 9_000, 16_000, 70_000, 300_000];

    /// <summary>Names a key.</summary>
    public static HttpCacheKey KeyOf(int seed, int number) => new("GET", $"https://example.com/{seed}/{number}", string.Empty);

    /// <summary>Stores a response whose every byte follows from its head.</summary>
    public static Task<bool> TryPutAsync(HttpCacheStore store, int seed, int number) =>
        Work.PutAsync(store, KeyOf(seed, number), new Random((seed * 1_000) + number), Lengths[number % Lengths.Length]);

    /// <summary>Goes on until the process is killed. Every seventh response is removed again, each of the others updated.</summary>
    public static async Task GoOnAsync(HttpCacheStore store, int seed)
    {
        for (var number = 0; ; number++)
        {
            Console.Out.WriteLine(await TryPutAsync(store, seed, number) ? $"stored {number}" : $"refused {number}");
            var key = KeyOf(seed, number);
            if (number % 7 == 6)
            {
                await store.RemoveAsync(key, CancellationToken.None);
                Console.Out.WriteLine($"removed {number}");
            }
            else if (await store.FindAsync(key, CancellationToken.None) is [var found])
            {
                await store.TryUpdateHeadAsync(found, found, CancellationToken.None);
            }
        }
    }
}
