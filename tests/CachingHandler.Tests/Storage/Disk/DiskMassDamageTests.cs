using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

public sealed class DiskMassDamageTests : IDisposable
{
    private const int Entries = 200;
    private const int Damaged = 20;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("flip", 1)]
    [InlineData("flip", 2)]
    [InlineData("zero", 1)]
    [InlineData("zero", 2)]
    public async Task Store_TwentyOfTwoHundredFilesDamaged_LosesThoseAndNoOther(string how, int seed)
    {
        var random = new Random(seed);
        await using var store = new DiskHttpCacheStore(_directory.Path);
        var stored = new List<StoredResponse>();
        foreach (var number in Enumerable.Range(0, Entries))
        {
            int[] lengths = [0, 900, 9_000, 100_000, 400_000];
            stored.Add(await store.StoreAsync(
                StoredResponses.Of(StoredResponses.Key($"https://example.com/{number}"), ("ETag", $"\"{number}\"")), lengths[number % 5]));
        }

        var hurt = Enumerable.Range(0, Entries).OrderBy(_ => random.Next()).Take(Damaged).ToHashSet();
        foreach (var number in hurt)
        {
            Damage(new EntryPaths(_directory.Path).Of(stored[number].Key).Plain, how, random);
        }

        foreach (var (head, number) in stored.Select((head, number) => (head, number)))
        {
            var bytes = await TryReadAsync(store, head);

            // What is damaged may be of no consequence, as in the slot that does not count.
            Assert.True(bytes is not null || hurt.Contains(number), $"Entry {number} is not damaged and was lost.");
            Assert.True(
                bytes is null || bytes.AsSpan().SequenceEqual(BodyBytes.Of(head.BodyId, (int)head.BodyLength)),
                $"Entry {number} has other bytes than were stored.");
        }

        Assert.Equal(Entries, hurt.Count + (await store.AllAsync()).Count(head => !hurt.Contains(stored.FindIndex(other => other.Key == head.Key))));
    }

    // Null for a miss, and for a stream that fails before its end.
    private static async Task<byte[]?> TryReadAsync(DiskHttpCacheStore store, StoredResponse expected)
    {
        if (await store.FindAsync(expected.Key) is not [var found])
        {
            return null;
        }

        Assert.Equal(expected.BodyId, found.BodyId);
        Assert.Equal(expected.Fields.ToArray(), found.Fields.ToArray());
        try
        {
            return await store.ReadBodyAsync(found);
        }
        catch (IOException)
        {
            Assert.Empty(await store.FindAsync(expected.Key));

            return null;
        }
    }

    private static void Damage(string path, string how, Random random)
    {
        var bytes = File.ReadAllBytes(path);
        var offset = random.Next(bytes.Length);
        if (how == "flip")
        {
            bytes[offset] ^= (byte)random.Next(1, 256);
        }
        else
        {
            var block = offset / DiskTrim.BlockSize * DiskTrim.BlockSize;
            bytes.AsSpan(block, Math.Min(DiskTrim.BlockSize, bytes.Length - block)).Clear();
        }

        File.WriteAllBytes(path, bytes);
    }
}
