using System.Runtime.Versioning;
using CachingHandler.Storage;

namespace CachingHandler.StoreWorker;

/// <summary>What a process does with a store that it shares with others: stores, updates, removes, and looks at every byte it reads.</summary>
public sealed class Work(HttpCacheStore store, Random random)
{
    /// <summary>Small enough that what is stored is evicted all the time.</summary>
    public const long Budget = 3 * 1024 * 1024;

    private static readonly int[] Lengths = [0, 700, 9_000, 60_000, 70_000, 300_000];

    /// <summary>Gets the number of responses that were read whole.</summary>
    public int Read { get; private set; }

    /// <summary>Gets the number of those that were a mixture.</summary>
    public int Wrong { get; private set; }

    /// <summary>Stores, updates, removes or reads a response.</summary>
    public async Task StepAsync()
    {
        var key = KeyOf(random.Next(40));
        switch (random.Next(10))
        {
            case < 3:
                await PutAsync(store, key, random, Lengths[random.Next(Lengths.Length)]);
                break;
            case < 4:
                await UpdateAsync(key, longest: 1_500);
                break;
            case < 5:
                await store.RemoveAsync(key, CancellationToken.None);
                break;
            default:
                await ReadAsync(key);
                break;
        }
    }

    /// <summary>Opens files until there is no handle left, uses the store, closes them and uses it again.</summary>
    /// <param name="directory">The store's directory.</param>
    public async Task RunOutOfHandlesAsync(string directory)
    {
        // By another, which has ended its work when the handles go: nothing opens or closes a file then but what follows.
        await using (var earlier = new DiskHttpCacheStore(directory))
        {
            await PutAsync(earlier, KeyOf(1), random, 700);
        }

        await ReadAsync(KeyOf(1));
        var files = new List<FileStream>();
        try
        {
            while (true)
            {
                files.Add(new FileStream(typeof(Work).Assembly.Location, FileMode.Open, FileAccess.Read, FileShare.Read));
            }
        }
        catch (IOException)
        {
            // None is left.
        }

        await ReadAsync(KeyOf(1));
        Wrong += Read == 1 ? 0 : 1;
        Wrong += await store.BeginWriteAsync(HeadOf(KeyOf(2), 0), 0, CancellationToken.None) is { } writer && await IsCommittedAsync(writer) ? 1 : 0;
        files.ForEach(file => file.Dispose());

        await ReadAsync(KeyOf(1));
        Wrong += Read == 2 ? 0 : 1;
    }

    /// <summary>Takes from itself the right to the store's directories, uses the store, and takes the right back.</summary>
    /// <param name="directory">The store's directory.</param>
    [UnsupportedOSPlatform("windows")]
    public async Task LosePermissionAsync(string directory)
    {
        await PutAsync(store, KeyOf(1), random, 700);
        await ReadAsync(KeyOf(1));
        var root = Path.Combine(directory, "v1");
        File.SetUnixFileMode(root, UnixFileMode.None);

        await ReadAsync(KeyOf(1));
        Wrong += Read == 1 ? 0 : 1;
        Wrong += await PutAsync(store, KeyOf(2), random, 700) ? 1 : 0;
        File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await ReadAsync(KeyOf(1));
        Wrong += Read == 2 ? 0 : 1;
    }

    /// <summary>Gives the responses of a key other heads.</summary>
    /// <param name="key">The key.</param>
    /// <param name="longest">How long they may be, in characters; what does not fit its slot makes the file be written anew.</param>
    public async Task UpdateAsync(HttpCacheKey key, int longest = 100)
    {
        foreach (var found in await store.FindAsync(key, CancellationToken.None))
        {
            await store.TryUpdateHeadAsync(
                found,
                HeadOf(key, (int)found.BodyLength, [.. found.SelectingFields], found.BodyId, new string('m', random.Next(longest))),
                CancellationToken.None);
        }
    }

    /// <summary>Names a key.</summary>
    public static HttpCacheKey KeyOf(int number) => new("GET", $"https://example.com/{number}", string.Empty);

    /// <summary>Stores a response whose every byte follows from its head; the store may refuse it.</summary>
    public static async Task<bool> PutAsync(HttpCacheStore store, HttpCacheKey key, Random random, int length)
    {
        var head = HeadOf(key, length, random.Next(2) == 0 ? [] : [new("accept", $"type/{random.Next(3)}")]);
        using var writer = await store.BeginWriteAsync(head, random.Next(2) == 0 ? length : null, CancellationToken.None);
        if (writer is null)
        {
            return false;
        }

        try
        {
            var bytes = BytesOf(head.BodyId, length);
            await writer.WriteAsync(bytes.AsMemory(0, length / 2), CancellationToken.None);
            writer.Write(bytes.AsSpan(length / 2));

            return await writer.CommitAsync(CancellationToken.None) is not null;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Tells whether a response and its body are those of one head, whole.</summary>
    /// <returns>Null when the body is gone.</returns>
    public static async Task<bool?> IsWholeAsync(HttpCacheStore store, StoredResponse response)
    {
        if (!response.Fields.GetValues("X-Body").SequenceEqual([$"{response.BodyId}"])
            || !response.Fields.GetValues("X-Length").SequenceEqual([$"{response.BodyLength}"]))
        {
            return false;
        }

        using var body = await store.OpenBodyAsync(response, CancellationToken.None);
        if (body is null)
        {
            return null;
        }

        var bytes = new byte[response.BodyLength];
        for (int read = 0, count; read < bytes.Length; read += count)
        {
            count = await body.ReadAsync(read, bytes.AsMemory(read), CancellationToken.None);
            if (count == 0)
            {
                return false;
            }
        }

        return bytes.AsSpan().SequenceEqual(BytesOf(response.BodyId, bytes.Length));
    }

    private static byte[] BytesOf(Guid bodyId, int length)
    {
        var bytes = new byte[length];
        new Random(bodyId.GetHashCode()).NextBytes(bytes);

        return bytes;
    }

    private static StoredResponse HeadOf(
        HttpCacheKey key, int length, KeyValuePair<string, string?>[]? selecting = null, Guid? bodyId = null, string more = "")
    {
        var id = bodyId ?? Guid.NewGuid();

        return new StoredResponse
        {
            Key = key,
            BodyId = id,
            StatusCode = 200,
            Fields = new HeaderFields([new("X-Body", $"{id}"), new("X-Length", $"{length}"), new("X-More", more)]),
            SelectingFields = selecting ?? [],
            RequestTime = TimeProvider.System.GetUtcNow(),
            ResponseTime = TimeProvider.System.GetUtcNow(),
            DiscardAfter = DateTimeOffset.MaxValue,
            BodyLength = length,
        };
    }

    private static async Task<bool> IsCommittedAsync(HttpCacheEntryWriter writer)
    {
        try
        {
            return await writer.CommitAsync(CancellationToken.None) is not null;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            writer.Dispose();
        }
    }

    private async Task ReadAsync(HttpCacheKey key)
    {
        foreach (var found in await store.FindAsync(key, CancellationToken.None))
        {
            var isWhole = await IsWholeAsync(store, found);
            Read += isWhole == true ? 1 : 0;
            Wrong += isWhole == false ? 1 : 0;
        }
    }
}
