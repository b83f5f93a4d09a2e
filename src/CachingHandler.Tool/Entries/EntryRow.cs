using CachingHandler.Storage;

namespace CachingHandler.Tool;

/// <summary>What is told of an entry in a list; a tenth of what its head takes in memory.</summary>
/// <param name="file">Its file.</param>
/// <param name="entry">What was read of it.</param>
internal sealed class EntryRow(DiskHttpCacheFile file, HttpCacheEntry entry)
{
    /// <summary>Gets the file.</summary>
    public DiskHttpCacheFile File { get; } = file;

    /// <summary>Gets the URI under which the response is stored.</summary>
    public string Uri { get; } = entry.Uri;

    /// <summary>Gets the host; empty where the application chose a name that is no URI.</summary>
    public string Host { get; } = UriPattern.HostOf(entry.Uri);

    /// <summary>Gets the method class of the key.</summary>
    public string Method { get; } = entry.Response.Key.Method;

    /// <summary>Gets whose the response is; never a secret in clear.</summary>
    public string Partition { get; } = entry.Response.Key.Partition;

    /// <summary>Gets the identity of the body.</summary>
    public Guid BodyId { get; } = entry.Response.BodyId;

    /// <summary>Gets the status code.</summary>
    public int Status { get; } = entry.Response.StatusCode;

    /// <summary>Gets how much of the disk the entry takes, in bytes.</summary>
    public long Size { get; } = entry.Size;

    /// <summary>Gets the length of the body, in bytes.</summary>
    public long BodyLength { get; } = entry.Response.BodyLength;

    /// <summary>Gets when the response was received or last validated.</summary>
    public DateTimeOffset Stored { get; } = entry.Stored;

    /// <summary>Gets when it was last used, as far as the disk has been told.</summary>
    public DateTimeOffset? LastUsed { get; } = entry.LastUsed;

    /// <summary>Gets until when it is fresh; null when nobody said.</summary>
    public DateTimeOffset? FreshUntil { get; } = entry.FreshUntil;

    /// <summary>Gets a value indicating whether it counts as stale whatever its lifetime says.</summary>
    public bool IsOutdated { get; } = entry.Response.IsOutdated;

    /// <summary>Gets the entity tag as received; null when there is none.</summary>
    public string? ETag { get; } = entry.ETag;

    /// <summary>Gets the date of the last modification as received; null when there is none.</summary>
    public string? LastModified { get; } = entry.LastModified;

    /// <summary>Returns whether the response is fresh at a time.</summary>
    public EntryFreshness FreshnessAt(DateTimeOffset now) => this switch
    {
        { IsOutdated: true } => EntryFreshness.Stale,
        { FreshUntil: { } until } => now < until ? EntryFreshness.Fresh : EntryFreshness.Stale,
        _ => EntryFreshness.Unknown,
    };
}
