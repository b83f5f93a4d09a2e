using CachingHandler.Storage;

namespace CachingHandler.Testing;

public abstract partial class HttpCacheStoreContract
{
    private static readonly HttpCacheKey[] FewKeys =
        [.. Enumerable.Range(0, 3).Select(i => StoredResponses.Key($"https://example.com/shared/{i}"))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Store_ReadersWritersAndUpdatersOnFewKeys_NeverSeeAMixture(int seed)
    {
        // Made by the first who asks, which is not to be two at once.
        _ = Store;

        await WorkOnFewKeysAsync(seed);

        var found = await Task.WhenAll(FewKeys.Select(key => Store.FindAsync(key)));
        Assert.All(found.SelectMany(heads => heads), AssertWhole);
    }

    /// <summary>Reads, writes, updates and removes on a few keys from four sides at once.</summary>
    private protected Task WorkOnFewKeysAsync(int seed) =>
        Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => WorkAsync(new Random((seed * 100) + i)))));

    /// <summary>Fails where a head is not all of one that was stored.</summary>
    private protected static void AssertWhole(StoredResponse found)
    {
        Assert.Equal([$"{found.BodyId}"], found.Fields.GetValues("X-Body"));
        Assert.Equal([$"{found.BodyLength}"], found.Fields.GetValues("X-Length"));
    }

    private async Task WorkAsync(Random random)
    {
        foreach (var _ in Enumerable.Range(0, 150))
        {
            var key = FewKeys[random.Next(FewKeys.Length)];
            await (random.Next(10) switch
            {
                < 3 => WriteAsync(key, random),
                < 5 => UpdateAsync(key, random),
                < 6 => RemoveOneAsync(key, random),
                _ => ReadAsync(key),
            });
        }
    }

    private async Task WriteAsync(HttpCacheKey key, Random random)
    {
        var bodyId = Guid.NewGuid();
        int[] lengths = [0, 700, 9_000, 70_000, 300_000];
        var length = lengths[random.Next(lengths.Length)];
        (string, string?)[] selecting = random.Next(2) == 0 ? [] : [("accept", $"type/{random.Next(3)}")];

        await Store.StoreAsync(
            StoredResponses.Create(key, selecting, [("X-Body", $"{bodyId}"), ("X-Length", $"{length}")], bodyId), length);
    }

    private async Task UpdateAsync(HttpCacheKey key, Random random)
    {
        foreach (var found in await Store.FindAsync(key))
        {
            (string, string)[] fields =
                [.. found.Fields.Take(2).Select(field => (field.Key, field.Value)), ("X-Pad", new string('p', random.Next(2_000)))];
            var updated = random.Next(4) == 0
                ? found.WithSelecting([("accept", $"type/{random.Next(3)}")], fields)
                : found.WithFields(fields);

            await Store.UpdateAsync(found, updated);
        }
    }

    private async Task RemoveOneAsync(HttpCacheKey key, Random random)
    {
        if (random.Next(3) == 0)
        {
            await Store.RemoveAsync(key);
        }
        else if (await Store.FindAsync(key) is [var first, ..])
        {
            await Store.RemoveAsync(first);
        }
    }

    private async Task ReadAsync(HttpCacheKey key)
    {
        foreach (var found in await Store.FindAsync(key))
        {
            Assert.Equal(key, found.Key);
            AssertWhole(found);
            var bytes = await Store.ReadBodyAsync(found);

            Assert.True(bytes is null || bytes.AsSpan().SequenceEqual(BodyBytes.Of(found.BodyId, (int)found.BodyLength)));
        }
    }
}
