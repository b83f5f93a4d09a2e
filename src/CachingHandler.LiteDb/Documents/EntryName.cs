namespace CachingHandler.Storage;

/// <summary>The names of entries in the database: the hash of the key, then the id of the body.</summary>
/// <remarks>
/// So the variants of a key lie side by side in the primary index, which spares a second one, and a name never stands for two
/// bodies. Nothing from the wire is in it but hashed.
/// </remarks>
internal static class EntryName
{
    /// <summary>The length of a name, in bytes.</summary>
    public const int Length = HttpCacheKey.HashLength + BodyIdLength;

    private const int BodyIdLength = 16;

    /// <summary>Returns the name of an entry.</summary>
    public static byte[] Of(HttpCacheKey key, Guid bodyId)
    {
        var name = new byte[Length];
        key.WriteHash(name);
        bodyId.TryWriteBytes(name.AsSpan(HttpCacheKey.HashLength));

        return name;
    }

    /// <summary>Returns the name of a response's entry.</summary>
    public static byte[] Of(StoredResponse response) => Of(response.Key, response.BodyId);

    /// <summary>Returns the names between which all entries of a key lie, both included.</summary>
    public static (byte[] First, byte[] Last) Bounds(HttpCacheKey key)
    {
        var first = Of(key, Guid.Empty);
        var last = Of(key, Guid.AllBitsSet);

        return (first, last);
    }
}
