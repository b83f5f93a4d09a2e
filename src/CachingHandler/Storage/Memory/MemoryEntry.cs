namespace CachingHandler.Storage;

/// <summary>One stored body in memory, and what its store knows of it.</summary>
internal sealed class MemoryEntry(StoredResponse response, ReadOnlyMemory<byte> body) : MemoryBody(body)
{
    /// <summary>Gets or sets the head; changed under the store's lock.</summary>
    public StoredResponse Response { get; set; } = response;

    /// <summary>Gets the entry's place in the order of use.</summary>
    public UsePlace Place { get; } = new();

    /// <summary>Gets a value indicating whether the store has let it go.</summary>
    public bool IsGone => Place.Entry is null;
}
