namespace CachingHandler.Storage;

/// <summary>The limits of a <see cref="MemoryHttpCacheStore"/>.</summary>
public sealed class MemoryHttpCacheStoreOptions
{
    /// <summary>Gets or sets how much memory the stored responses may take, in bytes; least recently used ones go first.</summary>
    /// <value>The default is 64 MiB. Zero stores nothing.</value>
    /// <remarks>Bodies count as they are; heads by an estimate.</remarks>
    public long MaximumSize { get; set; } = 64 * 1024 * 1024;
}
