using CachingHandler.Storage;
using CachingHandler.Testing;

namespace CachingHandler.Tests.Storage;

/// <summary>Does the same to two stores, one random step after the other, and compares what they then have.</summary>
internal sealed class StoreSequence(Random random, ManualTimeProvider time)
{
    private static readonly HttpCacheKey[] Keys = [StoredResponses.Key("https://example.com/a"), StoredResponses.Key("https://example.com/b")];

    private readonly List<StoredResponse> _known = [StoredResponses.Of(Keys[0])];
    private int _number;

    public async Task StepAsync(HttpCacheStore store, HttpCacheStore expected)
    {
        time.Advance(TimeSpan.FromMilliseconds(random.Next(400)));
        var step = random.Next(20);
        if (step < 9)
        {
            await StoreAsync(store, expected);
        }
        else if (step < 14)
        {
            await UpdateAsync(store, expected);
        }
        else if (step < 17)
        {
            var known = Known();
            await store.RemoveAsync(known);
            await expected.RemoveAsync(known);
        }
        else if (step < 19)
        {
            var key = Keys[random.Next(Keys.Length)];
            await store.RemoveAsync(key);
            await expected.RemoveAsync(key);
        }
        else if (random.Next(3) == 0)
        {
            await store.ClearAsync();
            await expected.ClearAsync();
        }

        if (random.Next(2) == 0)
        {
            await CompareAsync(store, expected);
        }
    }

    public async Task CompareAsync(HttpCacheStore store, HttpCacheStore expected)
    {
        foreach (var key in Keys)
        {
            var found = await store.FindAsync(key);
            Assert.Equal((await expected.FindAsync(key)).Select(Describe).Order(), found.Select(Describe).Order());
            foreach (var head in found)
            {
                Assert.Equal(BodyBytes.Of(head.BodyId, (int)head.BodyLength), await store.ReadBodyAsync(head));
            }
        }
    }

    private static string Describe(StoredResponse head) =>
        $"{head.BodyId} {head.BodyLength} {string.Join(',', head.Fields.Concat(head.SelectingFields.Select(field => KeyValuePair.Create(field.Key, field.Value ?? ""))))}";

    private StoredResponse Known() => random.Next(3) == 0 ? _known[random.Next(_known.Count)] : _known[^1];

    private async Task StoreAsync(HttpCacheStore store, HttpCacheStore expected)
    {
        var head = StoredResponses.Create(Keys[random.Next(Keys.Length)], Selecting(), [("X", $"{_number++}")]);
        var length = random.Next(3) == 0 ? 3_000 : 500;
        _known.Add(await store.StoreAsync(head, length));
        await expected.StoreAsync(head, length);
    }

    private async Task UpdateAsync(HttpCacheStore store, HttpCacheStore expected)
    {
        var known = Known();
        var updated = random.Next(2) == 0
            ? known.WithFields(("X", $"{_number++}"))
            : known.WithSelecting(Selecting(), ("X", $"{_number++}"));

        // The two stores attach bodies of their own.
        Assert.Equal(await expected.UpdateAsync(known, updated.Detached()), await store.UpdateAsync(known, Copy(updated)));
        _known.Add(Copy(updated));
    }

    private static StoredResponse Copy(StoredResponse head) => head.In([]).Detached();

    private (string Name, string? Value)[] Selecting() => random.Next(3) == 0 ? [] : [("accept", $"{random.Next(3)}")];
}
