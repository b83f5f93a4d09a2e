namespace CachingHandler.Storage;

/// <summary>A body that came into memory before it gets to the store behind, if it ever does.</summary>
internal sealed class KeptBody(ReadOnlyMemory<byte> bytes) : MemoryBody(bytes)
{
    /// <summary>Gets or sets a value indicating whether the store behind did not take the response, and does not have it.</summary>
    /// <remarks>Changed under the tier's lock. It says nothing any more once the response has gone from the heads of its key.</remarks>
    public bool IsAlone { get; set; }
}
