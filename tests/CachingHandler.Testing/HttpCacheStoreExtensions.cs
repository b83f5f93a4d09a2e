using CachingHandler.Storage;

namespace CachingHandler.Testing;

/// <summary>What tests do with a store, in one call each.</summary>
public static class HttpCacheStoreExtensions
{
    /// <summary>Stores a response whole.</summary>
    /// <returns>The head as stored; null when the store did not want it.</returns>
    public static async Task<StoredResponse?> StoreAsync(this HttpCacheStore store, StoredResponse head, byte[] body)
    {
        using var writer = await store.BeginWriteAsync(head, body.Length, CancellationToken.None);
        if (writer is null)
        {
            return null;
        }

        writer.Write(body);

        return await writer.CommitAsync(CancellationToken.None);
    }

    /// <summary>Stores a response whose body follows from its id.</summary>
    public static async Task<StoredResponse> StoreAsync(this HttpCacheStore store, StoredResponse head, int bodyLength = 1000)
    {
        var stored = await store.StoreAsync(head, BodyBytes.Of(head.BodyId, bodyLength));
        Assert.NotNull(stored);

        return stored;
    }

    public static async Task<IReadOnlyList<StoredResponse>> FindAsync(this HttpCacheStore store, HttpCacheKey key) =>
        await store.FindAsync(key, CancellationToken.None);

    /// <summary>Opens the body of a response; fails when it is gone.</summary>
    public static async Task<StoredBody> OpenAsync(this HttpCacheStore store, StoredResponse response)
    {
        var body = await store.OpenBodyAsync(response, CancellationToken.None);
        Assert.NotNull(body);

        return body;
    }

    /// <summary>Reads the body of a response; null when it is gone.</summary>
    public static async Task<byte[]?> ReadBodyAsync(this HttpCacheStore store, StoredResponse response)
    {
        using var body = await store.OpenBodyAsync(response, CancellationToken.None);

        return body is null ? null : await body.ReadAllAsync();
    }

    /// <summary>Reads a body from its start to its end, in parts.</summary>
    public static async Task<byte[]> ReadAllAsync(this StoredBody body, int partLength = 64 * 1024)
    {
        using var bytes = new MemoryStream();
        var part = new byte[partLength];
        for (int count; (count = await body.ReadAsync(bytes.Length, part, CancellationToken.None)) > 0;)
        {
            bytes.Write(part, 0, count);
        }

        return bytes.ToArray();
    }

    public static async Task<bool> UpdateAsync(this HttpCacheStore store, StoredResponse current, StoredResponse updated) =>
        await store.TryUpdateHeadAsync(current, updated, CancellationToken.None);

    public static async Task RemoveAsync(this HttpCacheStore store, HttpCacheKey key) =>
        await store.RemoveAsync(key, CancellationToken.None);

    public static async Task RemoveAsync(this HttpCacheStore store, StoredResponse response) =>
        await store.RemoveAsync(response, CancellationToken.None);

    /// <summary>Returns all heads of a store.</summary>
    public static async Task<List<StoredResponse>> AllAsync(this HttpCacheStore store)
    {
        var responses = new List<StoredResponse>();
        await foreach (var response in store.EnumerateAsync(CancellationToken.None))
        {
            responses.Add(response);
        }

        return responses;
    }
}
