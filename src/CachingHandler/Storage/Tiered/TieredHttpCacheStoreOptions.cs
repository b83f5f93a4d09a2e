namespace CachingHandler.Storage;

/// <summary>The limits of a <see cref="TieredHttpCacheStore"/>.</summary>
public sealed class TieredHttpCacheStoreOptions
{
    /// <summary>Gets or sets how much memory the responses kept in memory may take, in bytes; least recently used ones go first.</summary>
    /// <value>The default is 64 MiB. Zero keeps nothing in memory, and every response goes straight to the store behind.</value>
    /// <remarks>Bodies count as they are; heads by an estimate. What goes from memory stays in the store behind, if that took it.</remarks>
    public long MaximumSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the largest body to keep in memory, in bytes; of a response with a larger one only the head is.</summary>
    /// <value>The default is 256 KiB.</value>
    /// <remarks>A larger body goes to the store behind while it is written, and is staged in memory up to this size where its length is not declared.</remarks>
    public long MaximumEntrySize { get; set; } = 256 * 1024;

    /// <summary>Gets or sets how many bytes of bodies may wait to be written to the store behind.</summary>
    /// <value>The default is 16 MiB. Zero lets nothing wait: every response goes straight to the store behind.</value>
    /// <remarks>
    /// They come on top of <see cref="MaximumSize"/> where the memory has to let them go before they are written. What finds
    /// no room is not stored, and counted by <c>cachinghandler.store.writes_dropped</c>. A single response may be larger.
    /// </remarks>
    public long MaximumQueuedSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets how many responses may wait to be written to the store behind.</summary>
    /// <value>The default is 1,024. Zero lets nothing wait: every response goes straight to the store behind.</value>
    public int MaximumQueuedCount { get; set; } = 1024;

    /// <summary>Gets or sets how long responses are served out of memory without a look into the store behind.</summary>
    /// <value>The default is a second. Zero looks each time that a response is asked for.</value>
    /// <remarks>
    /// What another process stores, validates or removes in the store behind is seen after this time at the latest, as long as that store can
    /// be asked. A look takes what finding a response there takes, once per time and key that is used.
    /// </remarks>
    public TimeSpan CheckAfter { get; set; } = TimeSpan.FromSeconds(1);
}
