using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Distributed.Tests;

/// <summary>Three stores over one medium that fails and dawdles as it likes, all of them used at once.</summary>
public sealed class StressTests
{
    private const int Steps = 120;

    private static readonly HttpCacheKey[] Keys = [.. Enumerable.Range(0, 3).Select(number => StoredResponses.Key($"https://example.com/{number}"))];
    private static readonly int[] Lengths = [0, 700, 9_000, 300_000];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Stores_OverAMediumThatFailsAtRandom_NeverGiveAMixture(int seed)
    {
        var medium = new FakeBufferMedium { Before = (_, _) => HesitateAsync(failureIn: 40), After = (_, _) => HesitateAsync(failureIn: 80) };
        var stores = Enumerable.Range(0, 3).Select(_ => new DistributedHttpCacheStore(
            medium, new() { Timeout = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(1) })).ToArray();

        await Task.WhenAll(stores.SelectMany((store, number) => Enumerable.Range(0, 2).Select(
            side => Task.Run(() => WorkAsync(store, new Random((seed * 100) + (number * 10) + side))))));

        medium.Before = medium.After = null;
        foreach (var store in stores)
        {
            await Task.WhenAll(Keys.Select(key => ReadAsync(store, key)));
            await store.DisposeAsync();
        }
    }

    private static async Task HesitateAsync(int failureIn)
    {
        if (Random.Shared.Next(4) == 0)
        {
            await Task.Yield();
        }

        if (Random.Shared.Next(failureIn) == 0)
        {
            throw new IOException("The medium fails as it likes.");
        }
    }

    private static async Task WorkAsync(DistributedHttpCacheStore store, Random random)
    {
        foreach (var _ in Enumerable.Range(0, Steps))
        {
            var key = Keys[random.Next(Keys.Length)];
            await (random.Next(10) switch
            {
                < 3 => WriteAsync(store, key, random),
                < 5 => UpdateAsync(store, key),
                < 6 => RemoveAsync(store, key),
                _ => ReadAsync(store, key),
            });
        }
    }

    private static async Task WriteAsync(DistributedHttpCacheStore store, HttpCacheKey key, Random random)
    {
        var bodyId = Guid.NewGuid();
        var length = Lengths[random.Next(Lengths.Length)];
        (string, string?)[] selecting = random.Next(2) == 0 ? [] : [("accept", $"type/{random.Next(3)}")];

        await store.StoreAsync(
            StoredResponses.Create(key, selecting, [("X-Body", $"{bodyId}"), ("X-Length", $"{length}")], bodyId), BodyBytes.Of(bodyId, length));
    }

    private static async Task UpdateAsync(DistributedHttpCacheStore store, HttpCacheKey key)
    {
        foreach (var found in await store.FindAsync(key))
        {
            await store.UpdateAsync(found, found.WithFields([.. found.Fields.Select(field => (field.Key, field.Value))]));
        }
    }

    private static async Task RemoveAsync(DistributedHttpCacheStore store, HttpCacheKey key)
    {
        try
        {
            await store.RemoveAsync(key);
        }
        catch (IOException)
        {
            // It has been said, and is made up for.
        }
    }

    private static async Task ReadAsync(DistributedHttpCacheStore store, HttpCacheKey key)
    {
        foreach (var found in await store.FindAsync(key))
        {
            var body = await store.ReadBodyAsync(found);

            Assert.Equal(key, found.Key);
            Assert.Equal([$"{found.BodyId}"], found.Fields.GetValues("X-Body"));
            Assert.Equal([$"{found.BodyLength}"], found.Fields.GetValues("X-Length"));
            Assert.True(body is null || body.AsSpan().SequenceEqual(BodyBytes.Of(found.BodyId, (int)found.BodyLength)));
        }
    }
}
