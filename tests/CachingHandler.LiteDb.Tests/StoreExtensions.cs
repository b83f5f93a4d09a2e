using CachingHandler.Storage;

namespace CachingHandler.LiteDb.Tests;

/// <summary>What tests do with a store that may refuse.</summary>
internal static class StoreExtensions
{
    /// <summary>Stores a response; null when the store does not take it, for whatever reason.</summary>
    public static async Task<StoredResponse?> BeginAndCommitAsync(this HttpCacheStore store, StoredResponse head, int length = 1000)
    {
        using var writer = await store.BeginWriteAsync(head, length, CancellationToken.None);
        try
        {
            writer?.Write(Testing.BodyBytes.Of(head.BodyId, length));

            return writer is null ? null : await writer.CommitAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
