namespace CachingHandler.Storage;

/// <summary>What a <see cref="DistributedHttpCacheStore"/> is told; the same in every process that shares the cache.</summary>
public sealed class DistributedHttpCacheStoreOptions
{
    /// <summary>Gets or sets what the name of every value begins with, followed by a colon.</summary>
    /// <value>The default is <c>http-cache</c>. 1 to 64 letters, digits, dots, colons, hyphens and underscores, ASCII.</value>
    /// <remarks>Applications with different prefixes do not see each other's responses.</remarks>
    public string KeyPrefix { get; set; } = "http-cache";

    /// <summary>Gets or sets the secret with which credentials and the names of values are hashed; every process needs the same.</summary>
    /// <value>
    /// The default is null: one is made by the first process and kept in the distributed cache, and names are hashed without one. At
    /// least 16 bytes, random and from where the application keeps its secrets.
    /// </value>
    /// <remarks>
    /// Without it, a process that cannot reach the distributed cache within two seconds of its start has a secret of its own for as long as it
    /// lives, and shares no response to a request with credentials; and whoever reads the distributed cache can try out credentials and URIs.
    /// </remarks>
    public byte[]? Secret { get; set; }

    /// <summary>Gets or sets what protects the values from those who can read or write the distributed cache.</summary>
    /// <value>The default is null: values are neither encrypted nor authenticated.</value>
    public IHttpCacheProtector? Protector { get; set; }

    /// <summary>Gets or sets how long anything stays in the distributed cache, though the response may be of use for longer.</summary>
    /// <value>The default is 7 days. At least one second.</value>
    /// <remarks>
    /// Counts from when a body was stored: a validation gives its head no longer time than the body has. Larger bodies stay
    /// as long as that even where their response is discarded earlier, unless it is replaced or removed.
    /// </remarks>
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets the largest body to store, in bytes.</summary>
    /// <value>The default is 8 MiB. Zero stores responses without a body only. At most 1 GiB.</value>
    /// <remarks>A body is in memory whole while it arrives and while it is read.</remarks>
    public long MaximumBodySize { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets how long a single call of the distributed cache may take.</summary>
    /// <value>The default is 250 milliseconds. More than zero, at most a day.</value>
    /// <remarks>Counts for each value that is read or written, by the system's clock. A larger body is several values.</remarks>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets or sets after how many calls in a row that fail or take too long the distributed cache is left alone for a while.</summary>
    /// <value>The default is 3. At least one.</value>
    /// <remarks>Reads and writes count apart: of a cache that is full, what is there can still be read.</remarks>
    public int FailuresBeforePause { get; set; } = 3;

    /// <summary>Gets or sets how long it is left alone, before a single call tries again.</summary>
    /// <value>The default is 5 seconds. More than zero.</value>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(5);
}
