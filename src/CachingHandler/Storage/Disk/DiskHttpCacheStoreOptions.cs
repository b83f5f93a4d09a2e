namespace CachingHandler.Storage;

/// <summary>The limits of a <see cref="DiskHttpCacheStore"/>.</summary>
public sealed class DiskHttpCacheStoreOptions
{
    /// <summary>Gets or sets how much of the disk the stored responses may take, in bytes; those used longest ago go first.</summary>
    /// <value>The default is 1 GiB. Zero stores nothing.</value>
    /// <remarks>
    /// A file counts as whole blocks of 4 KiB. The limit is held in the background, down to 95 %, so it can be exceeded for a
    /// moment; a single response larger than it is refused at once. What is being written comes on top.
    /// </remarks>
    public long MaximumSize { get; set; } = 1024 * 1024 * 1024;

    /// <summary>Gets or sets how many responses may be stored, variants counted each; those used longest ago go first.</summary>
    /// <value>The default is null: only their size is limited. At least one.</value>
    /// <remarks>Held in the background, as the size is.</remarks>
    public int? MaximumEntries { get; set; }

    /// <summary>Gets or sets a value indicating whether a response reaches the medium for good before it is stored.</summary>
    /// <value>
    /// The default is false: after a loss of power the latest responses may be gone, which a cache can bear. True costs most of
    /// the speed of writing small responses.
    /// </value>
    public bool Durable { get; set; }
}
