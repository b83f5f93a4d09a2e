namespace CachingHandler.Storage;

/// <summary>The limits of a <see cref="LiteDbHttpCacheStore"/>.</summary>
public sealed class LiteDbHttpCacheStoreOptions
{
    /// <summary>Gets or sets how much of the disk the database and the content files beside it may take, in bytes.</summary>
    /// <value>The default is 1 GiB. Zero stores nothing. Below some megabytes little is stored: an empty database takes 100 KB.</value>
    /// <remarks>
    /// What was used longest ago goes first, after the response that exceeded the limit is stored, so it can be exceeded for a
    /// moment. A response larger than seven eighths of it is not stored. LiteDB's log counts; it is worked off when it has grown to
    /// an eighth of the limit, or to 16 MB. A database never shrinks: it is begun anew, empty, when three quarters of it, or
    /// half of it where room is short, hold nothing any more.
    /// </remarks>
    public long MaximumSize { get; set; } = 1024 * 1024 * 1024;
}
